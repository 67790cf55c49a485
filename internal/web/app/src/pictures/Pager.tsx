import { Button, Group, Text, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import css from "./pictures.module.css";

/** Pager goes from page to page, or to the one whose number is typed. */
export function Pager({ page, first, last, onChoose }: { page: number; first: number; last: number; onChoose: (page: number) => void }) {
  const [draft, setDraft] = useState(String(page));
  useEffect(() => setDraft(String(page)), [page]);
  const submit = (e?: FormEvent) => {
    e?.preventDefault();
    const wanted = Math.round(Number(draft));
    if (!draft.trim() || !Number.isFinite(wanted) || wanted === page) return setDraft(String(page));
    const to = Math.min(last, Math.max(first, wanted));
    setDraft(String(to));
    onChoose(to);
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" wrap="nowrap">
        <Button size="compact-md" variant="default" disabled={page <= first} onClick={() => onChoose(page - 1)} aria-label="Trang trước">
          ‹
        </Button>
        <Text size="sm" style={{ whiteSpace: "nowrap" }}>
          Trang
        </Text>
        <TextInput
          className={css.number}
          size="xs"
          aria-label="Số trang"
          inputMode="numeric"
          value={draft}
          onChange={(e) => setDraft(e.currentTarget.value)}
          onBlur={() => submit()}
        />
        <Text size="sm" style={{ whiteSpace: "nowrap" }}>
          {first > 1 ? `(từ ${first} đến ${last})` : `/ ${last}`}
        </Text>
        <Button size="compact-md" variant="default" disabled={page >= last} onClick={() => onChoose(page + 1)} aria-label="Trang sau">
          ›
        </Button>
      </Group>
    </form>
  );
}
