import { Box, Group, Text, TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { verdictColor, verdictLabel } from "../parts";
import { fold } from "../search/words";
import { useUnitName } from "../who";
import { count } from "../words";
import type { Row } from "./CoveragePage";
import css from "./coverage.module.css";
import { type Branch, keyOf, shortVerdict } from "./words";

const most = 40; // columns a screen can show before it is a wall

type Props = { branches: Branch[]; rows: Row[]; heads: Row[]; open: string; onOpen: (row: Row) => void };

/** Matrix sets criteria against units; every cell says its verdict in a word, the colour only helps. */
export function Matrix({ branches, rows, heads, open, onOpen }: Props) {
  const name = useUnitName();
  const [wanted, setWanted] = useState("");
  const offices = [...new Set(heads.map((h) => h.office ?? ""))];
  const units = [...new Set(rows.filter((r) => r.unit !== "").map((r) => r.unit))];
  const several = offices.length > 1;
  const all = several ? offices : ["", ...units];
  const label = (c: string) => (c !== "" ? name(c) : offices[0] ? name(offices[0]) : "Toàn cơ quan");
  const found = all.filter((c) => c === "" || fold(label(c)).includes(fold(wanted.trim())));
  const columns = found.slice(0, most);
  const byKey = new Map(rows.map((r) => [keyOf(r), r]));
  const cell = (criterion: string, c: string) => byKey.get(several ? `${criterion}@${c}@` : `${criterion}@${offices[0] ?? ""}@${c}`);
  if (heads.length === 0) return <Text size="sm">Không có tiêu chí nào như vậy.</Text>;
  return (
    <Box>
      <Group justify="space-between" mb={6} gap="xs">
        <Text size="xs" c="dark.3">
          Bấm vào ô, hoặc đi bằng các phím mũi tên rồi Enter, để xem chi tiết. Ô trống: không yêu cầu tài liệu riêng của đơn vị.
        </Text>
        {all.length > 12 && <TextInput size="xs" aria-label="Lọc đơn vị" placeholder="Lọc đơn vị" value={wanted} onChange={(e) => setWanted(e.currentTarget.value)} />}
      </Group>
      {found.length > most && (
        <Text size="sm" mb={6}>
          Đang hiện {count(most)} trong {count(found.length)} đơn vị; gõ tên để lọc.
        </Text>
      )}
      <div className={css.scroll} tabIndex={-1}>
        <table className={css.matrix} onKeyDown={walk} aria-label="Tiêu chí và đơn vị">
          <thead>
            <tr>
              <th scope="col">Tiêu chí</th>
              {columns.map((c) => (
                <th key={c} scope="col">
                  {label(c)}
                </th>
              ))}
            </tr>
          </thead>
          {branches.map((b) => {
            const here = [...new Set(heads.filter((h) => b.leaves.includes(h.criterion)).map((h) => h.criterion))];
            if (here.length === 0) return null;
            return (
              <tbody key={b.id}>
                {b.title && (
                  <tr>
                    <th scope="rowgroup" className={css.branch} colSpan={columns.length + 1}>
                      {b.id}. {b.title}
                    </th>
                  </tr>
                )}
                {here.map((criterion) => (
                  <tr key={criterion} data-line>
                    <th scope="row">
                      <b>{criterion}</b> {heads.find((h) => h.criterion === criterion)?.title}
                    </th>
                    {columns.map((c) => {
                      const r = cell(criterion, c);
                      if (!r) return <td key={c} />;
                      const color = verdictColor(r.verdict);
                      return (
                        <td key={c}>
                          <button
                            type="button"
                            className={css.cell}
                            data-open={open === keyOf(r) || undefined}
                            style={{ background: `var(--mantine-color-${color}-1)`, color: color === "gray" ? "var(--mantine-color-dark-6)" : `var(--mantine-color-${color}-9)` }}
                            aria-label={`${criterion}, ${label(c)}: ${verdictLabel(r.verdict)}`}
                            title={verdictLabel(r.verdict)}
                            aria-haspopup="dialog"
                            onClick={() => onOpen(r)}
                          >
                            {shortVerdict(r.verdict)}
                          </button>
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            );
          })}
        </table>
      </div>
    </Box>
  );
}

/** walk goes to the next cell that says something, in the direction of the arrow. */
function walk(e: KeyboardEvent<HTMLElement>) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key];
  const td = document.activeElement?.closest("td");
  if (!step || !td) return;
  e.preventDefault();
  const lines = [...e.currentTarget.querySelectorAll<HTMLTableRowElement>("[data-line]")];
  let line = lines.indexOf(td.parentElement as HTMLTableRowElement);
  let column = td.cellIndex;
  for (;;) {
    line += step[0];
    column += step[1];
    const at = lines[line]?.cells[column];
    if (!at || column < 1) return;
    const button = at.querySelector("button");
    if (button) {
      button.focus();
      return;
    }
  }
}
