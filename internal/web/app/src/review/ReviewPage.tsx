import { Anchor, Box, Button, Checkbox, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { type LinkRow, OneLink } from "../LinksOf";
import { Ask, More } from "../parts";
import { useNames } from "../search/ask";
import { choices } from "../search/criteria";
import { WhoAmI } from "../who";
import { count } from "../words";
import { Decide } from "./Decide";

export type State = NonNullable<Schema["FilterStruct"]["state"]>;

const states: { value: State; label: string }[] = [
  { value: "suggested", label: "Đề xuất, chưa ai xem" },
  { value: "submitted", label: "Đơn vị đã nộp" },
  { value: "explanation_asked", label: "Đang đề nghị giải trình" },
  { value: "accepted", label: "Đã chấp nhận" },
  { value: "rejected", label: "Không chấp nhận" },
  { value: "stale", label: "Cần xem lại" },
];

const enough = 1000; // rows read by themselves; a unit is looked for among these

/** ReviewPage is the work list: what was proposed or submitted and waits for a decision. */
export function ReviewPage() {
  const [params, setParams] = useSearchParams();
  const of = (name: string) => params.get(name) ?? "";
  const state = states.find((s) => s.value === of("trang-thai"))?.value ?? "suggested";
  const criterion = of("tieu-chi");
  const document = of("van-ban");
  const unit = of("don-vi");
  const set = (name: string, value: string) => {
    setChosen(new Set());
    setParams((was) => {
      const now = new URLSearchParams(was);
      if (value) now.set(name, value);
      else now.delete(name);
      return now;
    });
  };
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const catalogue = useQuery({ queryKey: ["criteria"], queryFn: () => take(api.GET("/api/v1/criteria")), staleTime: 60_000 }).data;
  const query = useInfiniteQuery({
    queryKey: ["review", state, criterion, document],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      take(api.GET("/api/v1/links", { params: { query: { state, criterion: criterion || undefined, document: document || undefined, cursor: pageParam || undefined, limit: 200 } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const loaded = query.data?.pages.flatMap((p) => p.items ?? []) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    // Grouped by criterion a list makes sense only when it is whole.
    if (hasNextPage && !isFetchingNextPage && loaded.length < enough) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, loaded.length, fetchNextPage]);
  const unitsOf = useUnitsOf();
  const links = loaded.filter((l) => unit === "" || (l.unit ?? "") === unit);
  const units = [...new Set([...loaded.map((l) => l.unit ?? ""), unit])].filter(Boolean);
  const picked = links.filter((l) => chosen.has(l.link)).map((l) => l.link);
  const choose = (some: LinkRow[], on: boolean) =>
    setChosen((was) => {
      const now = new Set(was);
      for (const l of some) {
        if (on) now.add(l.link);
        else now.delete(l.link);
      }
      return now;
    });
  const total = query.data?.pages[0]?.total ?? 0;
  return (
    <Stack gap="sm" maw={1100} mx="auto">
      <Group justify="space-between" align="flex-end" gap="xs">
        <Title order={2} size="h3">
          Duyệt tài liệu kiểm chứng
        </Title>
        <WhoAmI />
      </Group>
      <Group gap="xs" align="flex-end">
        <NativeSelect label="Trạng thái" flex="1 1 12rem" maw={300} value={state} onChange={(e) => set("trang-thai", e.currentTarget.value)} data={states} />
        <NativeSelect label="Tiêu chí" flex="2 1 14rem" maw={420} value={criterion} onChange={(e) => set("tieu-chi", e.currentTarget.value)} data={[{ value: "", label: "Mọi tiêu chí" }, ...(catalogue ? choices(catalogue) : [])]} />
        <NativeSelect label="Đơn vị có văn bản" flex="1 1 12rem" maw={280} value={unit} onChange={(e) => set("don-vi", e.currentTarget.value)} data={[{ value: "", label: "Mọi đơn vị" }, ...units.map((u) => ({ value: u, label: unitsOf(u) }))]} />
      </Group>
      {state === "stale" && <Text size="sm">Đã có ý kiến, nhưng sau đó văn bản, đoạn trích hoặc đề xuất đã khác. Xem lại rồi cho ý kiến một lần nữa.</Text>}
      {document && (
        <Text size="sm">
          Chỉ của một văn bản: <b>{loaded.length > 0 ? [loaded[0].code, loaded[0].title].filter(Boolean).join(" – ") : "văn bản đã chọn"}</b>{" "}
          <Anchor component="button" type="button" size="sm" onClick={() => set("van-ban", "")}>
            xem mọi văn bản
          </Anchor>
        </Text>
      )}
      <Decide links={picked} state={state} onDone={() => setChosen(new Set())} />
      <Ask query={query}>
        {() =>
          links.length === 0 ? (
            <Text size="sm" role="status">
              {isFetchingNextPage ? "Đang tải…" : unit ? "Không có tài liệu nào của đơn vị này ở trạng thái đã chọn." : "Không có tài liệu nào ở trạng thái này."}
            </Text>
          ) : (
            <>
              <Group gap="sm">
                <Checkbox
                  label={`Chọn cả ${count(links.length)} tài liệu đang hiện`}
                  checked={picked.length === links.length}
                  indeterminate={picked.length > 0 && picked.length < links.length}
                  onChange={(e) => choose(links, e.currentTarget.checked)}
                />
                {loaded.length < total && (
                  <Text size="sm" c="dark.3">
                    đã tải {count(loaded.length)} trong {count(total)}
                  </Text>
                )}
              </Group>
              {groups(links, catalogue).map((g) => (
                <Group_ key={g.criterion} of={g} chosen={chosen} onChoose={choose} onDocument={(d) => set("van-ban", d)} oneDocument={document !== ""} />
              ))}
              {loaded.length >= enough && <More query={query} />}
            </>
          )
        }
      </Ask>
    </Stack>
  );
}

/** useUnitsOf names the folders and units documents came under. */
function useUnitsOf(): (unit: string) => string {
  const names = useNames().data?.facets?.find((f) => f.facet === "unit")?.values ?? [];
  return (unit) => names.find((n) => n.value === unit)?.name ?? unit;
}

type GroupOf = { criterion: string; title: string; links: LinkRow[] };

/** groups are the links of each criterion, in the order of the catalogue. */
function groups(links: LinkRow[], catalogue?: Schema["Catalogue"]): GroupOf[] {
  const titles = new Map<string, string>();
  const walk = (list: Schema["Criterion"][]) => {
    for (const c of list) {
      if (c.children?.length) walk(c.children);
      else titles.set(c.id, c.title);
    }
  };
  walk(catalogue?.criteria ?? []);
  const by = new Map<string, LinkRow[]>();
  for (const l of links) by.set(l.criterion, [...(by.get(l.criterion) ?? []), l]);
  const order = [...titles.keys(), ...[...by.keys()].filter((c) => !titles.has(c))];
  return order.filter((c) => by.has(c)).map((c) => ({ criterion: c, title: titles.get(c) ?? "", links: by.get(c)! }));
}

type GroupProps = { of: GroupOf; chosen: Set<string>; onChoose: (links: LinkRow[], on: boolean) => void; onDocument: (id: string) => void; oneDocument: boolean };

function Group_({ of: g, chosen, onChoose, onDocument, oneDocument }: GroupProps) {
  const n = g.links.filter((l) => chosen.has(l.link)).length;
  return (
    <Box component="section" aria-label={`Tiêu chí ${g.criterion}`}>
      <Group gap="xs" wrap="nowrap" mb={6} mt="xs" align="flex-start">
        <Checkbox
          mt={2}
          aria-label={`Chọn cả ${count(g.links.length)} tài liệu của tiêu chí ${g.criterion}`}
          checked={n === g.links.length}
          indeterminate={n > 0 && n < g.links.length}
          onChange={(e) => onChoose(g.links, e.currentTarget.checked)}
        />
        <Title order={3} size="h6">
          <Anchor component={Link} to={`/?tieu-chi=${encodeURIComponent(g.criterion)}`} inherit>
            {g.criterion} {g.title}
          </Anchor>{" "}
          <Text span size="sm" c="dark.3" fw={400}>
            ({count(g.links.length)})
          </Text>
        </Title>
      </Group>
      <Stack gap="xs">
        {g.links.map((l) => (
          <OneLink
            key={l.link}
            link={l}
            showCriterion={false}
            chosen={chosen.has(l.link)}
            onChoose={(on) => onChoose([l], on)}
            aside={
              !oneDocument && (
                <Button size="compact-xs" variant="subtle" onClick={() => onDocument(l.document)} title="Chỉ xem các tiêu chí mà văn bản này được gắn vào">
                  Chỉ văn bản này
                </Button>
              )
            }
          />
        ))}
      </Stack>
    </Box>
  );
}
