import { Alert, Anchor, Badge, Box, Button, FileButton, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask, More, Trouble, viDate } from "../parts";
import { count, moment } from "../words";
import { BriefLink } from "./BriefLink";
import { Columns, type Told } from "./Columns";
import { loud } from "./loud";
import css from "./papers.module.css";
import { send } from "./send";

type View = Schema["RegisterView"];
type Line = Schema["RegisterLine"];
type Preview = Schema["RegisterPreview"];
type List = Line["list"];

const lists: { of: List; label: string; empty: string }[] = [
  { of: "missing", label: "Có trong sổ, chưa có tệp", empty: "Mọi văn bản trong sổ đều đã có tệp." },
  { of: "unregistered", label: "Có tệp, không có trong sổ", empty: "Mọi văn bản đã có của cơ quan đều có trong sổ." },
  { of: "received", label: "Có trong sổ, đã có tệp", empty: "Chưa văn bản nào trong sổ có tệp." },
];

const pageSize = 100;

/** Register compares the register of outgoing papers with what was handed in. */
export function Register() {
  const [params, setParams] = useSearchParams();
  const registers = useQuery({ queryKey: ["register", "list"], queryFn: () => take(api.GET("/api/v1/registers")) });
  const list = list_(params.get("danh-sach"));
  const show = (year: number, of: List = "missing") => setParams({ nam: String(year), "danh-sach": of });
  return (
    <Stack gap="md">
      <div>
        <Title order={2} size="h4">
          Sổ văn bản đi
        </Title>
        <Text size="sm">
          Nhập sổ đăng ký văn bản đi (Excel hoặc CSV) để biết văn bản nào đã ban hành mà chưa nộp tệp, và tệp nào không có trong sổ. Nhập lại sổ của một năm thì thay sổ cũ của năm đó.
        </Text>
      </div>
      <Import onDone={(v) => show(v.year)} />
      <Ask query={registers}>
        {(r) => {
          const rows = r.items ?? [];
          if (rows.length === 0) return <Text size="sm">Chưa nhập sổ nào.</Text>;
          const year = rows.find((x) => String(x.year) === params.get("nam"))?.year ?? rows[0].year;
          return (
            <>
              <Registers rows={rows} year={year} onShow={(y) => show(y, list)} />
              <Comparison key={year} year={year} list={list} onList={(l) => show(year, l)} />
            </>
          );
        }}
      </Ask>
    </Stack>
  );
}

const list_ = (text: string | null): List => lists.find((l) => l.of === text)?.of ?? "missing";

function Registers({ rows, year, onShow }: { rows: Schema["RegisterRow"][]; year: number; onShow: (year: number) => void }) {
  return (
    <ul className={css.rows} aria-label="Các sổ đã nhập">
      {rows.map((r) => (
        <li key={r.year} className={css.line} data-two>
          <div>
            <Anchor component="button" type="button" size="sm" fw={r.year === year ? 700 : 400} aria-current={r.year === year || undefined} onClick={() => onShow(r.year)}>
              Sổ năm {r.year}
            </Anchor>
          </div>
          <div>
            <Text size="sm">
              {count(r.entries)} văn bản{r.problems > 0 ? `, ${count(r.problems)} dòng cần xem lại` : ""}
            </Text>
            <Text size="xs" c="dark.3">
              {r.name ? `${r.name}, ` : ""}
              {r.by} nhập lúc {moment(r.imported)}
            </Text>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Import takes a register. Where its columns are not known a person says which is what. */
function Import({ onDone }: { onDone: (v: View) => void }) {
  const [file, setFile] = useState<File>();
  const client = useQueryClient();
  const look = useMutation({
    mutationFn: (f: File) => send<Preview>("/api/v1/register/preview", f),
    onSuccess: (p, f) => {
      if (p.enough) bring.mutate({ file: f, told: {} });
    },
  });
  const bring = useMutation({
    mutationFn: ({ file: f, told }: { file: File; told: Told }) => {
      const query = new URLSearchParams({ name: f.name });
      for (const [name, value] of Object.entries(told)) if (value) query.set(name, String(value));
      return send<View>(`/api/v1/register?${query}`, f);
    },
    onSuccess: async (v) => {
      await client.invalidateQueries({ queryKey: ["register"] });
      void client.invalidateQueries({ queryKey: ["coverage"] });
      look.reset();
      onDone(v);
    },
  });
  const choose = (f: File | null) => {
    if (!f) return;
    setFile(f);
    bring.reset();
    look.mutate(f);
  };
  // What cannot be told from the file, such as its year, is asked for as the columns are.
  const asks = look.data && file && (!look.data.enough || bring.error);
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <FileButton accept=".xlsx,.xls,.ods,.csv,.txt" onChange={choose}>
          {(props) => (
            <Button {...props} loading={look.isPending || bring.isPending}>
              Nhập sổ từ tệp Excel, CSV
            </Button>
          )}
        </FileButton>
        {file && (
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {file.name}
          </Text>
        )}
      </Group>
      {look.error && <Trouble error={look.error} />}
      {asks && <Columns key={file.name + file.lastModified} preview={look.data} busy={bring.isPending} onTell={(told) => bring.mutate({ file, told })} onClose={() => look.reset()} />}
      {bring.error && <Trouble error={bring.error} />}
      {bring.data && <Outcome of={bring.data} />}
    </Stack>
  );
}

function Outcome({ of: v }: { of: View }) {
  const problems = v.problems ?? [];
  return (
    <Alert color={problems.length > 0 ? "orange" : "green"} role="status" styles={loud(problems.length > 0)} title={`Đã nhập sổ năm ${v.year}: ${count(v.entries)} dòng`}>
      {problems.length > 0 && `${count(problems.length)} dòng cần xem lại, ghi ở dưới.`}
    </Alert>
  );
}

function Comparison({ year, list, onList }: { year: number; list: List; onList: (list: List) => void }) {
  const query = useInfiniteQuery({
    queryKey: ["register", year, list],
    initialPageParam: 0,
    queryFn: ({ pageParam }) => take(api.GET("/api/v1/register", { params: { query: { year, list, offset: pageParam, limit: pageSize } } })),
    getNextPageParam: (last, pages) => (pages.length * pageSize < last.total ? pages.length * pageSize : undefined),
    placeholderData: (was) => was,
  });
  const tabs = useRef<HTMLDivElement>(null);
  const there = query.data !== undefined;
  useEffect(() => {
    // On a phone the lists' names do not fit; the one that shows is brought into sight.
    const at = tabs.current?.querySelector<HTMLElement>("[aria-selected=true]");
    if (tabs.current && at) tabs.current.scrollLeft = at.offsetLeft - tabs.current.offsetLeft - 16;
  }, [list, there]);
  return (
    <Ask query={query}>
      {(data) => {
        const v = data.pages[0];
        const counts: Record<List, number> = { missing: v.missing, unregistered: v.unregistered, received: v.received };
        const of = lists.find((l) => l.of === list)!;
        const rows = data.pages.flatMap((p) => p.items ?? []).filter((r) => r.list === list);
        return (
          <Stack gap="sm">
            <Group justify="space-between" gap="xs">
              <Title order={3} size="h5">
                Đối chiếu sổ năm {year}
              </Title>
              <Group gap="sm">
                <Text size="sm">Tải cả ba danh sách:</Text>
                <Anchor size="sm" href={`/api/v1/register/file?year=${year}&format=xlsx`} download>
                  Excel
                </Anchor>
                <Anchor size="sm" href={`/api/v1/register/file?year=${year}&format=csv`} download>
                  CSV
                </Anchor>
              </Group>
            </Group>
            {(v.doubled > 0 || v.elsewhere > 0) && (
              <Text size="sm">
                {v.doubled > 0 && `${count(v.doubled)} dòng ghi số đã có ở dòng khác trong sổ. `}
                {v.elsewhere > 0 && `${count(v.elsewhere)} văn bản do đơn vị khác nộp.`}
              </Text>
            )}
            <Problems of={v.problems ?? []} />
            <Tabs value={list} onChange={(l) => onList(list_(l))}>
              <Tabs.List ref={tabs} className={css.tabs} aria-label="Kết quả đối chiếu">
                {lists.map((l) => (
                  <Tabs.Tab key={l.of} value={l.of}>
                    {l.label} ({count(counts[l.of])})
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value={list} pt="xs">
                {rows.length === 0 && !query.isPlaceholderData ? (
                  <Text size="sm" py="sm">
                    {of.empty}
                  </Text>
                ) : (
                  <Lines rows={rows} list={list} year={year} />
                )}
                <More query={query} />
              </Tabs.Panel>
            </Tabs>
          </Stack>
        );
      }}
    </Ask>
  );
}

function Problems({ of: problems }: { of: Schema["RegisterProblem"][] }) {
  const [open, setOpen] = useState(false);
  if (problems.length === 0) return null;
  return (
    <Box>
      <Anchor component="button" type="button" size="sm" onClick={() => setOpen(!open)} aria-expanded={open}>
        {open ? "Ẩn" : "Xem"} {count(problems.length)} dòng của sổ cần xem lại
      </Anchor>
      {open && (
        <ul className={css.rows} aria-label="Dòng của sổ cần xem lại">
          {problems.map((p) => (
            <li key={`${p.line} ${p.reason.code}`}>
              <Text size="sm">
                <b>Dòng {p.line}:</b> {p.reason.message} {p.reason.remedy}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Box>
  );
}

const differs: Record<string, string> = { date: "Khác ngày", subject: "Khác trích yếu" };

function Lines({ rows, list, year }: { rows: Line[]; list: List; year: number }) {
  const inBook = list !== "unregistered";
  return (
    <>
      <Group gap="sm" mb={4}>
        <Text size="sm">Tải danh sách này:</Text>
        <Anchor size="sm" href={`/api/v1/register/file?year=${year}&list=${list}&format=xlsx`} download>
          Excel
        </Anchor>
        <Anchor size="sm" href={`/api/v1/register/file?year=${year}&list=${list}&format=csv`} download>
          CSV
        </Anchor>
      </Group>
      <ul className={css.rows} aria-label={lists.find((l) => l.of === list)?.label}>
        {rows.map((r, i) => (
          <li key={r.entry ? `${r.entry.line} ${i}` : r.document?.id} className={css.line} data-two={!inBook || undefined}>
            <div>
              <Text size="sm" fw={600}>
                {r.entry?.code ?? r.document?.code}
              </Text>
              <Text size="sm">
                {viDate(r.entry?.issued_date ?? r.document?.issued_date)}
                {r.entry && (
                  <Text span size="xs" c="dark.3">
                    {r.entry.issued_date ? " · " : ""}dòng {r.entry.line}
                  </Text>
                )}
              </Text>
            </div>
            {inBook && (
              <div>
                <Text size="sm">{r.entry?.subject}</Text>
                {r.entry?.drafter ? <Text size="xs" c="dark.3">{`Soạn thảo: ${r.entry.drafter}`}</Text> : null}
              </div>
            )}
            <div>
              {r.document && <BriefLink of={r.document} file />}
              {(r.others ?? 0) > 0 && <Text size="xs">và {count(r.others ?? 0)} tệp khác cùng số</Text>}
              {(r.differs ?? []).map((d) => (
                <Badge key={d} color="orange" variant="light" tt="none" mr={4}>
                  {differs[d]}
                </Badge>
              ))}
              {list === "missing" && (
                <Text size="sm" c="dark.3">
                  {(r.maybe ?? []).length > 0 ? "Có thể là tệp chưa rõ số:" : "Chưa thấy tệp nào"}
                </Text>
              )}
              {(r.maybe ?? []).map((m) => (
                <div key={m.id}>
                  <BriefLink of={m} file />
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
