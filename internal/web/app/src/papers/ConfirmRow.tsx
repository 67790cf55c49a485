import { Anchor, Button, Checkbox, Text, TextInput } from "@mantine/core";
import { type KeyboardEvent, memo } from "react";
import { Link } from "react-router";
import { fileName, Trouble, viDate } from "../parts";
import { onPage } from "../pictures/place";
import { type Asked, asked, blankOf, changeOf, faulty, readOf, type Row, textOf, touched, type Typed, wrongOf } from "./confirming";
import { nameOf } from "./BriefLink";
import css from "./papers.module.css";
import { readDay, sureness } from "./words";

type Props = {
  row: Row;
  at: number;
  typed: Typed;
  active: boolean;
  chosen: boolean;
  onType: (id: string, change: (t: Typed) => Typed) => void;
  onChoose: (id: string, chosen: boolean) => void;
  onActive: (id: string) => void;
  onSave: (row: Row, then?: () => void) => void;
  onUndo: (row: Row) => void;
  /** onMove goes to the row so many further down. */
  onMove: (from: number, by: number, field: Asked) => void;
};

const names: Record<Asked, string> = { code: "Số, ký hiệu", issued_date: "Ngày ban hành" };
const lacking: Record<Asked, string> = { code: "Không có số", issued_date: "Không có ngày" };

/** ConfirmRow is a paper whose number or day is to be confirmed or filled in. */
export const ConfirmRow = memo(function ConfirmRow({ row, at, typed, active, chosen, onType, onChoose, onActive, onSave, onUndo, onMove }: Props) {
  const d = row.document;
  const name = nameOf(d);
  const open = asked(row, typed);
  const done = open.length === 0;
  const span = (row.fields ?? []).find((f) => f.span)?.span;
  return (
    <li className={css.unsure} data-done={done || undefined} data-active={active || undefined} onFocus={() => onActive(d.id)} onClick={() => onActive(d.id)}>
      <Checkbox size="sm" mt={6} aria-label={`Chọn ${name}`} checked={chosen && !done} disabled={done} onChange={(e) => onChoose(d.id, e.currentTarget.checked)} />
      <div>
        <Anchor component={Link} to={onPage(d.id, { page: span?.page ?? 1, quote: span?.text })} size="sm" style={{ overflowWrap: "anywhere" }}>
          {[d.type, d.title].filter(Boolean).join(" · ") || fileName(d.path)}
        </Anchor>
        <Text size="xs" c="dark.3" style={{ overflowWrap: "anywhere" }} title={d.path}>
          {[fileName(d.path), row.unit_name].filter(Boolean).join(" · ")}
        </Text>
        {typed.error && <Trouble error={typed.error} />}
      </div>
      {(["code", "issued_date"] as const).map((field) => (
        <Cell key={field} {...{ row, at, typed, field, onType, onSave, onMove }} open={open.includes(field)} />
      ))}
      <div className={css.actions}>
        {!done && (
          <Button size="compact-md" loading={typed.busy} disabled={faulty(row, typed) || !changeOf(row, typed)} onClick={() => onSave(row)} aria-label={`Lưu ${name}`}>
            {touched(row, typed) || open.every((f) => blankOf(row, typed, f)) ? "Lưu" : "Đúng"}
          </Button>
        )}
        {typed.saved.length > 0 && (
          <>
            {done && (
              <Text size="sm" c="green.9" fw={600} role="status">
                Đã ghi
              </Text>
            )}
            <Button size="compact-md" variant="default" loading={typed.busy && done} onClick={() => onUndo(row)} aria-label={`Hoàn tác ${name}`}>
              Hoàn tác
            </Button>
          </>
        )}
      </div>
    </li>
  );
});

type CellProps = Pick<Props, "row" | "at" | "typed" | "onType" | "onSave" | "onMove"> & { field: Asked; open: boolean };

function Cell({ row, at, typed, field, open, onType, onSave, onMove }: CellProps) {
  const text = textOf(row, typed, field);
  if (!open)
    return (
      <Text size="sm" mt={6} style={{ overflowWrap: "anywhere" }}>
        {typed.saved.includes(field) && typed.none[field] ? lacking[field] : field === "issued_date" ? viDate(readDay(text)) : text}
      </Text>
    );
  const id = row.document.id;
  const f = (row.fields ?? []).find((x) => x.field === field);
  const read = readOf(row, field);
  const blank = blankOf(row, typed, field);
  const none = typed.none[field] ?? false;
  const keys = (e: KeyboardEvent<HTMLInputElement>) => {
    if (e.nativeEvent.isComposing) return;
    if (e.key === "Enter") {
      e.preventDefault();
      onSave(row, () => onMove(at, 1, "code"));
    } else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      onMove(at, e.key === "ArrowDown" ? 1 : -1, field);
    } else if (e.key === "Escape") {
      onType(id, (t) => {
        const { [field]: _, ...rest } = t.text;
        return { ...t, text: rest };
      });
    }
  };
  return (
    <div>
      <TextInput
        size="sm"
        aria-label={`${names[field]}: ${nameOf(row.document)}`}
        data-at={at}
        data-field={field}
        placeholder={none ? "" : field === "code" ? "15/KH-STTTT" : "15/01/2020"}
        value={text}
        error={wrongOf(row, typed, field)}
        onChange={(e) => {
          const t = e.currentTarget.value;
          onType(id, (was) => ({ ...was, text: { ...was.text, [field]: t }, none: { ...was.none, [field]: false } }));
        }}
        onKeyDown={keys}
        onFocus={(e) => {
          // The number goes in front of the notation that was read.
          const box = e.currentTarget;
          if (box.value.startsWith("/")) window.setTimeout(() => box.setSelectionRange(0, 0));
        }}
      />
      {blank ? (
        <Checkbox size="xs" mt={4} label={lacking[field]} aria-label={`${lacking[field]}: ${nameOf(row.document)}`} checked={none} onChange={(e) => {
          const on = e.currentTarget.checked;
          onType(id, (was) => ({ ...was, none: { ...was.none, [field]: on } }));
        }} />
      ) : (
        <Text size="xs" c="dark.3" mt={2}>
          {f && text.trim() === read ? `Đọc được, ${sureness(f.confidence)}` : read ? `Đọc được: ${read}` : ""}
        </Text>
      )}
    </div>
  );
}
