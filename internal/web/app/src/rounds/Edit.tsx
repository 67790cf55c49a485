import { Button, Checkbox, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type Schema, take } from "../api/client";
import { points, Trouble, viDate } from "../parts";
import { useWho } from "../who";
import { readPoints, writePoints } from "./number";
import { openColumn, type RoundRow, type ScoreRow, useRoundsChanged } from "./steps";

type ScoreEdit = Schema["ScoreEdit"];
type Field = NonNullable<ScoreEdit["clear"]>[number];

const numbers = ["self", "first", "second", "a", "b"] as const;
const texts = ["figures", "explanation", "why", "note"] as const;

type Draft = Record<(typeof numbers)[number] | (typeof texts)[number], string> & { exempt: boolean };

const draftOf = (s: ScoreRow): Draft => ({
  self: writePoints(s.self),
  first: writePoints(s.first),
  second: writePoints(s.second),
  a: writePoints(s.a),
  b: writePoints(s.b),
  figures: s.figures ?? "",
  explanation: s.explanation ?? "",
  why: s.why ?? "",
  note: s.note ?? "",
  exempt: s.not_applicable ?? false,
});

/** changes are what differs from what is held: what a state does not let anyone change must not be sent. */
function changes(score: ScoreRow, d: Draft): ScoreEdit {
  const clear: Field[] = [];
  const item: ScoreEdit = { criterion: score.criterion, office: score.office || undefined };
  for (const n of numbers) {
    const now = readPoints(d[n]);
    if (now === (score[n] ?? null)) continue;
    if (now === null) clear.push(n);
    else item[n] = now;
  }
  for (const t of texts) {
    const now = d[t].trim();
    if (now === (score[t] ?? "")) continue;
    if (now === "") clear.push(t);
    else item[t] = now;
  }
  if (d.exempt !== (score.not_applicable ?? false)) {
    if (d.exempt) item.not_applicable = true;
    else clear.push("not_applicable");
  }
  return clear.length > 0 ? { ...item, clear } : item;
}

/** Edit is all that is kept of one criterion in a round; what the state of the round closes is greyed out. */
export function Edit({ round, score, onClose }: { round: RoundRow; score: ScoreRow; onClose: () => void }) {
  const who = useWho();
  const changed = useRoundsChanged();
  const [d, setD] = useState(() => draftOf(score));
  const set = (change: Partial<Draft>) => setD((was) => ({ ...was, ...change }));
  const save = useMutation({
    mutationFn: () => take(api.PUT("/api/v1/rounds/{id}/scores", { params: { path: { id: round.id } }, body: { items: [changes(score, d)], ...who } })),
    onSuccess: () => {
      changed();
      onClose();
    },
  });
  const open = round.state === "open";
  const may = openColumn(round.state);
  const wrong = numbers.some((n) => Number.isNaN(readPoints(d[n])));
  const same = Object.keys(changes(score, d)).filter((k) => k !== "criterion" && k !== "office").length === 0;
  const number = (name: (typeof numbers)[number], label: string, off: boolean) => (
    <TextInput
      label={label}
      inputMode="decimal"
      value={d[name]}
      disabled={off}
      data-autofocus={name === may && !off ? true : undefined}
      onChange={(e) => set({ [name]: e.currentTarget.value })}
      error={Number.isNaN(readPoints(d[name])) ? "Ghi số, ví dụ 2,75" : undefined}
    />
  );
  return (
    <Modal opened onClose={onClose} title={`${score.criterion} ${score.title}`} size="lg" closeButtonProps={{ "aria-label": "Đóng" }}>
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            Điểm tối đa {points(score.points)}.{score.by ? ` Người nhập gần nhất: ${score.by}, ngày ${viDate(score.at)}.` : ""}
            {!open && ` Đợt ở bước “${round.state_name.toLowerCase()}”: chỉ sửa được các ô không mờ.`}
          </Text>
          <Group grow align="flex-start">
            {number("self", "Điểm tự chấm", may !== "self" || d.exempt)}
            {number("first", "Thẩm định lần 1", may !== "first" || d.exempt)}
            {number("second", "Thẩm định lần 2", may !== "second" || d.exempt)}
          </Group>
          {score.ratio && (
            <Group grow align="flex-start">
              {number("a", "Số đạt (a)", !open)}
              {number("b", "Tổng số (b)", !open)}
            </Group>
          )}
          <TextInput label="Số liệu kê khai" value={d.figures} maxLength={8000} onChange={(e) => set({ figures: e.currentTarget.value })} disabled={!open} />
          <Textarea
            label="Giải trình"
            description="Đứng thay tài liệu còn thiếu; tiêu chí được ghi là “có giải trình”."
            value={d.explanation}
            maxLength={8000}
            autosize
            minRows={2}
            data-autofocus={may === undefined ? true : undefined}
            onChange={(e) => set({ explanation: e.currentTarget.value })}
            disabled={!open && round.state !== "explaining"}
          />
          <Checkbox label="Không áp dụng cho cơ quan, đơn vị này (điểm tối đa để ngoài)" checked={d.exempt} onChange={(e) => set({ exempt: e.currentTarget.checked })} disabled={!open} />
          {d.exempt && <TextInput label="Vì sao không áp dụng" value={d.why} maxLength={8000} required onChange={(e) => set({ why: e.currentTarget.value })} disabled={!open} />}
          <TextInput label="Ghi chú" value={d.note} maxLength={8000} onChange={(e) => set({ note: e.currentTarget.value })} />
          {save.error && <Trouble error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Thôi
            </Button>
            <Button type="submit" loading={save.isPending} disabled={wrong || same}>
              Lưu
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
