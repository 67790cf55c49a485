import { Alert, Button, Checkbox, Group, List, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { type Decision, decisionName, needsNote, OneLink, useDecided } from "../LinksOf";
import { Ask, More, Trouble } from "../parts";
import { choices } from "../search/criteria";
import { useWho, WhoAmI } from "../who";
import { count } from "../words";

type State = NonNullable<Schema["FilterStruct"]["state"]>;

const states: { value: State; label: string }[] = [
  { value: "suggested", label: "Đề xuất, chưa ai xem" },
  { value: "submitted", label: "Đơn vị đã nộp" },
  { value: "explanation_asked", label: "Đang đề nghị giải trình" },
  { value: "accepted", label: "Đã chấp nhận" },
  { value: "rejected", label: "Không chấp nhận" },
  { value: "stale", label: "Cần xem lại" },
];

/** ReviewPage is the work list: what was proposed or submitted and waits for a decision. */
export function ReviewPage() {
  const [params, setParams] = useSearchParams();
  const state = states.find((s) => s.value === params.get("trang-thai"))?.value ?? "suggested";
  const criterion = params.get("tieu-chi") ?? "";
  const set = (name: string, value: string) =>
    setParams((was) => {
      const now = new URLSearchParams(was);
      if (value) now.set(name, value);
      else now.delete(name);
      return now;
    });
  const catalogue = useQuery({ queryKey: ["criteria"], queryFn: () => take(api.GET("/api/v1/criteria")), staleTime: 60_000 }).data;
  const query = useInfiniteQuery({
    queryKey: ["review", state, criterion],
    initialPageParam: "",
    queryFn: ({ pageParam }) => take(api.GET("/api/v1/links", { params: { query: { state, criterion: criterion || undefined, cursor: pageParam || undefined, limit: 50 } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const links = query.data?.pages.flatMap((p) => p.items ?? []) ?? [];
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const picked = links.filter((l) => chosen.has(l.link)).map((l) => l.link);
  const choose = (link: string, on: boolean) =>
    setChosen((was) => {
      const now = new Set(was);
      if (on) now.add(link);
      else now.delete(link);
      return now;
    });
  const total = query.data?.pages[0]?.total ?? 0;
  return (
    <Stack gap="md" maw={1000} mx="auto">
      <div>
        <Title order={2} size="h3">
          Duyệt tài liệu kiểm chứng
        </Title>
        <WhoAmI />
      </div>
      <Group gap="xs" align="flex-end">
        <NativeSelect label="Trạng thái" value={state} onChange={(e) => set("trang-thai", e.currentTarget.value)} data={states} />
        <NativeSelect
          label="Tiêu chí"
          value={criterion}
          maw={360}
          onChange={(e) => set("tieu-chi", e.currentTarget.value)}
          data={[{ value: "", label: "Tất cả" }, ...(catalogue ? choices(catalogue) : [])]}
        />
      </Group>
      <Ask query={{ data: query.data, error: query.error, isPending: query.isPending }}>
        {() => (
          <>
            <Group justify="space-between" gap="xs">
              <Checkbox
                label={`Chọn cả ${count(links.length)} tài liệu đang hiện (có ${count(total)})`}
                checked={links.length > 0 && picked.length === links.length}
                indeterminate={picked.length > 0 && picked.length < links.length}
                disabled={links.length === 0}
                onChange={(e) => setChosen(e.currentTarget.checked ? new Set(links.map((l) => l.link)) : new Set())}
              />
            </Group>
            {picked.length > 0 && <Decide links={picked} state={state} onDone={() => setChosen(new Set())} />}
            {links.length === 0 && <Text size="sm">Không có tài liệu nào ở trạng thái này.</Text>}
            <Stack gap="xs">
              {links.map((l) => (
                <OneLink key={l.link} link={l} showCriterion chosen={chosen.has(l.link)} onChoose={(on) => choose(l.link, on)} />
              ))}
            </Stack>
            <More query={query} />
          </>
        )}
      </Ask>
    </Stack>
  );
}

/** open are the decisions on several links in one state. */
function open(state: State, ofUnit: boolean): Decision[] {
  if (ofUnit) return state === "suggested" ? ["submit"] : state === "submitted" ? ["withdraw"] : [];
  return state === "suggested" || state === "submitted" ? ["accept", "reject", "ask"] : ["reset"];
}

function Decide({ links, state, onDone }: { links: string[]; state: State; onDone: () => void }) {
  const who = useWho();
  const decided = useDecided();
  const [note, setNote] = useState("");
  const review = useMutation({
    mutationFn: (decision: Decision) => take(api.POST("/api/v1/links/review", { body: { links, decision, note: note.trim() || undefined, ...who } })),
    onSuccess: (answer) => {
      decided();
      if ((answer.refused ?? []).length === 0) onDone();
    },
  });
  const refused = review.data?.refused ?? [];
  return (
    <Stack gap="xs" p="sm" bg="blue.0" style={{ borderRadius: 4, position: "sticky", top: 60, zIndex: 2 }}>
      <Group gap="xs" align="flex-end">
        <TextInput label={`Ý kiến cho ${count(links.length)} tài liệu đã chọn`} value={note} maxLength={2000} onChange={(e) => setNote(e.currentTarget.value)} flex="1 1 260px" />
        {open(state, Boolean(who.unit)).map((d) => (
          <Button
            key={d}
            size="compact-md"
            variant={d === "accept" || d === "submit" ? "filled" : "light"}
            color={d === "accept" ? "green" : d === "reject" ? "red" : d === "ask" ? "orange" : "blue"}
            disabled={needsNote(d) && note.trim() === ""}
            title={needsNote(d) && note.trim() === "" ? "Cần ghi lý do" : undefined}
            loading={review.isPending && review.variables === d}
            onClick={() => review.mutate(d)}
          >
            {decisionName[d]}
          </Button>
        ))}
      </Group>
      {review.error && <Trouble error={review.error} />}
      {refused.length > 0 && (
        <Alert color="orange" title={`${count(refused.length)} tài liệu chưa ghi được ý kiến`}>
          <List size="sm">
            {[...new Set(refused.map((r) => r.why.message))].map((m) => (
              <List.Item key={m}>{m}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}
