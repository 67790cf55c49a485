import { Box, Group, Text, Title } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { points, VerdictBadge } from "../parts";
import { useUnitName } from "../who";
import type { Row } from "./CoveragePage";
import css from "./coverage.module.css";
import { type Branch, keyOf, reasonName, reasonsOf } from "./words";

type Props = { branches: Branch[]; heads: Row[]; units: Row[]; open: string; onOpen: (row: Row) => void };

/** Tree lists the criteria by domain; up and down go from one to the next, Enter opens it. */
export function Tree({ branches, heads, units, open, onOpen }: Props) {
  const several = new Set(heads.map((h) => h.office ?? "")).size > 1;
  if (heads.length === 0) return <Text size="sm">Không có tiêu chí nào như vậy.</Text>;
  return (
    <Box onKeyDown={walk}>
      <div className={css.heads} aria-hidden>
        <span />
        <span>Tiêu chí</span>
        <span className={css.number}>Tối đa</span>
        <span className={css.number}>Tự chấm</span>
        <span>Tình trạng</span>
      </div>
      {branches.map((b) => {
        const rows = heads.filter((h) => b.leaves.includes(h.criterion));
        if (rows.length === 0) return null;
        return (
          <section key={b.id} aria-label={b.title}>
            {b.title && (
              <Title order={3} size="h6" mt="sm" mb={4}>
                {b.id}. {b.title}
              </Title>
            )}
            <ul className={css.rows}>
              {rows.map((r) => (
                <li key={keyOf(r)}>
                  <One row={r} named={several} units={units.filter((u) => u.criterion === r.criterion && (u.office ?? "") === (r.office ?? ""))} open={open === keyOf(r)} onOpen={() => onOpen(r)} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </Box>
  );
}

function One({ row, named, units, open, onOpen }: { row: Row; named: boolean; units: Row[]; open: boolean; onOpen: () => void }) {
  const name = useUnitName();
  const with_ = units.filter((u) => u.verdict === "covered" || u.verdict === "pending").length;
  const why = [...new Set(reasonsOf(row))].filter((c) => c !== "unread-files");
  const said = (code: string) => (row.requirements ?? []).flatMap((q) => q.missing ?? []).find((m) => m.code === code)?.message ?? "";
  return (
    <button type="button" className={css.row} data-row data-open={open || undefined} onClick={onOpen} aria-haspopup="dialog">
      <b>{row.criterion}</b>
      <span>
        {row.title}
        {named && row.office ? ` – ${name(row.office)}` : ""}
        <Text component="span" size="xs" c="dark.3" hiddenFrom="sm" display="block">
          Tối đa {points(row.points)}
          {row.self == null ? "" : `, tự chấm ${points(row.self)}`}
        </Text>
        {(row.verdict === "missing" || row.verdict === "partial") && why.length > 0 && (
          <Text component="span" className={css.gap} display="block">
            {why.map((c) => reasonName(c, said(c))).join("; ")}
          </Text>
        )}
      </span>
      <span className={css.number}>{points(row.points)}</span>
      <span className={css.number}>{row.self == null ? "–" : points(row.self)}</span>
      <Group gap={6} wrap="nowrap">
        <VerdictBadge verdict={row.verdict} />
        {units.length > 0 && (
          <Text span size="xs" c="dark.3" title="Đơn vị có tài liệu trên số đơn vị phải có" style={{ whiteSpace: "nowrap" }}>
            {with_}/{units.length} đơn vị
          </Text>
        )}
      </Group>
    </button>
  );
}

function walk(e: KeyboardEvent<HTMLElement>) {
  if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
  const rows = [...e.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at + (e.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  e.preventDefault();
  next.focus();
}
