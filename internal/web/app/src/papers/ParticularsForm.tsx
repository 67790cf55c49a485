import { Anchor, Box, Button, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schema, take } from "../api/client";
import { Ask } from "../parts";
import { count, moment } from "../words";
import { type Change, FieldRow } from "./FieldRow";
import css from "./papers.module.css";

type View = Schema["ParticularsView"];

/** always are the fields that show even where they are blank. */
const always = ["type", "code", "issued_date", "organ_name", "subject", "signer"];

/** ParticularsForm shows what a paper is, and takes what a person knows better. */
export function ParticularsForm({ id }: { id: string }) {
  const query = useQuery({ queryKey: ["particulars", id], queryFn: () => take(api.GET("/api/v1/documents/{id}/particulars", { params: { path: { id } } })) });
  return <Ask query={query}>{(view) => <Form id={id} view={view} />}</Ask>;
}

function Form({ id, view }: { id: string; view: View }) {
  const [whole, setWhole] = useState(false);
  const fields = view.fields ?? [];
  const shown = fields.filter((f) => whole || f.text !== "" || f.doubtful || f.correction || always.includes(f.field));
  const hidden = fields.length - shown.length;
  return (
    <Box>
      <ul className={css.fields} aria-label="Thông tin của văn bản">
        {shown.map((f) => (
          <One key={f.field} id={id} field={f} />
        ))}
      </ul>
      {(hidden > 0 || whole) && (
        <Button size="compact-sm" variant="subtle" mt={4} onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {whole ? "Ẩn các mục còn trống" : `Hiện ${hidden} mục còn trống để điền thêm`}
        </Button>
      )}
      <History of={view.history ?? []} />
    </Box>
  );
}

/** One is a field with its own change going on, so that others stay as they are. */
function One({ id, field }: { id: string; field: Schema["FieldRow"] }) {
  const client = useQueryClient();
  const taken = (view: View) => {
    client.setQueryData(["particulars", id], view);
    for (const key of [["document", id], ["work"], ["citations"], ["documents"], ["links"], ["coverage"], ["confirmations"], ["search"], ["register"]]) void client.invalidateQueries({ queryKey: key });
  };
  const change = useMutation({
    mutationFn: (body: Change) => take(api.PUT("/api/v1/documents/{id}/corrections", { params: { path: { id } }, body })),
    onSuccess: taken,
  });
  const undo = useMutation({
    mutationFn: () => take(api.DELETE("/api/v1/documents/{id}/corrections/{field}", { params: { path: { id, field: field.field } } })),
    onSuccess: taken,
  });
  return (
    <FieldRow
      document={id}
      field={field}
      busy={change.isPending || undo.isPending}
      error={change.error ?? undo.error}
      onChange={(c) => {
        undo.reset();
        return change.mutateAsync(c);
      }}
      onUndo={() => {
        change.reset();
        return undo.mutateAsync().catch(() => undefined);
      }}
    />
  );
}

function History({ of: log }: { of: Schema["CorrectionRow"][] }) {
  const [open, setOpen] = useState(false);
  if (log.length === 0) return null;
  return (
    <Box mt="xs">
      <Anchor component="button" type="button" size="sm" onClick={() => setOpen(!open)} aria-expanded={open}>
        {open ? "Ẩn" : "Xem"} lịch sử sửa, xác nhận ({count(log.length)})
      </Anchor>
      {open && (
        <ul className={css.rows} aria-label="Lịch sử sửa, xác nhận">
          {log.map((c) => (
            <li key={c.id}>
              <Text size="sm" td={c.undone_at ? "line-through" : undefined} style={{ overflowWrap: "anywhere" }}>
                {moment(c.at)} · {c.by} {c.kind === "corrected" ? "sửa" : "xác nhận"} <b>{c.label}</b>
                {c.text ? `: ${c.text}` : ": không có"}
                {c.note ? ` (${c.note})` : ""}
              </Text>
              {c.undone_at && (
                <Text size="xs" c="dimmed">
                  {c.undone_by} hoàn tác lúc {moment(c.undone_at)}
                </Text>
              )}
            </li>
          ))}
        </ul>
      )}
    </Box>
  );
}
