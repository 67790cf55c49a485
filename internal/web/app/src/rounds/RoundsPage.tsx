import { Anchor, Button, Group, Modal, NativeSelect, NumberInput, Paper, Stack, Stepper, Table, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask, points, Trouble, viDate } from "../parts";
import { useUnitName, useUnits, useWho, WhoAmI } from "../who";
import { count, moment } from "../words";
import { Scores } from "./Scores";

type RoundRow = Schema["RoundRow"];
type View = Schema["RoundView"];

const steps = [
  { state: "open", label: "Tự chấm", what: "Đơn vị nhập điểm tự chấm, nộp tài liệu, giải trình." },
  { state: "locked", label: "Đã khoá", what: "Điểm tự chấm không sửa được nữa; tài liệu đến sau được ghi là bổ sung sau khi khoá." },
  { state: "appraising", label: "Thẩm định lần 1", what: "Tổ thẩm định nhập điểm lần 1." },
  { state: "explaining", label: "Giải trình", what: "Đơn vị giải trình những điểm còn khác." },
  { state: "reappraised", label: "Thẩm định lần 2", what: "Tổ thẩm định nhập điểm lần 2." },
  { state: "published", label: "Công bố", what: "Đợt đã kết thúc, không sửa gì nữa." },
];

const key = ["rounds"];

/** useRoundsChanged has what goes by rounds and scores asked again. */
export function useRoundsChanged() {
  const client = useQueryClient();
  return () => {
    for (const k of ["rounds", "round", "scores", "coverage"]) void client.invalidateQueries({ queryKey: [k] });
  };
}

/** RoundsPage is where a round is opened, scored, locked and brought to its end. */
export function RoundsPage() {
  const [params, setParams] = useSearchParams();
  const [opening, setOpening] = useState(false);
  const query = useQuery({ queryKey: key, queryFn: () => take(api.GET("/api/v1/rounds")) });
  return (
    <Stack gap="md" maw={1200} mx="auto">
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={2} size="h3">
            Đợt đánh giá
          </Title>
          <WhoAmI />
        </div>
        <Button onClick={() => setOpening(true)}>Mở đợt mới</Button>
      </Group>
      <Ask query={query}>
        {(list) => {
          const rounds = list.items ?? [];
          const round = rounds.find((r) => r.id === params.get("dot")) ?? rounds.find((r) => r.current) ?? rounds[0];
          return (
            <>
              {rounds.length > 1 && (
                <NativeSelect label="Đợt" maw={420} value={round?.id} onChange={(e) => setParams({ dot: e.currentTarget.value })} data={rounds.map((r) => ({ value: r.id, label: `${r.title} – ${r.state_name}` }))} />
              )}
              {round ? <OneRound key={round.id} id={round.id} /> : <Text size="sm">Chưa mở đợt đánh giá nào. Mở đợt để nhập điểm tự chấm và khoá số liệu khi hết hạn.</Text>}
              {opening && <Open onClose={() => setOpening(false)} onOpened={(id) => setParams({ dot: id })} />}
            </>
          );
        }}
      </Ask>
    </Stack>
  );
}

function OneRound({ id }: { id: string }) {
  const query = useQuery({ queryKey: ["round", id], queryFn: () => take(api.GET("/api/v1/rounds/{id}", { params: { path: { id } } })) });
  return (
    <Ask query={query}>
      {(view) => (
        <>
          <Head view={view} />
          <Scores round={view.round} />
        </>
      )}
    </Ask>
  );
}

function Head({ view }: { view: View }) {
  const r = view.round;
  const at = steps.findIndex((s) => s.state === r.state);
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="xs">
          <div>
            <Text fw={600}>{r.title}</Text>
            <Text size="sm" c="dimmed">
              {r.period?.from && `Kỳ đánh giá từ ${viDate(r.period.from)} đến ${viDate(r.period.to)}. `}
              {r.due && `Hạn tự chấm ${viDate(r.due)}. `}
              {r.provisional && "Tạm dùng bộ tiêu chí năm trước. "}
              {r.locked && `Khoá lúc ${moment(r.locked)}.`}
            </Text>
          </div>
          <Steps round={r} />
        </Group>
        <Stepper active={at} size="xs" iconSize={26} allowNextStepsSelect={false} wrap>
          {steps.map((s) => (
            <Stepper.Step key={s.state} label={s.label} />
          ))}
        </Stepper>
        <Text size="sm">{steps[at]?.what}</Text>
        <Totals view={view} />
        {(view.snapshots ?? []).length > 0 && (
          <Text size="sm">
            Bản chụp khi khoá:{" "}
            {(view.snapshots ?? []).map((s, i) => (
              <span key={s.id}>
                {i > 0 && " · "}
                <Anchor size="sm" href={`/api/v1/rounds/${encodeURIComponent(r.id)}/snapshot?snapshot=${s.id}`} download={`ban-chup-${r.id}-${s.id}.json`}>
                  {moment(s.at)}, {s.by}
                </Anchor>
              </span>
            ))}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function Totals({ view }: { view: View }) {
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table verticalSpacing={4} fz="sm" aria-label="Tổng điểm của từng đơn vị, mỗi loại điểm một cột">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Đơn vị</Table.Th>
            <Table.Th ta="right">Tối đa</Table.Th>
            <Table.Th ta="right">Điều tra XHH</Table.Th>
            <Table.Th ta="right">Tự chấm</Table.Th>
            <Table.Th ta="right">Thẩm định 1</Table.Th>
            <Table.Th ta="right">Thẩm định 2</Table.Th>
            <Table.Th ta="right">Giải trình</Table.Th>
            <Table.Th ta="right">Không áp dụng</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(view.totals ?? []).map((t) => (
            <Table.Tr key={t.office}>
              <Table.Td>{t.name || "Cơ quan"}</Table.Td>
              <Table.Td ta="right">{points(t.points)}</Table.Td>
              <Table.Td ta="right">{points(t.survey)}</Table.Td>
              <Table.Td ta="right">
                {points(t.self)}{" "}
                <Text span size="xs" c="dimmed">
                  ({count(t.self_scored)}/{count(t.criteria)})
                </Text>
              </Table.Td>
              <Table.Td ta="right">{t.first_scored > 0 ? points(t.first) : "–"}</Table.Td>
              <Table.Td ta="right">{t.second_scored > 0 ? points(t.second) : "–"}</Table.Td>
              <Table.Td ta="right">{count(t.explained)}</Table.Td>
              <Table.Td ta="right">{t.exempt > 0 ? `${count(t.exempt)} tiêu chí, ${points(t.not_applicable)} điểm` : "–"}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Steps are what can be done next with a round; each is asked for once more. */
function Steps({ round }: { round: RoundRow }) {
  const who = useWho();
  const changed = useRoundsChanged();
  const [asking, setAsking] = useState<"lock" | "unlock" | "advance">();
  const [note, setNote] = useState("");
  const step = useMutation({
    mutationFn: (what: "lock" | "unlock" | "advance") => {
      const ask = { params: { path: { id: round.id } }, body: { note: note.trim() || undefined, ...who } };
      if (what === "lock") return take(api.POST("/api/v1/rounds/{id}/lock", ask));
      if (what === "unlock") return take(api.POST("/api/v1/rounds/{id}/unlock", ask));
      return take(api.POST("/api/v1/rounds/{id}/advance", ask));
    },
    onSuccess: () => {
      setAsking(undefined);
      setNote("");
      changed();
    },
  });
  const next = steps[steps.findIndex((s) => s.state === round.state) + 1];
  const ways = { lock: "Khoá đợt", unlock: "Mở khoá để sửa", advance: next ? `Chuyển sang: ${next.label}` : "" };
  const can: ("lock" | "unlock" | "advance")[] = round.state === "open" ? ["lock"] : round.state === "published" ? [] : round.state === "locked" ? ["advance", "unlock"] : ["advance"];
  return (
    <Group gap="xs">
      {can.map((c) => (
        <Button key={c} size="compact-md" variant={c === "unlock" ? "default" : "light"} onClick={() => setAsking(c)}>
          {ways[c]}
        </Button>
      ))}
      {asking && (
        <Modal opened onClose={() => setAsking(undefined)} title={ways[asking]}>
          <form
            onSubmit={(e) => {
              e.preventDefault();
              step.mutate(asking);
            }}
          >
            <Stack gap="sm">
              <Text size="sm">
                {asking === "unlock" ? "Điểm tự chấm sửa lại được; bản chụp khi khoá vẫn được giữ." : asking === "lock" ? steps[1].what : next?.what}
              </Text>
              <TextInput label={asking === "unlock" ? "Lý do mở khoá" : "Ghi chú"} value={note} maxLength={2000} onChange={(e) => setNote(e.currentTarget.value)} />
              {step.error && <Trouble error={step.error} />}
              <Group justify="flex-end">
                <Button variant="default" onClick={() => setAsking(undefined)}>
                  Thôi
                </Button>
                <Button type="submit" loading={step.isPending} disabled={asking === "unlock" && note.trim() === ""}>
                  {ways[asking]}
                </Button>
              </Group>
            </Stack>
          </form>
        </Modal>
      )}
    </Group>
  );
}

function Open({ onClose, onOpened }: { onClose: () => void; onOpened: (id: string) => void }) {
  const who = useWho();
  const changed = useRoundsChanged();
  const units = useUnits().data?.items ?? [];
  const name = useUnitName();
  const [year, setYear] = useState<number | string>(new Date().getFullYear());
  const [title, setTitle] = useState("");
  const [due, setDue] = useState("");
  const [provisional, setProvisional] = useState(false);
  const [offices, setOffices] = useState<string[]>([]);
  const open = useMutation({
    mutationFn: () =>
      take(api.POST("/api/v1/rounds", { body: { year: Number(year), title: title.trim() || undefined, due: due || undefined, provisional: provisional || undefined, offices: offices.length > 0 ? offices : undefined, ...who } })),
    onSuccess: (r) => {
      changed();
      onOpened(r.id);
      onClose();
    },
  });
  const send = (e: FormEvent) => {
    e.preventDefault();
    open.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Mở đợt đánh giá">
      <form onSubmit={send}>
        <Stack gap="sm">
          <NumberInput label="Năm" min={2000} max={2100} value={year} onChange={setYear} allowDecimal={false} thousandSeparator={false} data-autofocus />
          <TextInput label="Tên đợt" placeholder={`Đợt đánh giá năm ${year}`} value={title} maxLength={200} onChange={(e) => setTitle(e.currentTarget.value)} />
          <TextInput type="date" label="Hạn tự chấm" value={due} onChange={(e) => setDue(e.currentTarget.value)} />
          <NativeSelect
            label="Bộ tiêu chí"
            value={provisional ? "1" : ""}
            onChange={(e) => setProvisional(e.currentTarget.value === "1")}
            data={[
              { value: "", label: "Bộ tiêu chí đang dùng" },
              { value: "1", label: "Tạm dùng bộ tiêu chí năm trước cho đến khi có bộ mới" },
            ]}
          />
          <NativeSelect
            label="Đánh giá"
            value=""
            onChange={(e) => e.currentTarget.value && setOffices([...new Set([...offices, e.currentTarget.value])])}
            data={[{ value: "", label: offices.length === 0 ? "Cả cơ quan, điểm chung một bảng" : "Thêm đơn vị…" }, ...units.filter((u) => !offices.includes(u.id)).map((u) => ({ value: u.id, label: u.name }))]}
            description="Chọn đơn vị nếu mỗi đơn vị có bảng điểm riêng."
          />
          {offices.map((o) => (
            <Group key={o} gap="xs">
              <Text size="sm">{name(o)}</Text>
              <Anchor component="button" type="button" size="xs" onClick={() => setOffices(offices.filter((x) => x !== o))}>
                bỏ
              </Anchor>
            </Group>
          ))}
          {open.error && <Trouble error={open.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Thôi
            </Button>
            <Button type="submit" loading={open.isPending}>
              Mở đợt
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
