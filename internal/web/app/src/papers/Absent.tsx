import { NativeSelect, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schema, take } from "../api/client";
import { Ask, More, viDate } from "../parts";
import { onPage } from "../pictures/place";
import { count } from "../words";
import { BriefLink } from "./BriefLink";
import css from "./papers.module.css";
import { relationName } from "./words";

const pageSize = 50;

type Relation = "basis" | "replaces" | "amends" | "repeals" | "attached" | "mentions";

/** Absent lists papers that others cite but that nobody handed in. */
export function Absent() {
  const [draft, setDraft] = useState("");
  const [text] = useDebouncedValue(draft.trim(), 300);
  const [relation, setRelation] = useState("");
  const query = useInfiniteQuery({
    queryKey: ["citations", "absent", text, relation],
    initialPageParam: 0,
    queryFn: ({ pageParam }) => take(api.GET("/api/v1/citations/absent", { params: { query: { text: text || undefined, relation: (relation || undefined) as Relation | undefined, offset: pageParam, limit: pageSize } } })),
    getNextPageParam: (last, pages) => (pages.length * pageSize < last.total ? pages.length * pageSize : undefined),
  });
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        Văn bản được viện dẫn nhưng chưa có
      </Title>
      <Text size="sm">Những văn bản mà văn bản khác nhắc tới, nhưng chưa có tệp nào mang số đó. Văn bản được nhiều nơi viện dẫn xếp trước.</Text>
      <Group gap="sm" align="flex-end">
        <TextInput label="Lọc theo số" placeholder="15/KH-STTTT" flex="1 1 12rem" maw={320} value={draft} onChange={(e) => setDraft(e.currentTarget.value)} />
        <NativeSelect label="Cách viện dẫn" value={relation} onChange={(e) => setRelation(e.currentTarget.value)} data={[{ value: "", label: "Mọi cách" }, ...Object.entries(relationName).map(([value, label]) => ({ value, label }))]} />
      </Group>
      <Ask query={query}>
        {(data) => {
          const rows = data.pages.flatMap((p) => p.items ?? []);
          return (
            <>
              <Text size="sm" role="status">
                {data.pages[0].total === 0 ? (text || relation ? "Không có văn bản nào như vậy." : "Mọi văn bản được viện dẫn đều đã có.") : `${count(data.pages[0].total)} văn bản chưa có`}
              </Text>
              <ul className={css.rows} aria-label="Văn bản được viện dẫn nhưng chưa có">
                {rows.map((r) => (
                  <One key={`${r.code} ${r.issued_date ?? ""}`} of={r} />
                ))}
              </ul>
              <More query={query} />
            </>
          );
        }}
      </Ask>
    </Stack>
  );
}

function One({ of: r }: { of: Schema["AbsentRow"] }) {
  const how = Object.entries(r.relations).map(([relation, n]) => `${(relationName[relation] ?? relation).toLowerCase()}${n > 1 ? ` (${count(n)})` : ""}`);
  return (
    <li className={css.badged}>
      <div>
        <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
          {r.code}
        </Text>
        <Text size="sm">{viDate(r.issued_date)}</Text>
      </div>
      <div>
        <Text size="sm">
          {count(r.documents)} văn bản viện dẫn: {how.join(", ")}
        </Text>
        {r.example && (
          <>
            <Text size="xs" c="dark.3" style={{ overflowWrap: "anywhere" }}>
              “{r.text}”
            </Text>
            <Text size="xs" span c="dark.3">
              Ví dụ:{" "}
            </Text>
            <BriefLink of={r.example} to={onPage(r.example.id, { quote: r.text })} />
          </>
        )}
      </div>
    </li>
  );
}
