import "@mantine/core/styles.css";
import { createTheme, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes } from "react-router";
import { Frame } from "./Frame";
import { CoveragePage } from "./coverage/CoveragePage";
import { CriteriaPage } from "./criteria/CriteriaPage";
import { DocumentPage } from "./pages/DocumentPage";
import { IntakePage } from "./pages/IntakePage";
import { papersRoutes } from "./papers/routes";
import { ReviewPage } from "./review/ReviewPage";
import { RoundsPage } from "./rounds/RoundsPage";
import { searchRoutes } from "./search/routes";

const theme = createTheme({ primaryColor: "blue", primaryShade: 8, respectReducedMotion: true, fontFamily: "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" });
// The program may be on this very machine: it is asked even where the browser says that there is no network.
const client = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000, networkMode: "always" }, mutations: { networkMode: "always" } } });

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <MantineProvider theme={theme}>
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <Routes>
            <Route element={<Frame />}>
              <Route index element={<CoveragePage />} />
              {searchRoutes}
              {papersRoutes}
              <Route path="bo-tieu-chi" element={<CriteriaPage />} />
              <Route path="duyet" element={<ReviewPage />} />
              <Route path="dot-danh-gia" element={<RoundsPage />} />
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
