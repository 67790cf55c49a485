import { Box, Button, CloseButton, Combobox, Group, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api, type Schema, take } from "../api/client";
import { count } from "../words";
import css from "./search.module.css";

const kinds = { subject: "Trích yếu", number: "Số, ký hiệu", organ: "Cơ quan ban hành" };

const fewest = 2; // letters typed before anything is offered
const longest = 200; // letters the API completes

/** asQuery is what choosing a completion searches. */
const asQuery = (c: Schema["Completion"]) => (c.kind === "organ" ? `cơ quan:"${c.text.replaceAll('"', "")}"` : c.text);

/**
 * SearchBox takes the question. What is typed is completed below it; Enter searches what
 * stands in the box unless an arrow key went down into the list.
 */
export function SearchBox({ text, onSearch, label = "Tìm trong mọi văn bản" }: { text: string; onSearch: (text: string) => void; label?: string }) {
  const [draft, setDraft] = useState(text);
  const [typing, setTyping] = useState(false); // since the last search
  const [settled] = useDebouncedValue(draft.trim(), 150);
  const input = useRef<HTMLInputElement>(null);
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption() });
  useEffect(() => {
    setDraft(text);
    setTyping(false);
  }, [text]);
  const asked = typing && settled.length >= fewest && settled.length <= longest;
  const offers = useQuery({
    queryKey: ["suggest", settled],
    enabled: asked,
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/v1/search/suggest", { params: { query: { q: settled, limit: 8 } }, signal })),
  });
  const items = asked ? (offers.data?.items ?? []) : [];
  useEffect(() => list.resetSelectedOption(), [offers.data]);
  const search = (wanted: string) => {
    setDraft(wanted);
    setTyping(false);
    list.closeDropdown();
    onSearch(wanted.trim());
  };
  const submit = (e: FormEvent) => {
    e.preventDefault();
    search(draft);
  };
  return (
    <form onSubmit={submit} role="search">
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <Box flex={1} miw={0}>
          <Combobox store={list} onOptionSubmit={(at) => search(asQuery(items[Number(at)]))} shadow="md">
            <Combobox.Target withExpandedAttribute>
              <TextInput
                ref={input}
                role="combobox"
                aria-autocomplete="list"
                label={label}
                placeholder="Từ cần tìm, số ký hiệu, chữ viết tắt…"
                value={draft}
                maxLength={2000}
                autoComplete="off"
                enterKeyHint="search"
                autoFocus={text === ""}
                onChange={(e) => {
                  setDraft(e.currentTarget.value);
                  setTyping(true);
                  list.openDropdown();
                }}
                onBlur={() => list.closeDropdown()}
                rightSection={
                  draft && (
                    <CloseButton
                      size="sm"
                      aria-label="Xóa ô tìm"
                      onClick={() => {
                        setDraft("");
                        input.current?.focus();
                      }}
                    />
                  )
                }
              />
            </Combobox.Target>
            <Combobox.Dropdown hidden={items.length === 0}>
              <Combobox.Options className={css.offers} aria-label="Gợi ý">
                {items.map((c, i) => (
                  <Combobox.Option key={c.kind + c.text} value={String(i)}>
                    <Text size="sm" lineClamp={2}>
                      {c.text}
                    </Text>
                    <Text size="xs" c="inherit" opacity={0.75}>
                      {kinds[c.kind]}
                      {c.documents > 1 && ` · ${count(c.documents)} văn bản`}
                    </Text>
                  </Combobox.Option>
                ))}
              </Combobox.Options>
            </Combobox.Dropdown>
          </Combobox>
        </Box>
        <Button type="submit">Tìm</Button>
      </Group>
    </form>
  );
}
