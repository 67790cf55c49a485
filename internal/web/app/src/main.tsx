import "@mantine/core/styles.css";
import { createTheme, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes } from "react-router";
import { Frame } from "./Frame";
import { CoveragePage } from "./pages/CoveragePage";
import { DocumentPage } from "./pages/DocumentPage";
import { DocumentsPage } from "./pages/DocumentsPage";
import { IntakePage } from "./pages/IntakePage";
import { SearchPage } from "./pages/SearchPage";

const theme = createTheme({ primaryColor: "blue", fontFamily: "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" });
const client = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000 } } });

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <MantineProvider theme={theme}>
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <Routes>
            <Route element={<Frame />}>
              <Route index element={<CoveragePage />} />
              <Route path="tim-kiem" element={<SearchPage />} />
              <Route path="van-ban" element={<DocumentsPage />} />
              <Route path="van-ban/:id" element={<DocumentPage />} />
              <Route path="so-tiep-nhan" element={<IntakePage />} />
              <Route path="*" element={<CoveragePage />} />
            </Route>
          </Routes>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
