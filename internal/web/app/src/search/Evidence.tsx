import { Anchor, Button, Checkbox, Group, NativeSelect, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask } from "../parts";
import { count } from "../words";
import { plain, useNames, writeAsk } from "./ask";
import { choices, matching } from "./criteria";
import { Hit } from "./Hit";
import { Notices } from "./Notices";
import css from "./search.module.css";
import { ownPapers, seconds } from "./words";

type Answer = Schema["EvidenceAnswer"];

const times = [
  { value: "", label: "Theo yêu cầu của tiêu chí" },
  { value: "moi", label: "Mọi thời gian" },
  { value: "khoang", label: "Chọn khoảng ngày" },
];

const first = 20;
const most = 100; // the API gives no more

/** Evidence searches the papers that can prove a criterion, by what the criterion asks for. */
export function Evidence() {
  const [params, setParams] = useSearchParams();
  const catalogue = useQuery({ queryKey: ["criteria"], staleTime: 60_000, queryFn: () => take(api.GET("/api/v1/criteria")) });
  const set = (changes: Record<string, string>) =>
    setParams((old) => {
      const next = new URLSearchParams(old);
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    });
  const code = params.get("ma") ?? "";
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        Minh chứng cho tiêu chí
      </Title>
      <Ask query={catalogue}>
        {(c) => (
          <>
            <Choose catalogue={c} code={code} params={params} set={set} />
            {code === "" ? (
              <Text size="sm">Chọn một tiêu chí: chương trình tìm theo chủ đề, loại văn bản và thời gian mà tiêu chí yêu cầu, kể cả văn bản chưa được đề xuất.</Text>
            ) : (
              <Found key={code} code={code} params={params} />
            )}
          </>
        )}
      </Ask>
    </Stack>
  );
}

type ChooseProps = { catalogue: Schema["Catalogue"]; code: string; params: URLSearchParams; set: (changes: Record<string, string>) => void };

function Choose({ catalogue, code, params, set }: ChooseProps) {
  const all = useNames();
  const groups = choices(catalogue);
  const time = params.get("thoigian") ?? "";
  const unit = params.get("donvi") ?? "";
  const units = (all.data?.facets?.find((f) => f.facet === "unit")?.values ?? []).map((v) => ({ value: v.value || ownPapers, label: v.name }));
  return (
    <Stack gap="xs">
      <Select
        label="Tiêu chí"
        placeholder="Gõ mã hoặc tên tiêu chí để chọn"
        data={groups}
        value={code || null}
        onChange={(v) => set({ ma: v ?? "" })}
        searchable
        clearable
        maxDropdownHeight={360}
        nothingFoundMessage="Không có tiêu chí nào như vậy"
        filter={({ options, search }) => (groups.some((g) => g.items.some((i) => i.label === search)) ? options : matching(options as unknown as typeof groups, search))}
        clearButtonProps={{ "aria-label": "Bỏ chọn tiêu chí" }}
      />
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label="Đơn vị"
          flex="1 1 12rem"
          value={unit}
          onChange={(e) => set({ donvi: e.currentTarget.value })}
          data={[{ value: "", label: "Mọi đơn vị" }, ...units, ...(unit && !units.some((u) => u.value === unit) ? [{ value: unit, label: unit }] : [])]}
        />
        <NativeSelect label="Thời gian ban hành" flex="1 1 12rem" value={time} onChange={(e) => set({ thoigian: e.currentTarget.value })} data={times} />
        {time === "khoang" && (
          <>
            <Day label="Từ ngày" value={params.get("tu") ?? ""} onDay={(tu) => set({ tu })} />
            <Day label="Đến ngày" value={params.get("den") ?? ""} onDay={(den) => set({ den })} />
          </>
        )}
        <More value={params.get("q") ?? ""} onWords={(q) => set({ q })} />
      </Group>
      <Checkbox size="sm" label="Cả loại văn bản khác với yêu cầu" checked={params.get("moiloai") === "1"} onChange={(e) => set({ moiloai: e.currentTarget.checked ? "1" : "" })} />
    </Stack>
  );
}

/** Day is a date that acts once it is typed to the end. */
function Day({ label, value, onDay }: { label: string; value: string; onDay: (day: string) => void }) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const apply = (day: string) => {
    if (day !== value && (day === "" || day >= "1945")) onDay(day);
  };
  return (
    <TextInput
      type="date"
      label={label}
      flex="1 1 9rem"
      min="1945-01-01"
      max="2100-12-31"
      value={draft}
      onChange={(e) => setDraft(e.currentTarget.value)}
      onBlur={() => apply(draft)}
      onKeyDown={(e) => e.key === "Enter" && apply(draft)}
    />
  );
}

function More({ value, onWords }: { value: string; onWords: (words: string) => void }) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    onWords(draft.trim());
  };
  return (
    <form onSubmit={submit} style={{ flex: "2 1 16rem", minWidth: 0 }}>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput label="Thêm từ cần tìm" flex={1} miw={0} maxLength={500} value={draft} onChange={(e) => setDraft(e.currentTarget.value)} />
        <Button type="submit" variant="default">
          Tìm
        </Button>
      </Group>
    </form>
  );
}

const dayOf = (text: string | null) => (/^\d{4}-\d{2}-\d{2}$/.test(text ?? "") ? text! : undefined);

function Found({ code, params }: { code: string; params: URLSearchParams }) {
  const [limit, setLimit] = useState(first);
  const time = params.get("thoigian");
  const asked = {
    unit: params.get("donvi") || undefined,
    any_time: time === "moi" || undefined,
    from: time === "khoang" ? dayOf(params.get("tu")) : undefined,
    to: time === "khoang" ? dayOf(params.get("den")) : undefined,
    any_type: params.get("moiloai") === "1" || undefined,
    q: params.get("q") || undefined,
    limit,
  };
  const query = useQuery({
    queryKey: ["search", "evidence", code, asked],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) => take(api.GET("/api/v1/criteria/{code}/search", { params: { path: { code }, query: asked }, signal })),
  });
  return (
    <Ask query={query}>
      {(found) => {
        const hits = found.items ?? [];
        return (
          <Stack gap="xs">
            <Text size="sm" role="status">
              {found.total === 0 ? "Không tìm thấy văn bản nào." : `Tìm thấy ${count(found.total)} văn bản (${seconds(found.took_ms)})`} ·{" "}
              <Anchor component={Link} to={writeAsk({ ...plain(""), chosen: { ...plain("").chosen, criterion: [code] } })} size="sm">
                Xem văn bản đã đề xuất cho tiêu chí này
              </Anchor>
            </Text>
            <Ran answer={found} unit={params.get("donvi") ?? ""} />
            <Notices of={found.notices} />
            {hits.length === 0 && <Text size="sm">Thử chọn “Mọi thời gian”, mọi đơn vị, hoặc cả loại văn bản khác với yêu cầu.</Text>}
            <ol className={css.hits} data-stale={query.isPlaceholderData || undefined} aria-label="Văn bản tìm thấy">
              {hits.map((h) => (
                <Hit key={h.document} hit={h} text={(found.queries ?? []).find((q) => q.requirement === h.requirements?.[0])?.text ?? found.title}>
                  <For answer={found} requirements={h.requirements ?? []} />
                </Hit>
              ))}
            </ol>
            {found.total > hits.length && limit < most && (
              <Button variant="default" style={{ alignSelf: "center" }} loading={query.isFetching} onClick={() => setLimit(most)}>
                Xem thêm
              </Button>
            )}
            {found.total > hits.length && limit >= most && (
              <Text size="sm" c="dark.4">
                Đang hiện {count(hits.length)} văn bản khớp nhất trong {count(found.total)} văn bản. Thêm từ cần tìm để thu hẹp.
              </Text>
            )}
          </Stack>
        );
      }}
    </Ask>
  );
}

/** For names the requirements a paper was found for. */
function For({ answer, requirements }: { answer: Answer; requirements: string[] }) {
  const names = requirements.map((r) => answer.queries?.find((q) => q.requirement === r)?.name).filter(Boolean);
  if (names.length === 0) return null;
  return (
    <Text size="sm" c="dark.4" mb={2}>
      Tìm thấy theo yêu cầu: {names.join("; ")}
    </Text>
  );
}

/** Ran tells what was searched, so that an empty answer can be believed. */
function Ran({ answer, unit }: { answer: Answer; unit: string }) {
  const all = useNames();
  const types = all.data?.facets?.find((f) => f.facet === "type")?.values ?? [];
  const typeName = (t: string) => types.find((v) => v.value === t)?.name ?? t;
  const windows = [...new Set((answer.queries ?? []).map((q) => q.issued).filter(Boolean))];
  return (
    <details className={css.facet}>
      <summary>
        Đã tìm {count(answer.queries?.length ?? 0)} câu theo yêu cầu của tiêu chí
        {windows.length > 0 && `, văn bản ban hành ${windows.join(" hoặc ")}`}
      </summary>
      <ul className={css.inner}>
        {(answer.queries ?? []).map((q) => (
          <li key={q.requirement + q.text}>
            <Text size="sm">
              <b>{q.name}</b>: “
              <Anchor component={Link} to={writeAsk({ ...plain(q.text), from: q.from, to: q.to, chosen: { ...plain("").chosen, type: q.types ?? [], unit: unit ? [unit] : [] } })} size="sm">
                {q.text}
              </Anchor>
              ”, {q.types?.length ? `loại ${q.types.map(typeName).join(", ")}` : "mọi loại văn bản"}, {q.issued ? `ban hành ${q.issued}` : "mọi thời gian"}: {count(q.total)} văn bản
            </Text>
          </li>
        ))}
      </ul>
    </details>
  );
}
