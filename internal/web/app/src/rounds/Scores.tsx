import { Alert, Anchor, Button, Checkbox, FileButton, Group, List, Modal, NativeSelect, NumberInput, Stack, Table, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type Schema, take } from "../api/client";
import { send } from "../papers/send";
import { Ask, points, Trouble } from "../parts";
import { useUnitName, useWho } from "../who";
import { count } from "../words";
import { useRoundsChanged } from "./RoundsPage";

type RoundRow = Schema["RoundRow"];
type ScoreRow = Schema["ScoreRow"];
type Book = Schema["BookAnswer"];

/** Scores are what an office gave itself, criterion by criterion, with figures and explanations. */
export function Scores({ round }: { round: RoundRow }) {
  const name = useUnitName();
  const offices = round.offices ?? [];
  const [office, setOffice] = useState(offices[0] ?? "");
  const [editing, setEditing] = useState<ScoreRow>();
  const query = useQuery({
    queryKey: ["scores", round.id, office],
    queryFn: () => take(api.GET("/api/v1/rounds/{id}/scores", { params: { path: { id: round.id }, query: { office: office || undefined } } })),
  });
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end" gap="xs">
        <Group gap="sm" align="flex-end">
          <Title order={3} size="h4">
            Bảng điểm
          </Title>
          {offices.length > 0 && <NativeSelect aria-label="Đơn vị" value={office} onChange={(e) => setOffice(e.currentTarget.value)} data={offices.map((o) => ({ value: o, label: name(o) }))} />}
        </Group>
        <Workbook round={round} office={office} />
      </Group>
      <Ask query={query}>
        {(scores) => (
          <Table.ScrollContainer minWidth={760}>
            <Table verticalSpacing={4} fz="sm" withTableBorder highlightOnHover aria-label="Điểm của từng tiêu chí">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Tiêu chí</Table.Th>
                  <Table.Th ta="right">Tối đa</Table.Th>
                  <Table.Th ta="right">Tự chấm</Table.Th>
                  <Table.Th ta="right">Thẩm định 1</Table.Th>
                  <Table.Th ta="right">Thẩm định 2</Table.Th>
                  <Table.Th>Số liệu, giải trình, ghi chú</Table.Th>
                  <Table.Th />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {(scores.items ?? []).map((s) => (
                  <Table.Tr key={s.criterion}>
                    <Table.Td maw={420}>
                      <b>{s.criterion}</b> {s.title}
                    </Table.Td>
                    <Table.Td ta="right">{points(s.points)}</Table.Td>
                    {s.survey ? (
                      <Table.Td colSpan={3} c="dimmed">
                        điều tra xã hội học
                      </Table.Td>
                    ) : s.not_applicable ? (
                      <Table.Td colSpan={3} c="dimmed">
                        không áp dụng
                      </Table.Td>
                    ) : (
                      [s.self, s.first, s.second].map((n, i) => (
                        <Table.Td key={i} ta="right">
                          {n == null ? <Text span c="dimmed">–</Text> : points(n)}
                        </Table.Td>
                      ))
                    )}
                    <Table.Td maw={360}>{remarks(s)}</Table.Td>
                    <Table.Td>
                      {!s.survey && round.state !== "published" && (
                        <Anchor component="button" type="button" size="sm" onClick={() => setEditing(s)} aria-label={`Sửa điểm tiêu chí ${s.criterion}`}>
                          Sửa
                        </Anchor>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Ask>
      {editing && <Edit round={round} score={editing} onClose={() => setEditing(undefined)} />}
    </Stack>
  );
}

function remarks(s: ScoreRow): string {
  const out: string[] = [];
  if (s.a != null || s.b != null) out.push(`${s.a == null ? "?" : points(s.a)}/${s.b == null ? "?" : points(s.b)}`);
  if (s.figures) out.push(s.figures);
  if (s.explanation) out.push(`Giải trình: ${s.explanation}`);
  if (s.why) out.push(s.why);
  if (s.note) out.push(s.note);
  return out.join(". ");
}

/** number reads what a NumberInput holds; blank takes the value away. */
const number = (v: number | string) => (typeof v === "number" ? v : undefined);

function Edit({ round, score, onClose }: { round: RoundRow; score: ScoreRow; onClose: () => void }) {
  const who = useWho();
  const changed = useRoundsChanged();
  const [self, setSelf] = useState<number | string>(score.self ?? "");
  const [first, setFirst] = useState<number | string>(score.first ?? "");
  const [second, setSecond] = useState<number | string>(score.second ?? "");
  const [a, setA] = useState<number | string>(score.a ?? "");
  const [b, setB] = useState<number | string>(score.b ?? "");
  const [figures, setFigures] = useState(score.figures ?? "");
  const [explanation, setExplanation] = useState(score.explanation ?? "");
  const [exempt, setExempt] = useState(score.not_applicable ?? false);
  const [why, setWhy] = useState(score.why ?? "");
  const [note, setNote] = useState(score.note ?? "");
  const save = useMutation({
    mutationFn: () => {
      // Only what changed is sent: what a state does not let anyone change must not be in it.
      const clear: NonNullable<Schema["ScoreEdit"]["clear"]> = [];
      const num = (name: NonNullable<Schema["ScoreEdit"]["clear"]>[number], now: number | string, was?: number) => {
        const n = number(now);
        if (n === was) return {};
        if (n === undefined) {
          clear.push(name);
          return {};
        }
        return { [name]: n };
      };
      const text = (name: string, now: string, was = "") => (now.trim() === was ? {} : { [name]: now.trim() });
      const item = {
        criterion: score.criterion,
        office: score.office || undefined,
        ...num("self", self, score.self),
        ...num("first", first, score.first),
        ...num("second", second, score.second),
        ...num("a", a, score.a),
        ...num("b", b, score.b),
        ...text("figures", figures, score.figures),
        ...text("explanation", explanation, score.explanation),
        ...text("note", note, score.note),
        ...text("why", why, score.why),
        ...(exempt === (score.not_applicable ?? false) ? {} : { not_applicable: exempt }),
      };
      return take(api.PUT("/api/v1/rounds/{id}/scores", { params: { path: { id: round.id } }, body: { items: [{ ...item, clear: clear.length > 0 ? clear : undefined }], ...who } }));
    },
    onSuccess: () => {
      changed();
      onClose();
    },
  });
  const open = round.state === "open";
  const field = { decimalSeparator: ",", decimalScale: 4, hideControls: true } as const;
  return (
    <Modal opened onClose={onClose} title={`${score.criterion} ${score.title}`} size="lg">
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">Điểm tối đa: {points(score.points)}</Text>
          <Group grow align="flex-start">
            <NumberInput {...field} label="Điểm tự chấm" value={self} onChange={setSelf} disabled={!open || exempt} data-autofocus />
            <NumberInput {...field} label="Thẩm định lần 1" value={first} onChange={setFirst} disabled={round.state !== "appraising" || exempt} />
            <NumberInput {...field} label="Thẩm định lần 2" value={second} onChange={setSecond} disabled={round.state !== "reappraised" || exempt} />
          </Group>
          {score.ratio && (
            <Group grow align="flex-start">
              <NumberInput {...field} label="Số đạt (a)" value={a} onChange={setA} disabled={!open} />
              <NumberInput {...field} label="Tổng số (b)" value={b} onChange={setB} disabled={!open} />
            </Group>
          )}
          <TextInput label="Số liệu kê khai" value={figures} maxLength={4000} onChange={(e) => setFigures(e.currentTarget.value)} disabled={!open} />
          <Textarea label="Giải trình" description="Đứng thay tài liệu còn thiếu." value={explanation} maxLength={8000} autosize minRows={2} onChange={(e) => setExplanation(e.currentTarget.value)} disabled={!open && round.state !== "explaining"} />
          <Checkbox label="Tiêu chí này không áp dụng cho đơn vị" checked={exempt} onChange={(e) => setExempt(e.currentTarget.checked)} disabled={!open} />
          {exempt && <TextInput label="Vì sao không áp dụng" value={why} maxLength={2000} required onChange={(e) => setWhy(e.currentTarget.value)} />}
          <TextInput label="Ghi chú" value={note} maxLength={4000} onChange={(e) => setNote(e.currentTarget.value)} />
          {save.error && <Trouble error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Thôi
            </Button>
            <Button type="submit" loading={save.isPending}>
              Lưu
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Workbook takes the scores out as a sheet of the province's form and in again. */
function Workbook({ round, office }: { round: RoundRow; office: string }) {
  const who = useWho();
  const changed = useRoundsChanged();
  const [told, setTold] = useState<Book>();
  const query = (more: Record<string, string | undefined>) =>
    new URLSearchParams(Object.entries({ office: office || undefined, ...more }).filter((e): e is [string, string] => Boolean(e[1]))).toString();
  const address = `/api/v1/rounds/${encodeURIComponent(round.id)}/workbook`;
  const take_ = useMutation({
    mutationFn: (file: File) => send<Book>(`${address}?${query({ name: file.name, by: who.by, unit: who.unit })}`, file),
    onSuccess: (answer) => {
      setTold(answer);
      changed();
    },
  });
  const problems = told?.problems ?? [];
  return (
    <Stack gap={4} align="flex-end">
      <Group gap="sm">
        <Anchor size="sm" href={`${address}?${query({ format: "xlsx" })}`} download>
          Tải bảng điểm (Excel)
        </Anchor>
        {round.state !== "published" && (
          <FileButton accept=".xlsx,.csv" onChange={(f) => f && take_.mutate(f)}>
            {(props) => (
              <Button {...props} size="compact-md" variant="light" loading={take_.isPending}>
                Nhập bảng điểm
              </Button>
            )}
          </FileButton>
        )}
      </Group>
      {take_.error && <Trouble error={take_.error} />}
      {told && !take_.error && (
        <Alert color={problems.length > 0 ? "red" : "green"} withCloseButton closeButtonLabel="Đóng" onClose={() => setTold(undefined)} maw={560}>
          {problems.length > 0 ? (
            <>
              <Text size="sm" fw={600}>
                Chưa lưu gì: có {count(problems.length)} chỗ cần sửa trong bảng.
              </Text>
              <List size="sm">
                {problems.slice(0, 30).map((p) => (
                  <List.Item key={`${p.sheet}${p.cell}${p.reason.message}`}>
                    {[p.sheet && `Trang tính ${p.sheet}`, p.cell ? `ô ${p.cell}` : p.row ? `dòng ${p.row}` : ""].filter(Boolean).join(", ")}: {p.reason.message}
                  </List.Item>
                ))}
              </List>
            </>
          ) : (
            <Text size="sm">
              Đã đọc {count(told.rows)} dòng, {count(told.changed)} thay đổi.
            </Text>
          )}
        </Alert>
      )}
    </Stack>
  );
}
