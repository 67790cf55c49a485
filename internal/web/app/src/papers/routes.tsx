import { Route } from "react-router";
import { DocumentsPage } from "../pages/DocumentsPage";
import { Absent } from "./Absent";
import { Agencies } from "./Agencies";
import { Confirm } from "./Confirm";
import { Doubles } from "./Doubles";
import { PapersPage } from "./PapersPage";
import { Register } from "./Register";
import { Units } from "../units/Units";

/** papersRoutes are the addresses of the views of what the papers are. */
export const papersRoutes = (
  <Route element={<PapersPage />}>
    <Route path="van-ban" element={<DocumentsPage />} />
    <Route path="xac-nhan" element={<Confirm />} />
    <Route path="so-van-ban" element={<Register />} />
    <Route path="vien-dan-chua-co" element={<Absent />} />
    <Route path="trung-so" element={<Doubles />} />
    <Route path="co-quan" element={<Agencies />} />
    <Route path="don-vi" element={<Units />} />
  </Route>
);
