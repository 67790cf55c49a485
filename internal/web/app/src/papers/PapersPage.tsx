import { Stack } from "@mantine/core";
import { useEffect, useRef } from "react";
import { NavLink, Outlet, useLocation } from "react-router";
import css from "../search/search.module.css";
import { count } from "../words";
import { useUnconfirmed } from "./unconfirmed";
import { papersViews } from "./views";

/** PapersPage is the room of what the papers are. */
export function PapersPage() {
  const { pathname } = useLocation();
  const unconfirmed = useUnconfirmed();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the names do not fit; the one of this view is brought into sight.
    const at = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (nav.current && at) nav.current.scrollLeft = at.offsetLeft - nav.current.offsetLeft - 16;
  }, [pathname]);
  return (
    <Stack maw={pathname === "/xac-nhan" ? 1600 : 1200} mx="auto" gap="md">
      <nav ref={nav} className={css.views} aria-label="Các danh sách văn bản">
        {papersViews.map((v) => (
          <NavLink key={v.to} to={v.to} end>
            {v.label}
            {v.to === "/xac-nhan" && unconfirmed > 0 ? ` (${count(unconfirmed)})` : ""}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </Stack>
  );
}
