import { Button, Group, NativeSelect, Paper, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Schema } from "../api/client";
import css from "./papers.module.css";

type Preview = Schema["RegisterPreview"];
type Sheet = Schema["PreviewSheet"];

/** Told is what a person says of a register that does not say so itself. */
export type Told = { sheet?: string; columns?: string; year?: number };

const holds = [
  { value: "", label: "Không dùng" },
  { value: "code", label: "Số, ký hiệu" },
  { value: "number", label: "Số (riêng)" },
  { value: "notation", label: "Ký hiệu (riêng)" },
  { value: "date", label: "Ngày văn bản" },
  { value: "type", label: "Tên loại" },
  { value: "subject", label: "Trích yếu" },
  { value: "signer", label: "Người ký" },
  { value: "recipients", label: "Nơi nhận" },
  { value: "drafter", label: "Đơn vị soạn thảo" },
  { value: "note", label: "Ghi chú" },
];

const mostColumns = 40; // that are shown to be chosen from

/** letter names a column as Excel does, from 0. */
const letter = (n: number): string => (n < 26 ? String.fromCharCode(65 + n) : letter(Math.floor(n / 26) - 1) + letter(n % 26));

type Mapping = Record<number, string>;

const foundOf = (s: Sheet): Mapping => Object.fromEntries(Object.entries(s.found).map(([column, at]) => [at, column]));

/** Columns shows the top of a sheet and asks which column is what. */
export function Columns({ preview, busy, onTell, onClose }: { preview: Preview; busy: boolean; onTell: (told: Told) => void; onClose: () => void }) {
  const sheets = preview.sheets ?? [];
  const [at, setAt] = useState(() => Math.max(0, sheets.findIndex((s) => s.enough)));
  const [mapping, setMapping] = useState<Mapping>(() => (sheets[at] ? foundOf(sheets[at]) : {}));
  const [year, setYear] = useState("");
  const sheet = sheets[at];
  if (!sheet) return <Text size="sm">Tệp không có bảng nào.</Text>;
  const chosen = new Set(Object.values(mapping));
  const enough = (chosen.has("code") || chosen.has("number")) && (chosen.has("date") || chosen.has("subject"));
  const badYear = year.trim() !== "" && !/^(19|20|21)\d\d$/.test(year.trim());
  const open = (n: number) => {
    setAt(n);
    setMapping(foundOf(sheets[n]));
  };
  const choose = (n: number, column: string) => {
    // Each thing stands in one column: the last choice holds.
    const next = Object.fromEntries(Object.entries(mapping).filter(([k, c]) => Number(k) !== n && c !== column)) as Mapping;
    setMapping(column ? { ...next, [n]: column } : next);
  };
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!enough || badYear) return;
    const columns = Object.entries(mapping).map(([n, column]) => `${column}=${letter(Number(n))}`);
    onTell({ sheet: sheet.name || String(at + 1), columns: columns.join(","), year: Number(year) || undefined });
  };
  const width = Math.min(sheet.columns, mostColumns);
  return (
    <Paper withBorder p="sm" component="form" onSubmit={submit} aria-label="Chọn cột của sổ">
      <Stack gap="sm">
        <Text size="sm">
          <b>{preview.enough ? "Xem lại các cột và ghi năm của sổ." : "Chưa rõ cột nào là gì."}</b> Chọn ở đầu mỗi cột; cần có số, ký hiệu và ngày hoặc trích yếu.
        </Text>
        <Group gap="sm" align="flex-start">
          {sheets.length > 1 && (
            <NativeSelect label="Trang tính" value={String(at)} onChange={(e) => open(Number(e.currentTarget.value))} data={sheets.map((s, n) => ({ value: String(n), label: s.name || `Trang ${n + 1}` }))} />
          )}
          <TextInput label="Sổ của năm" placeholder="để trống: theo ngày trong sổ" w={240} value={year} error={badYear ? "Viết năm bằng bốn chữ số" : undefined} inputMode="numeric" onChange={(e) => setYear(e.currentTarget.value)} />
        </Group>
        <div style={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label="Những dòng đầu của bảng">
          <table className={css.sheet}>
            <thead>
              <tr>
                <th scope="col">Dòng</th>
                {Array.from({ length: width }, (_, n) => (
                  <th key={n} scope="col">
                    <NativeSelect size="xs" label={`Cột ${letter(n)}`} data={holds} value={mapping[n] ?? ""} onChange={(e) => choose(n, e.currentTarget.value)} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {(sheet.rows ?? []).map((r) => (
                <tr key={r.line}>
                  <th scope="row">{r.line}</th>
                  {Array.from({ length: width }, (_, n) => (
                    <td key={n} data-chosen={mapping[n] ? true : undefined}>
                      {r.cells?.[n] ?? ""}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={!enough || badYear}>
            Nhập sổ
          </Button>
          <Button variant="default" onClick={onClose}>
            Thôi
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
