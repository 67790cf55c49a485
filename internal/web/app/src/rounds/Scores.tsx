import { Anchor, Group, NativeSelect, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { api, take } from "../api/client";
import { Ask, points } from "../parts";
import { useUnitName, useWho } from "../who";
import { count } from "../words";
import { Edit } from "./Edit";
import { readPoints, writePoints } from "./number";
import css from "./rounds.module.css";
import { openColumn, type Points, type RoundRow, type ScoreRow, useRoundsChanged } from "./steps";
import { Workbook } from "./Workbook";

const columns: { name: Points; label: string }[] = [
  { name: "self", label: "Tự chấm" },
  { name: "first", label: "Thẩm định lần 1" },
  { name: "second", label: "Thẩm định lần 2" },
];

/** Scores are the points of an office, criterion by criterion, with figures and explanations. */
export function Scores({ round }: { round: RoundRow }) {
  const name = useUnitName();
  const who = useWho();
  const offices = round.offices ?? [];
  const [chosen, setOffice] = useState("");
  const office = offices.includes(chosen) ? chosen : offices.includes(who.unit ?? "") ? who.unit! : (offices[0] ?? "");
  const [only, setOnly] = useState("");
  const [editing, setEditing] = useState<ScoreRow>();
  const query = useQuery({
    queryKey: ["scores", round.id, office],
    queryFn: () => take(api.GET("/api/v1/rounds/{id}/scores", { params: { path: { id: round.id }, query: { office: office || undefined } } })),
  });
  const may = openColumn(round.state);
  const filters: Record<string, (s: ScoreRow) => boolean> = {
    "": () => true,
    blank: (s) => !s.survey && !s.not_applicable && may !== undefined && s[may] == null,
    explained: (s) => Boolean(s.explanation),
    exempt: (s) => Boolean(s.not_applicable),
    differs: (s) => s.first != null && s.self != null && s.first !== s.self,
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Group gap="sm" align="flex-end">
          <Title order={3} size="h4">
            Bảng điểm
          </Title>
          {offices.length > 0 && <NativeSelect size="xs" aria-label="Đơn vị" value={office} onChange={(e) => setOffice(e.currentTarget.value)} data={offices.map((o) => ({ value: o, label: name(o) }))} />}
          <NativeSelect
            size="xs"
            aria-label="Lọc tiêu chí"
            value={only}
            onChange={(e) => setOnly(e.currentTarget.value)}
            data={[
              { value: "", label: "Mọi tiêu chí" },
              { value: "blank", label: "Chưa chấm ở bước này" },
              { value: "explained", label: "Có giải trình" },
              { value: "exempt", label: "Không áp dụng" },
              { value: "differs", label: "Thẩm định lần 1 khác tự chấm" },
            ]}
          />
        </Group>
        <Workbook round={round} office={office} />
      </Group>
      {may && (
        <Text size="sm" c="dark.3">
          Gõ điểm thẳng vào cột “{columns.find((c) => c.name === may)?.label}” (dấu phẩy thập phân, ví dụ 2,75); Enter hoặc mũi tên để sang dòng khác, điểm được lưu ngay. Xoá trống là chưa chấm.
        </Text>
      )}
      <Ask query={query}>
        {(scores) => {
          const rows = (scores.items ?? []).filter(filters[only]);
          if (rows.length === 0) return <Text size="sm">Không có tiêu chí nào như vậy.</Text>;
          return (
            <Table className={css.scores} verticalSpacing={4} fz="sm" withTableBorder highlightOnHover aria-label="Điểm của từng tiêu chí" onKeyDown={walk}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Tiêu chí</Table.Th>
                  <Table.Th ta="right">Tối đa</Table.Th>
                  {columns.map((c) => (
                    <Table.Th key={c.name} ta="right">
                      {c.label}
                    </Table.Th>
                  ))}
                  <Table.Th>Số liệu, giải trình, ghi chú</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((s) => (
                  <One key={s.criterion} score={s} round={round} may={may} onEdit={() => setEditing(s)} />
                ))}
              </Table.Tbody>
            </Table>
          );
        }}
      </Ask>
      {editing && <Edit round={round} score={editing} onClose={() => setEditing(undefined)} />}
    </Stack>
  );
}

function One({ score: s, round, may, onEdit }: { score: ScoreRow; round: RoundRow; may?: Points; onEdit: () => void }) {
  const said = remarks(s);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} className={css.wide}>
        <b>{s.criterion}</b> {s.title}
      </Table.Th>
      <Table.Td className={css.number} data-label="Tối đa">
        {points(s.points)}
      </Table.Td>
      {s.survey || s.not_applicable ? (
        <Table.Td colSpan={3} c="dark.3" ta="center">
          {s.survey ? "điều tra xã hội học" : "không áp dụng"}
        </Table.Td>
      ) : (
        columns.map((c) => (
          <Table.Td key={c.name} className={css.number} data-label={c.label}>
            {c.name === may ? <Cell score={s} round={round} column={c.name} label={`${c.label}, tiêu chí ${s.criterion}`} /> : s[c.name] == null ? "–" : points(s[c.name]!)}
          </Table.Td>
        ))
      )}
      <Table.Td className={css.wide} style={{ overflowWrap: "anywhere" }}>
        {said && <span>{said} </span>}
        {!s.survey && round.state !== "published" && (
          <Anchor component="button" type="button" size="sm" onClick={onEdit} aria-label={`Sửa giải trình, số liệu của tiêu chí ${s.criterion}`} style={{ whiteSpace: "nowrap" }}>
            {said ? "sửa" : "thêm"}
          </Anchor>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Cell takes points where they stand; what was typed is saved when one leaves it. */
function Cell({ score, round, column, label }: { score: ScoreRow; round: RoundRow; column: Points; label: string }) {
  const who = useWho();
  const changed = useRoundsChanged();
  const held = score[column] ?? null;
  const [text, setText] = useState<string>();
  const save = useMutation({
    mutationFn: (n: number | null) =>
      take(
        api.PUT("/api/v1/rounds/{id}/scores", {
          params: { path: { id: round.id } },
          body: { items: [{ criterion: score.criterion, office: score.office || undefined, ...(n === null ? { clear: [column] } : { [column]: n }) }], ...who },
        }),
      ),
    onSuccess: () => {
      setText(undefined);
      changed();
    },
  });
  const now = text === undefined ? held : readPoints(text);
  const wrong = Number.isNaN(now) ? "Ghi số, ví dụ 2,75" : now !== null && now > score.points ? `Quá điểm tối đa ${points(score.points)}` : save.error?.message;
  const leave = () => {
    if (text === undefined || Number.isNaN(now) || (now !== null && now > score.points)) return;
    if (now === held) setText(undefined);
    else save.mutate(now);
  };
  return (
    <TextInput
      className={css.score}
      size="xs"
      inputMode="decimal"
      aria-label={label}
      title={wrong}
      data-score
      value={text ?? writePoints(held)}
      error={wrong ? <span role="alert">{wrong}</span> : undefined}
      styles={{ error: { whiteSpace: "normal" } }}
      onFocus={(e) => e.currentTarget.select()}
      onChange={(e) => {
        save.reset();
        setText(e.currentTarget.value);
      }}
      onBlur={leave}
      onKeyDown={(e) => {
        if (e.key === "Escape") setText(undefined);
      }}
    />
  );
}

/** walk goes up and down between the cells that take points. */
function walk(e: KeyboardEvent<HTMLElement>) {
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[e.key];
  const cells = [...e.currentTarget.querySelectorAll<HTMLInputElement>("[data-score]")];
  const at = cells.indexOf(document.activeElement as HTMLInputElement);
  if (!step || at < 0) return;
  e.preventDefault();
  const next = cells[at + step];
  if (next) next.focus();
  else cells[at].blur();
}

function remarks(s: ScoreRow): string {
  const out: string[] = [];
  if (s.a != null || s.b != null) out.push(`${s.a == null ? "?" : count(s.a)}/${s.b == null ? "?" : count(s.b)}`);
  if (s.figures) out.push(s.figures);
  if (s.explanation) out.push(`Giải trình: ${s.explanation}`);
  if (s.why) out.push(`Không áp dụng vì: ${s.why}`);
  if (s.note) out.push(`Ghi chú: ${s.note}`);
  return out.map((t) => t.trim().replace(/\.$/, "")).join(". ") + (out.length > 0 ? "." : "");
}
