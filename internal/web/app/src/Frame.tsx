import { Anchor, AppShell, Badge, Box, Group, Text } from "@mantine/core";
import { NavLink, Outlet, useLocation } from "react-router";
import css from "./frame.module.css";
import { LiveLine } from "./live/LiveLine";
import { papersViews } from "./papers/views";
import { useUnconfirmed } from "./papers/unconfirmed";
import { count } from "./words";

const views: { to: string; label: string; also?: string[] }[] = [
  { to: "/", label: "Tình trạng minh chứng" },
  { to: "/duyet", label: "Duyệt" },
  { to: "/dot-danh-gia", label: "Đợt đánh giá" },
  { to: "/tim-kiem", label: "Tìm kiếm" },
  { to: "/van-ban", label: "Văn bản", also: papersViews.map((v) => v.to) },
  { to: "/so-tiep-nhan", label: "Sổ tiếp nhận" },
];

/** Frame is the head of every view and the room below it. */
export function Frame() {
  const { pathname } = useLocation();
  const unconfirmed = useUnconfirmed();
  return (
    <AppShell header={{ height: { base: 104, sm: 52 } }} padding={{ base: "xs", sm: "md" }}>
      <AppShell.Header px="md">
        <Group h="100%" gap="md" wrap="wrap" align="center" style={{ rowGap: 0 }}>
          <Text fw={700} c="blue.9" size="lg">
            Minh Chứng
          </Text>
          <Box className={css.nav}>
            <Group gap="md" style={{ rowGap: 2 }} component="nav" aria-label="Các màn hình">
              {views.map((v) => (
                <NavLink key={v.to} to={v.to} end={v.to === "/"} style={{ whiteSpace: "nowrap", textDecoration: "none" }}>
                  {({ isActive }) => {
                    const here = isActive || (v.also ?? []).some((to) => pathname === to);
                    return (
                      <Text span size="sm" fw={here ? 700 : 400} c={here ? "blue.8" : "dark.6"}>
                        {v.label}
                      </Text>
                    );
                  }}
                </NavLink>
              ))}
              <Anchor href="/tai-lieu-api/" size="sm" c="dimmed" visibleFrom="md" style={{ whiteSpace: "nowrap" }}>
                Tài liệu API
              </Anchor>
            </Group>
          </Box>
          {unconfirmed > 0 && (
            <NavLink to="/xac-nhan" className={css.mark} aria-label={`${count(unconfirmed)} văn bản chờ xác nhận thông tin`}>
              <Badge component="span" color="orange" variant="filled" tt="none" style={{ cursor: "pointer" }}>
                {count(unconfirmed)} chưa rõ số, ngày
              </Badge>
            </NavLink>
          )}
        </Group>
      </AppShell.Header>
      <AppShell.Main>
        <LiveLine />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
