import { Stack } from "@mantine/core";
import { useEffect, useRef } from "react";
import { NavLink, Outlet, useLocation } from "react-router";
import css from "../search/search.module.css";

const views = [
  { to: "/tim-kiem", label: "Tìm văn bản" },
  { to: "/tim-kiem/tieu-chi", label: "Minh chứng cho tiêu chí" },
  { to: "/tim-kiem/danh-sach", label: "Tìm theo danh sách" },
  { to: "/tim-kiem/da-luu", label: "Câu tìm đã lưu" },
  { to: "/viet-tat", label: "Chữ viết tắt" },
];

/** SearchPage is the room of everything that searches. */
export function SearchPage() {
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the names do not fit; the one of this view is brought into sight.
    const at = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (nav.current && at) nav.current.scrollLeft = at.offsetLeft - nav.current.offsetLeft - 16;
  }, [pathname]);
  return (
    <Stack maw={1200} mx="auto" gap="md">
      <nav ref={nav} className={css.views} aria-label="Các cách tìm">
        {views.map((v) => (
          <NavLink key={v.to} to={v.to} end>
            {v.label}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </Stack>
  );
}
