import { Anchor, Box, Button, Group, NativeSelect, NumberInput, Paper, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, take } from "../api/client";
import { useDecided } from "../LinksOf";
import { fileName, Trouble } from "../parts";
import { useWho } from "../who";
import type { Row } from "./CoveragePage";

const kinds = [
  { value: "document", label: "Văn bản, ảnh đã nộp" },
  { value: "web", label: "Trang web" },
  { value: "statistics", label: "Số liệu hệ thống" },
];

/** AddEvidence links what no program could find: a picture, a web page, figures of a system, or a paper a person knows. */
export function AddEvidence({ row }: { row: Row }) {
  const [open, setOpen] = useState(false);
  return (
    <Box>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(!open)} aria-expanded={open}>
        Gắn tài liệu bằng tay
      </Button>
      {open && <Form row={row} onDone={() => setOpen(false)} />}
    </Box>
  );
}

function Form({ row, onDone }: { row: Row; onDone: () => void }) {
  const who = useWho();
  const decided = useDecided();
  const asks = row.requirements ?? [];
  const [kind, setKind] = useState("document");
  const [requirement, setRequirement] = useState(asks.find((q) => !q.satisfied)?.id ?? asks[0]?.id ?? "");
  const [document, setDocument] = useState<{ id: string; name: string }>();
  const [page, setPage] = useState<number | string>("");
  const [quote, setQuote] = useState("");
  const [address, setAddress] = useState("");
  const [seen, setSeen] = useState("");
  const [note, setNote] = useState("");
  const add = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/v1/links", {
          body: {
            criterion: row.criterion,
            requirement,
            note: note.trim() || undefined,
            ...who,
            ...(kind === "document" ? { document: document?.id, page: typeof page === "number" ? page : undefined, quote: quote.trim() || undefined } : {}),
            ...(kind === "web" ? { web: { address: address.trim(), seen } } : {}),
            ...(kind === "statistics" ? { statistics: { description: note.trim(), seen: seen || undefined } } : {}),
          },
        }),
      ),
    onSuccess: () => {
      decided();
      onDone();
    },
  });
  const ready = requirement !== "" && (kind === "document" ? document !== undefined && note.trim() !== "" : kind === "web" ? address.trim() !== "" && seen !== "" : note.trim() !== "");
  const send = (e: FormEvent) => {
    e.preventDefault();
    if (ready) add.mutate();
  };
  return (
    <Paper withBorder p="sm" mt="xs" component="form" onSubmit={send}>
      <Stack gap="xs">
        <NativeSelect label="Cho yêu cầu" value={requirement} onChange={(e) => setRequirement(e.currentTarget.value)} data={asks.map((q) => ({ value: q.id, label: q.name }))} />
        <SegmentedControl size="xs" data={kinds} value={kind} onChange={setKind} aria-label="Loại tài liệu" />
        {kind === "document" && (
          <>
            <Pick chosen={document} onChoose={setDocument} />
            <Group grow align="flex-start">
              <NumberInput label="Trang" min={1} value={page} onChange={setPage} allowDecimal={false} placeholder="nếu có" />
              <TextInput label="Câu chứng minh" value={quote} maxLength={2000} onChange={(e) => setQuote(e.currentTarget.value)} placeholder="nếu có" />
            </Group>
          </>
        )}
        {kind === "web" && <TextInput label="Địa chỉ trang web" value={address} maxLength={2000} onChange={(e) => setAddress(e.currentTarget.value)} placeholder="https://…" />}
        {kind !== "document" && <TextInput type="date" label="Xem ngày" value={seen} onChange={(e) => setSeen(e.currentTarget.value)} required={kind === "web"} />}
        <Textarea label={kind === "statistics" ? "Số liệu gì, ở đâu, bao nhiêu" : "Tài liệu cho thấy điều gì"} value={note} maxLength={2000} autosize minRows={2} onChange={(e) => setNote(e.currentTarget.value)} />
        {add.error && <Trouble error={add.error} />}
        <Group justify="flex-end">
          <Button type="submit" size="compact-md" disabled={!ready} loading={add.isPending}>
            Gắn vào tiêu chí
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function Pick({ chosen, onChoose }: { chosen?: { id: string; name: string }; onChoose: (d?: { id: string; name: string }) => void }) {
  const [text, setText] = useState("");
  const query = useQuery({
    queryKey: ["pick", text],
    queryFn: () => take(api.GET("/api/v1/search", { params: { query: { q: text, limit: 6 } } })),
    enabled: text.trim().length > 1,
  });
  if (chosen) {
    return (
      <Text size="sm">
        Văn bản: <b>{chosen.name}</b>{" "}
        <Anchor component="button" type="button" size="sm" onClick={() => onChoose(undefined)}>
          chọn văn bản khác
        </Anchor>
      </Text>
    );
  }
  return (
    <Box>
      <TextInput label="Tìm văn bản" placeholder="số, ký hiệu, trích yếu hoặc tên tệp" value={text} onChange={(e) => setText(e.currentTarget.value)} />
      <Stack gap={2} mt={4}>
        {(query.data?.items ?? []).map((h) => (
          <Anchor
            key={h.document}
            component="button"
            type="button"
            size="sm"
            ta="left"
            onClick={() => onChoose({ id: h.document, name: [h.code, h.title || fileName(h.path)].filter(Boolean).join(" – ") })}
          >
            {[h.code, h.title || fileName(h.path)].filter(Boolean).join(" – ")}
          </Anchor>
        ))}
        {text.trim().length > 1 && query.data && (query.data.items ?? []).length === 0 && (
          <Text size="sm" c="dimmed">
            Không tìm thấy văn bản nào.
          </Text>
        )}
      </Stack>
    </Box>
  );
}
