import { Anchor, Badge, Button, Checkbox, Group, NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { api, take } from "../api/client";
import { Trouble } from "../parts";
import { onPage } from "../pictures/place";
import { moment } from "../words";
import { type Draft, draftOf, kindOf, valueOf, wrong } from "./edit";
import css from "./papers.module.css";
import { type Field, sureness } from "./words";

const sure = 0.9; // from here on nobody is asked to confirm

export type Change = { values?: Record<string, unknown>; as_read?: string[]; note?: string };

type Props = {
  document: string;
  field: Field;
  busy: boolean;
  error: Error | null;
  onChange: (change: Change) => Promise<unknown>;
  onUndo: () => Promise<unknown>;
};

/** FieldRow is one particular: what counts, what was read and where, and who said otherwise. */
export function FieldRow({ document, field: f, busy, error, onChange, onUndo }: Props) {
  const [editing, setEditing] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    window.setTimeout(() => edit.current?.focus());
  };
  const blank = f.text === "" || bareOf(f);
  return (
    <li className={css.field} data-doubtful={f.doubtful || undefined} data-open={editing || undefined}>
      <Text size="sm" c="dark.4" component="div">
        {f.label}
      </Text>
      {editing ? (
        <div className={css.wide}>
          <Editor field={f} busy={busy} onClose={close} onSave={(c) => onChange(c).then(close, () => undefined)} />
          {error && <Trouble error={error} />}
        </div>
      ) : (
        <>
          <div>
            <Text size="sm" className={css.value} c={blank ? "dimmed" : undefined} fw={f.correction?.kind === "corrected" ? 600 : undefined}>
              {said(f)}{" "}
              {f.doubtful && (
                <Badge color="orange" variant="filled" size="sm" tt="none">
                  Chờ xác nhận
                </Badge>
              )}
            </Text>
            <Origin document={document} field={f} />
            {error && <Trouble error={error} />}
          </div>
          <div className={css.actions}>
            {!f.correction && (f.doubtful || (!blank && f.confidence > 0 && f.confidence < sure)) && (
              <Button size="compact-sm" color={blank ? "gray" : "green"} variant={blank ? "default" : f.doubtful ? "filled" : "light"} loading={busy} onClick={() => onChange({ as_read: [f.field] })} aria-label={`${blank ? "Không có" : "Đúng"}: ${f.label}`}>
                {blank ? (f.field === "code" ? "Không có số" : f.field === "issued_date" ? "Không có ngày" : "Không có") : "Đúng"}
              </Button>
            )}
            {f.correction && (
              <Button size="compact-sm" variant="default" loading={busy} onClick={() => onUndo()} aria-label={`Hoàn tác: ${f.label}`} title="Bỏ lần sửa hoặc xác nhận cuối cùng">
                Hoàn tác
              </Button>
            )}
            <Button ref={edit} size="compact-sm" variant="light" onClick={() => setEditing(true)} aria-label={`Sửa: ${f.label}`}>
              Sửa
            </Button>
          </div>
        </>
      )}
    </li>
  );
}

/** bareOf tells a number that is the notation alone: "/KH-STTTT". */
const bareOf = (f: Field) => f.field === "code" && f.text.startsWith("/");

/** said is a value in words, also where there is none. */
function said(f: Field): string {
  if (f.field === "draft") return f.text === "" ? "Không phải bản dự thảo" : "Là bản dự thảo";
  if (bareOf(f)) return `${f.correction ? "Không có số" : "Chưa có số"}: ${f.text}`;
  if (f.text !== "") return f.text;
  if (f.correction) return "Không có";
  return f.doubtful ? "Chưa đọc được" : "Không thấy";
}

/** Origin says how the program came to a value, or who said it. */
function Origin({ document, field: f }: { document: string; field: Field }) {
  const c = f.correction;
  const place = f.span && (
    <Anchor component={Link} to={onPage(document, { page: f.span.page, quote: f.span.text })} size="xs" title={`Xem chỗ ghi: ${f.span.text}`}>
      {f.span.page ? `trang ${f.span.page}` : "xem chỗ ghi"}
    </Anchor>
  );
  const read = f.found_text !== "" && (
    <>
      {f.field === "unit" ? "Theo thư mục chứa tệp" : "Đọc được"}{c?.kind === "corrected" ? `: “${f.found_text}”` : ""}
      {f.confidence > 0 ? `, ${sureness(f.confidence)}` : ""}
      {place && <>, {place}</>}
    </>
  );
  if (!c && !read) return null;
  return (
    <Text size="xs" c="dark.3" component="div" style={{ overflowWrap: "anywhere" }}>
      {c && (
        <>
          {c.by} {c.kind === "corrected" ? "sửa" : "xác nhận"} lúc {moment(c.at)}
          {c.note ? ` (${c.note})` : ""}.{" "}
        </>
      )}
      {c?.kind === "corrected" && f.found_text === "" ? (f.field === "draft" ? "Chương trình không coi là dự thảo." : "Chương trình không đọc được.") : read}
      {f.reread && <b> Lần đọc mới khác lúc sửa.</b>}
    </Text>
  );
}

/** Editor is where a value is typed. Enter keeps it, Esc leaves it. */
function Editor({ field: f, busy, onClose, onSave }: { field: Field; busy: boolean; onClose: () => void; onSave: (change: Change) => void }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(f));
  const [note, setNote] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const kind = kindOf(f.field);
  const trouble = wrong(f, draft);
  useEffect(() => {
    const first = box.current?.querySelector<HTMLInputElement>("input, textarea, select");
    first?.focus();
    if (first instanceof HTMLInputElement && first.type === "text") first.select();
  }, []);
  const save = () => {
    if (!trouble && !busy) onSave({ values: { [f.field]: valueOf(f, draft) }, note: note.trim() || undefined });
  };
  const keys = (e: KeyboardEvent) => {
    if (e.key === "Escape") {
      e.stopPropagation();
      onClose();
    }
    if (e.key === "Enter" && !e.nativeEvent.isComposing && (!(e.target instanceof HTMLTextAreaElement) || e.ctrlKey) && !(e.target instanceof HTMLButtonElement)) {
      e.preventDefault();
      save();
    }
  };
  const text = { "aria-label": f.label, value: draft.text, error: trouble, size: "sm" } as const;
  const set = (t: string) => setDraft({ ...draft, text: t });
  return (
    <Stack gap="xs" ref={box} onKeyDown={keys}>
      {kind === "type" ? (
        <Types label={f.label} value={draft.text} onChange={set} />
      ) : kind === "yes" ? (
        <Checkbox label="Đây là bản dự thảo" checked={draft.text !== ""} onChange={(e) => set(e.currentTarget.checked ? "x" : "")} />
      ) : kind === "signer" ? (
        <Group gap="xs" align="flex-start">
          {(
            [
              ["full_name", "Họ tên"],
              ["position", "Chức vụ"],
              ["capacity", "Thẩm quyền ký (KT., TL., …)"],
            ] as const
          ).map(([key, label]) => (
            <TextInput key={key} label={label} size="sm" flex="1 1 11rem" value={draft.signer[key] ?? ""} onChange={(e) => setDraft({ ...draft, signer: { ...draft.signer, [key]: e.currentTarget.value } })} />
          ))}
        </Group>
      ) : kind === "long" || kind === "lines" || kind === "periods" ? (
        <Textarea {...text} autosize minRows={2} maxRows={12} description={kind === "long" ? undefined : "Mỗi dòng một mục"} onChange={(e) => set(e.currentTarget.value)} />
      ) : (
        <TextInput {...text} maw={kind === "code" || kind === "day" ? 260 : undefined} placeholder={kind === "code" ? "15/KH-STTTT" : kind === "day" ? "15/01/2020" : undefined} onChange={(e) => set(e.currentTarget.value)} />
      )}
      <Group gap="xs" align="flex-end">
        <TextInput label="Ghi chú (không bắt buộc)" size="sm" flex="1 1 12rem" maw={420} maxLength={2000} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
        <Button size="sm" loading={busy} disabled={trouble !== undefined} onClick={save}>
          Lưu
        </Button>
        <Button size="sm" variant="default" onClick={onClose}>
          Thôi
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {kind === "long" || kind === "lines" || kind === "periods" ? "Ctrl + Enter" : "Enter"} để lưu, Esc để thôi. Xóa hết chữ rồi lưu là ghi rằng văn bản không có mục này.
      </Text>
    </Stack>
  );
}

function Types({ label, value, onChange }: { label: string; value: string; onChange: (type: string) => void }) {
  const query = useQuery({ queryKey: ["document-types"], staleTime: Infinity, queryFn: () => take(api.GET("/api/v1/document-types")) });
  const known = (query.data?.items ?? []).map((t) => ({ value: t.abbreviation, label: `${t.name} (${t.abbreviation})` })).sort((a, b) => a.label.localeCompare(b.label, "vi"));
  const data = [{ value: "", label: "Không rõ loại" }, ...(known.some((k) => k.value === value) || !value ? [] : [{ value, label: value }]), ...known];
  return <NativeSelect aria-label={label} maw={360} data={data} value={value} onChange={(e) => onChange(e.currentTarget.value)} />;
}
