import { Anchor, Group, NativeSelect, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask } from "../parts";
import { useUnitName, WhoAmI } from "../who";
import { Detail } from "./Detail";
import { Matrix } from "./Matrix";
import { Totals, UnreadFiles } from "./Totals";
import { Tree } from "./Tree";
import { branches, keyOf, reasonChoices, reasonsOf } from "./words";

export type Row = Schema["Row"];
export type Answer = Schema["CoverageAnswer"];

const looks = [
  { value: "", label: "Theo tiêu chí" },
  { value: "bang", label: "Bảng tiêu chí và đơn vị" },
];

/** CoveragePage shows which criteria have evidence and which lack it, and why. */
export function CoveragePage() {
  const [params, setParams] = useSearchParams();
  const of = (name: string) => params.get(name) ?? "";
  const set = (changes: Record<string, string>) =>
    setParams((was) => {
      const now = new URLSearchParams(was);
      for (const [name, value] of Object.entries(changes)) {
        if (value) now.set(name, value);
        else now.delete(name);
      }
      return now;
    });
  const asked = { round: of("dot") || undefined, office: of("co-quan") || undefined };
  const query = useQuery({ queryKey: ["coverage", asked], queryFn: () => take(api.GET("/api/v1/coverage", { params: { query: asked } })) });
  const catalogue = useQuery({ queryKey: ["criteria"], queryFn: () => take(api.GET("/api/v1/criteria")), staleTime: 60_000 });
  return (
    <Ask query={query}>
      {(answer) => {
        const rows = answer.items ?? [];
        const heads = rows.filter((r) => r.unit === "");
        const verdict = of("loc");
        const reason = of("ly-do");
        const fits = (r: Row) => (verdict === "" || r.verdict === verdict) && (reason === "" || reasonsOf(r).includes(reason));
        // In the matrix a criterion stays when the office or any of its units fits.
        const byUnit = of("xem") === "bang";
        const wanted = new Set(rows.filter((r) => fits(r) && (byUnit || r.unit === "")).map((r) => (byUnit ? r.criterion : keyOf(r))));
        const shown = heads.filter((h) => wanted.has(byUnit ? h.criterion : keyOf(h)));
        const asking = of("tieu-chi") && `${of("tieu-chi")}@${of("cua")}@${of("don-vi")}`;
        // Who comes from a page that knows no offices sees the first of them.
        const opened = rows.find((r) => keyOf(r) === asking) ?? (of("cua") || of("don-vi") ? undefined : heads.find((h) => h.criterion === of("tieu-chi")));
        const open = opened ? keyOf(opened) : "";
        const onOpen = (r: Row) => set({ "tieu-chi": r.criterion, cua: r.office ?? "", "don-vi": r.unit });
        const all = branches(catalogue.data, answer);
        const choices = reasonChoices(heads);
        return (
          <Stack gap="sm" maw={1280} mx="auto">
            <Head answer={answer} asked={asked} onRound={(r) => set({ dot: r, "co-quan": "" })} onOffice={(o) => set({ "co-quan": o })} office={of("co-quan")} />
            <Totals answer={answer} heads={heads} filter={verdict} onFilter={(v) => set({ loc: v, "ly-do": "" })} onOffice={(o) => set({ "co-quan": o })} />
            <Group justify="space-between" gap="xs">
              <Group gap="xs">
                <SegmentedControl size="xs" aria-label="Cách xem" data={looks} value={byUnit ? "bang" : ""} onChange={(v) => set({ xem: v })} />
                {choices.length > 0 && (
                  <NativeSelect
                    size="xs"
                    aria-label="Lọc theo lý do thiếu"
                    value={reason}
                    onChange={(e) => set({ "ly-do": e.currentTarget.value, loc: "" })}
                    data={[{ value: "", label: "Mọi lý do thiếu" }, ...choices, ...(reason && !choices.some((c) => c.value === reason) ? [{ value: reason, label: reason }] : [])]}
                  />
                )}
                {(verdict || reason) && (
                  <Text size="sm" role="status">
                    {shown.length} tiêu chí{" "}
                    <Anchor component="button" type="button" size="sm" onClick={() => set({ loc: "", "ly-do": "" })}>
                      bỏ lọc
                    </Anchor>
                  </Text>
                )}
              </Group>
              <WhoAmI />
            </Group>
            {byUnit ? <Matrix branches={all} rows={rows} heads={shown} open={open} onOpen={onOpen} /> : <Tree branches={all} heads={shown} units={rows.filter((r) => r.unit !== "")} open={open} onOpen={onOpen} />}
            <UnreadFiles answer={answer} />
            {opened && <Detail row={opened} rows={rows} around={opened.unit === "" ? shown : rows.filter((r) => r.unit === opened.unit && (r.office ?? "") === (opened.office ?? ""))} answer={answer} onOpen={onOpen} onClose={() => set({ "tieu-chi": "", cua: "", "don-vi": "" })} />}
          </Stack>
        );
      }}
    </Ask>
  );
}

type Asked = { round?: string; office?: string };
type HeadProps = { answer: Answer; asked: Asked; office: string; onRound: (id: string) => void; onOffice: (id: string) => void };

function Head({ answer, asked, office, onRound, onOffice }: HeadProps) {
  const name = useUnitName();
  const rounds = useQuery({ queryKey: ["rounds"], queryFn: () => take(api.GET("/api/v1/rounds")) }).data?.items ?? [];
  const r = answer.round;
  const offices = r?.offices ?? [];
  const row = rounds.find((x) => x.id === r?.id);
  return (
    <Group justify="space-between" align="flex-end" gap="xs">
      <div>
        <Title order={2} size="h3">
          Tình trạng minh chứng
        </Title>
        <Text size="sm">
          {r ? `${r.title}${row ? ` (${row.state_name.toLowerCase()})` : ""}. ` : ""}
          <Anchor component={Link} to="/bo-tieu-chi" size="sm">
            {answer.title}
          </Anchor>
          {r?.provisional ? ", tạm dùng của năm trước" : ""}
        </Text>
        {!r && (
          <Text size="sm">
            Chưa mở đợt đánh giá nào: <Anchor component={Link} to="/dot-danh-gia" size="sm">mở đợt để nhập điểm tự chấm</Anchor>.
          </Text>
        )}
      </div>
      <Group gap="sm" align="center">
        {rounds.length > 1 && r && <NativeSelect size="xs" aria-label="Đợt đánh giá" value={r.id} onChange={(e) => onRound(e.currentTarget.value)} data={rounds.map((x) => ({ value: x.id, label: x.title }))} />}
        {offices.length > 0 && (
          <NativeSelect
            size="xs"
            aria-label="Cơ quan, đơn vị được đánh giá"
            value={office}
            onChange={(e) => onOffice(e.currentTarget.value)}
            data={[...(offices.length > 1 ? [{ value: "", label: `Cả ${offices.length} đơn vị` }] : []), ...offices.map((o) => ({ value: o, label: name(o) }))]}
          />
        )}
        <Downloads asked={asked} />
      </Group>
    </Group>
  );
}

function Downloads({ asked }: { asked: Asked }) {
  const query = new URLSearchParams(Object.entries(asked).filter((e): e is [string, string] => Boolean(e[1]))).toString();
  const files = [
    ["xlsx", "Excel"],
    ["docx", "Word"],
    ["csv", "CSV"],
  ];
  return (
    <Text size="sm">
      Tải về:{" "}
      {files.map(([ending, label], i) => (
        <span key={ending}>
          {i > 0 && " · "}
          <Anchor href={`/api/v1/coverage.${ending}${query ? `?${query}` : ""}`} download size="sm" aria-label={`Tải báo cáo dạng ${label}`}>
            {label}
          </Anchor>
        </span>
      ))}
    </Text>
  );
}
