import { Route } from "react-router";
import { SearchPage } from "../pages/SearchPage";
import { Abbreviations } from "./Abbreviations";
import { Batch } from "./Batch";
import { Evidence } from "./Evidence";
import { Find } from "./Find";
import { SavedList } from "./SavedList";

/** searchRoutes are the addresses of the views that search. */
export const searchRoutes = (
  <Route element={<SearchPage />}>
    <Route path="tim-kiem" element={<Find />} />
    <Route path="tim-kiem/tieu-chi" element={<Evidence />} />
    <Route path="tim-kiem/danh-sach" element={<Batch />} />
    <Route path="tim-kiem/da-luu" element={<SavedList />} />
    <Route path="viet-tat" element={<Abbreviations />} />
  </Route>
);
