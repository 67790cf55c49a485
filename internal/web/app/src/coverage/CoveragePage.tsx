import { Anchor, Group, NativeSelect, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask } from "../parts";
import { WhoAmI } from "../who";
import { Criteria } from "./Criteria";
import { Matrix } from "./Matrix";
import { Totals, UnreadFiles } from "./Totals";

export type Row = Schema["Row"];
export type Answer = Schema["CoverageAnswer"];

const filters = [
  { value: "all", label: "Tất cả" },
  { value: "gaps", label: "Còn thiếu" },
  { value: "pending", label: "Chờ xác nhận" },
  { value: "explained", label: "Có giải trình" },
  { value: "covered", label: "Đủ" },
];

const shown = (filter: string, verdict: string) =>
  filter === "all" || verdict === filter || (filter === "gaps" && (verdict === "missing" || verdict === "partial"));

const looks = [
  { value: "list", label: "Từng tiêu chí" },
  { value: "matrix", label: "Bảng đơn vị" },
];

/** CoveragePage shows which criteria have evidence and which lack it, and why. */
export function CoveragePage() {
  const [params, setParams] = useSearchParams();
  const of = (name: string) => params.get(name) ?? "";
  const set = (name: string, value: string) =>
    setParams((was) => {
      const now = new URLSearchParams(was);
      if (value) now.set(name, value);
      else now.delete(name);
      return now;
    });
  const asked = { round: of("dot") || undefined, office: of("co-quan") || undefined };
  const query = useQuery({ queryKey: ["coverage", asked], queryFn: () => take(api.GET("/api/v1/coverage", { params: { query: { ...asked, limit: 5000 } } })) });
  const filter = of("loc") || "all";
  return (
    <Ask query={query}>
      {(answer) => {
        const rows = answer.items ?? [];
        const heads = rows.filter((r) => r.unit === "" && shown(filter, r.verdict));
        return (
          <Stack gap="md" maw={1200} mx="auto">
            <Group justify="space-between" align="flex-end" gap="xs">
              <div>
                <Title order={2} size="h3">
                  {answer.title}
                </Title>
                <RoundLine answer={answer} onRound={(r) => set("dot", r)} onOffice={(o) => set("co-quan", o)} />
              </div>
              <Downloads asked={asked} />
            </Group>
            <Totals answer={answer} />
            <Group justify="space-between" gap="xs">
              <Group gap="xs">
                <SegmentedControl size="xs" aria-label="Cách xem" data={looks} value={of("xem") || "list"} onChange={(v) => set("xem", v === "list" ? "" : v)} />
                <NativeSelect size="xs" aria-label="Lọc theo tình trạng" data={filters} value={filter} onChange={(e) => set("loc", e.currentTarget.value === "all" ? "" : e.currentTarget.value)} />
              </Group>
              <WhoAmI />
            </Group>
            {of("xem") === "matrix" ? (
              <Matrix rows={rows} heads={heads} onOpen={(criterion) => setParams((was) => { const now = new URLSearchParams(was); now.delete("xem"); now.set("tieu-chi", criterion); return now; })} />
            ) : (
              <Criteria rows={rows} heads={heads} open={of("tieu-chi")} round={answer.round?.id} onOpen={(c) => set("tieu-chi", c)} />
            )}
            <UnreadFiles answer={answer} />
          </Stack>
        );
      }}
    </Ask>
  );
}

function RoundLine({ answer, onRound, onOffice }: { answer: Answer; onRound: (id: string) => void; onOffice: (id: string) => void }) {
  const rounds = useQuery({ queryKey: ["rounds"], queryFn: () => take(api.GET("/api/v1/rounds")) }).data?.items ?? [];
  if (!answer.round) {
    return (
      <Text size="sm">
        Chưa mở đợt đánh giá nào: <Anchor component={Link} to="/dot-danh-gia" size="sm">mở đợt để nhập điểm tự chấm</Anchor>.
      </Text>
    );
  }
  const r = answer.round;
  const offices = r.offices ?? [];
  const row = rounds.find((x) => x.id === r.id);
  return (
    <Group gap="xs" mt={4}>
      {rounds.length > 1 ? (
        <NativeSelect size="xs" aria-label="Đợt đánh giá" value={r.id} onChange={(e) => onRound(e.currentTarget.value)} data={rounds.map((x) => ({ value: x.id, label: x.title }))} />
      ) : (
        <Text size="sm">{r.title}</Text>
      )}
      {offices.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label="Cơ quan, đơn vị được đánh giá"
          value={answer.totals.office ?? ""}
          onChange={(e) => onOffice(e.currentTarget.value)}
          data={[{ value: "", label: `Cả ${offices.length} đơn vị` }, ...offices.map((o) => ({ value: o, label: o }))]}
        />
      )}
      <Text size="sm" c="dimmed">
        {row?.state_name}
        {r.provisional ? ", tạm dùng bộ tiêu chí năm trước" : ""}
      </Text>
      <Anchor component={Link} to={`/dot-danh-gia?dot=${encodeURIComponent(r.id)}`} size="sm">
        Điểm tự chấm
      </Anchor>
    </Group>
  );
}

function Downloads({ asked }: { asked: { round?: string; office?: string } }) {
  const query = new URLSearchParams(Object.entries(asked).filter((e): e is [string, string] => Boolean(e[1]))).toString();
  return (
    <Text size="sm">
      Tải về:{" "}
      {["xlsx", "docx", "csv"].map((f, i) => (
        <span key={f}>
          {i > 0 && " · "}
          <Anchor href={`/api/v1/coverage.${f}${query ? `?${query}` : ""}`} download size="sm">
            {{ xlsx: "Excel", docx: "Word", csv: "CSV" }[f]}
          </Anchor>
        </span>
      ))}
    </Text>
  );
}
