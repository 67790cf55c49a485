import { Alert, Button, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, take } from "../api/client";
import { type Decision, decisionName, decisionsFor, needsNote, useDecided } from "../LinksOf";
import { Trouble } from "../parts";
import { useWho } from "../who";
import { count } from "../words";
import css from "./review.module.css";
import type { State } from "./ReviewPage";

const atOnce = 1000; // links the API takes in one request

/** Decide says one thing of all that is chosen; what was refused is told with its reason. */
export function Decide({ links, state, onDone }: { links: string[]; state: State; onDone: () => void }) {
  const who = useWho();
  const decided = useDecided();
  const [note, setNote] = useState("");
  const review = useMutation({
    mutationFn: (decision: Decision) => take(api.POST("/api/v1/links/review", { body: { links: links.slice(0, atOnce), decision, note: note.trim() || undefined, ...who } })),
    onSuccess: (answer) => {
      decided();
      setNote("");
      if ((answer.refused ?? []).length === 0) onDone();
    },
  });
  const refused = review.data?.refused ?? [];
  const reasons = [...new Set(refused.map((r) => `${r.why.message} ${r.why.remedy ?? ""}`.trim()))];
  const can = decisionsFor(state, Boolean(who.unit));
  if (links.length === 0 && !review.data) return null;
  return (
    <Stack gap="xs" className={css.decide} role="group" aria-label="Cho ý kiến về các tài liệu đã chọn">
      {links.length > 0 && (
        <Group gap="xs" align="flex-end">
          {can.length > 0 ? (
            <TextInput label={`Ý kiến cho ${count(links.length)} tài liệu đã chọn`} value={note} maxLength={2000} onChange={(e) => setNote(e.currentTarget.value)} flex="1 1 16rem" />
          ) : (
            <Text size="sm" flex="1 1 16rem">
              Tài liệu ở trạng thái này do tổ kiểm tra quyết định; bạn đang thay mặt đơn vị.
            </Text>
          )}
          {can.map((d) => (
            <Button
              key={d}
              size="compact-md"
              variant={d === "accept" || d === "submit" ? "filled" : d === "reject" ? "outline" : "default"}
              color={d === "accept" ? "green.9" : d === "reject" ? "red.9" : "blue"}
              disabled={needsNote(d) && note.trim() === ""}
              title={needsNote(d) && note.trim() === "" ? "Ghi ý kiến trước: việc này cần nêu lý do" : undefined}
              loading={review.isPending && review.variables === d}
              onClick={() => review.mutate(d)}
            >
              {decisionName[d]}
            </Button>
          ))}
          <Button size="compact-md" variant="subtle" color="gray" onClick={onDone}>
            Bỏ chọn
          </Button>
        </Group>
      )}
      {can.some(needsNote) && note.trim() === "" && links.length > 0 && (
        <Text size="xs" c="dark.3">
          Không chấp nhận và đề nghị giải trình cần ghi ý kiến.
        </Text>
      )}
      {review.error && <Trouble error={review.error} />}
      {review.data && (
        <Alert color={refused.length > 0 ? "orange" : "green"} p="xs" withCloseButton closeButtonLabel="Đóng" onClose={() => review.reset()} role="status">
          <Text size="sm">
            Đã ghi ý kiến cho {count((review.data.items ?? []).length)} tài liệu.
            {refused.length > 0 && ` ${count(refused.length)} tài liệu giữ nguyên:`}
          </Text>
          {reasons.length > 0 && (
            <List size="sm">
              {reasons.map((m) => (
                <List.Item key={m}>{m}</List.Item>
              ))}
            </List>
          )}
        </Alert>
      )}
    </Stack>
  );
}
