import { Anchor, Box, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask, fileName, More, place, viDate } from "../parts";
import { onPage } from "../pictures/place";

type Hit = Schema["HitRow"];

/** SearchPage finds documents; the address holds the query, so that it can be kept. */
export function SearchPage() {
  const [params, setParams] = useSearchParams();
  const text = params.get("q") ?? "";
  const [draft, setDraft] = useState(text);
  const query = useInfiniteQuery({
    queryKey: ["search", text],
    enabled: text !== "",
    initialPageParam: "",
    queryFn: ({ pageParam }) => take(api.GET("/api/v1/search", { params: { query: { q: text, limit: 20, cursor: pageParam || undefined } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    setParams(draft.trim() ? { q: draft.trim() } : {});
  };
  return (
    <Stack maw={1000} mx="auto">
      <form onSubmit={submit}>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label="Tìm trong mọi văn bản"
            placeholder="ví dụ: kiem tra cai cach hanh chinh, 15/KH-STTTT, CCHC"
            value={draft}
            onChange={(e) => setDraft(e.currentTarget.value)}
            autoFocus
          />
          <Button type="submit">Tìm</Button>
        </Group>
      </form>
      {text === "" ? (
        <Text size="sm" c="dimmed">
          Gõ có dấu hoặc không dấu đều được. Chữ viết tắt như CCHC, TTHC được hiểu; đặt trong "ngoặc kép" để tìm nguyên cụm.
        </Text>
      ) : (
        <Ask query={query}>
          {(data) => (
            <Stack>
              <Box>
                <Text size="sm" c="dimmed">
                  {data.pages[0].total} văn bản
                </Text>
                {(data.pages[0].expansions ?? []).map((x) => (
                  <Text key={x.short + x.long} size="sm">
                    {x.short} = {x.long}
                  </Text>
                ))}
                {(data.pages[0].notices ?? []).map((n) => (
                  <Text key={n.message} size="sm" c="orange.8">
                    {n.message}
                  </Text>
                ))}
              </Box>
              {data.pages.flatMap((p) => p.items ?? []).map((h) => (
                <OneHit key={h.document} hit={h} />
              ))}
              <More query={query} />
            </Stack>
          )}
        </Ask>
      )}
    </Stack>
  );
}

function OneHit({ hit }: { hit: Hit }) {
  const facts = [hit.code, viDate(hit.issued_date), hit.organ_name].filter(Boolean).join(" · ");
  return (
    <Box>
      <Anchor component={Link} to={`/van-ban/${hit.document}`} fw={600}>
        {hit.title || fileName(hit.path)}
      </Anchor>
      <Text size="xs" c="dimmed">
        {[facts, place(hit)].filter(Boolean).join(" – ")}
      </Text>
      <Text size="sm">{highlighted(hit.snippet, (hit.marks ?? []) as number[][])}</Text>
      <Group gap="sm" wrap="nowrap">
        <Anchor component={Link} to={onPage(hit.document, { page: hit.page, quote: hit.snippet })} size="xs" style={{ whiteSpace: "nowrap" }}>
          Xem trên trang
        </Anchor>
        <Text size="xs" c="dimmed" truncate>
          {hit.path}
        </Text>
      </Group>
    </Box>
  );
}

/** highlighted marks the words found. The offsets count bytes of UTF-8, as the API does. */
function highlighted(text: string, marks: number[][]): ReactNode[] {
  const bytes = new TextEncoder().encode(text);
  const part = (from: number, to: number) => new TextDecoder().decode(bytes.slice(from, to));
  const out: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    out.push(part(at, from), <mark key={from}>{part(from, to)}</mark>);
    at = to;
  }
  out.push(part(at, bytes.length));
  return out;
}
