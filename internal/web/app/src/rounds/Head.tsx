import { Anchor, Button, Group, Modal, Paper, Stack, Table, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { points, Trouble, viDate } from "../parts";
import { useWho } from "../who";
import { count, moment } from "../words";
import { Open } from "./Open";
import css from "./rounds.module.css";
import { type RoundRow, steps, useRoundsChanged } from "./steps";

type View = Schema["RoundView"];

/** Head says what a round is and how far it has come, and takes it further. */
export function Head({ view }: { view: View }) {
  const r = view.round;
  const who = useWho();
  const [changing, setChanging] = useState(false);
  const at = steps.findIndex((s) => s.state === r.state);
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="xs">
          <div style={{ flex: "1 1 20rem" }}>
            <Text fw={600}>{r.title}</Text>
            <Text size="sm" c="dark.3">
              {r.period?.from && `Kỳ đánh giá từ ${viDate(r.period.from)} đến ${viDate(r.period.to)}. `}
              {r.due && `Hạn tự chấm, nộp tài liệu: ${viDate(r.due)}. `}
              {r.provisional && "Tạm dùng bộ tiêu chí năm trước. "}
              {r.locked && `Khoá lúc ${moment(r.locked)}. `}
            </Text>
            <Group gap="md">
              <Anchor component={Link} to={`/?dot=${encodeURIComponent(r.id)}`} size="sm">
                Tình trạng minh chứng của đợt
              </Anchor>
              {r.state !== "published" && !who.unit && (
                <Anchor component="button" type="button" size="sm" onClick={() => setChanging(true)}>
                  Sửa tên, hạn, đơn vị
                </Anchor>
              )}
            </Group>
          </div>
          <Steps round={r} />
        </Group>
        <ol className={css.line} aria-label="Các bước của đợt">
          {steps.map((s, i) => (
            <li key={s.state} data-done={i < at || undefined} aria-current={i === at ? "step" : undefined}>
              <span aria-hidden>{i < at ? "✓" : i + 1}</span>
              {s.label}
            </li>
          ))}
        </ol>
        <Text size="sm">
          <b>Hiện nay:</b> {steps[at]?.what}
        </Text>
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
      {changing && <Open of={r} onClose={() => setChanging(false)} onSaved={() => setChanging(false)} />}
    </Paper>
  );
}

function Totals({ view }: { view: View }) {
  const columns = ["Tối đa chấm theo tài liệu", "Điều tra XHH", "Tự chấm", "Thẩm định lần 1", "Thẩm định lần 2", "Có giải trình", "Không áp dụng"];
  const given = (n: number, of: number, sum: number) => (n === 0 ? "–" : `${points(sum)} (${count(n)}/${count(of)} tiêu chí)`);
  return (
    <Table verticalSpacing={4} fz="sm" className={css.scores} aria-label="Tổng điểm, mỗi loại điểm một cột, không cộng vào nhau">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Đánh giá</Table.Th>
          {columns.map((c) => (
            <Table.Th key={c} ta="right">
              {c}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {(view.totals ?? []).map((t) => (
          <Table.Tr key={t.office}>
            <Table.Th scope="row" fw={400} className={css.wide}>
              {t.office === "" ? "Toàn cơ quan" : t.name}
            </Table.Th>
            {[
              points(t.points),
              points(t.survey),
              given(t.self_scored, t.criteria, t.self),
              given(t.first_scored, t.criteria, t.first),
              given(t.second_scored, t.criteria, t.second),
              t.explained > 0 ? `${count(t.explained)} tiêu chí` : "–",
              t.exempt > 0 ? `${count(t.exempt)} tiêu chí, ${points(t.not_applicable)} điểm` : "–",
            ].map((v, i) => (
              <Table.Td key={columns[i]} className={css.total} data-label={columns[i]}>
                {v}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type Step = "lock" | "unlock" | "advance";

/** Steps are what can be done next with a round; each says first what it does. */
function Steps({ round }: { round: RoundRow }) {
  const who = useWho();
  const changed = useRoundsChanged();
  const [asking, setAsking] = useState<Step>();
  const [note, setNote] = useState("");
  const step = useMutation({
    mutationFn: (what: Step) => {
      const ask = { params: { path: { id: round.id } }, body: { note: note.trim() || undefined, ...who } };
      if (what === "lock") return take(api.POST("/api/v1/rounds/{id}/lock", ask));
      if (what === "unlock") return take(api.POST("/api/v1/rounds/{id}/unlock", ask));
      return take(api.POST("/api/v1/rounds/{id}/advance", ask));
    },
    onSuccess: () => {
      close();
      changed();
    },
  });
  const close = () => {
    setAsking(undefined);
    setNote("");
    step.reset();
  };
  if (who.unit) {
    return round.state === "published" ? null : (
      <Text size="sm" c="dark.3" maw={280}>
        Tổ kiểm tra chuyển bước và khoá đợt; bạn đang thay mặt đơn vị.
      </Text>
    );
  }
  const next = steps[steps.findIndex((s) => s.state === round.state) + 1];
  const ways: Record<Step, string> = { lock: "Khoá đợt", unlock: "Mở khoá để sửa", advance: next ? `Chuyển sang: ${next.label}` : "" };
  const what: Record<Step, string> = {
    lock: steps[1].what,
    unlock: "Đợt trở về bước tự chấm, điểm tự chấm sửa lại được. Bản chụp khi khoá vẫn được giữ; lý do được ghi vào nhật ký.",
    advance: `${next?.what ?? ""}${next?.state === "published" ? " Không quay lại được." : ""}`,
  };
  const can: Step[] = round.state === "open" ? ["lock"] : round.state === "published" ? [] : ["advance", "unlock"];
  return (
    <Group gap="xs">
      {can.map((c) => (
        <Button key={c} size="compact-md" variant={c === "unlock" ? "default" : "filled"} onClick={() => setAsking(c)}>
          {ways[c]}
        </Button>
      ))}
      {asking && (
        <Modal opened onClose={close} title={ways[asking]} closeButtonProps={{ "aria-label": "Đóng" }}>
          <form
            onSubmit={(e) => {
              e.preventDefault();
              step.mutate(asking);
            }}
          >
            <Stack gap="sm">
              <Text size="sm">{what[asking]}</Text>
              {asking !== "lock" && (
                <Textarea label={asking === "unlock" ? "Lý do mở khoá" : "Ghi chú (không bắt buộc)"} value={note} maxLength={2000} autosize minRows={2} required={asking === "unlock"} onChange={(e) => setNote(e.currentTarget.value)} data-autofocus />
              )}
              {step.error && <Trouble error={step.error} />}
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
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
