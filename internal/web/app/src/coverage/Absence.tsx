import { Anchor, Box, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Schema, take } from "../api/client";
import { Ask, Trouble } from "../parts";
import { moment } from "../words";

type Proof = Schema["AbsenceRow"];

/** Absence searches for what seems to be missing and keeps what was searched, so that it can be shown and run again. */
export function Absence({ criterion, office, round }: { criterion: string; office?: string; round?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Box flex="1 1 320px">
      <Button size="compact-sm" variant="default" onClick={() => setOpen(!open)} aria-expanded={open}>
        Chứng minh không tìm thấy
      </Button>
      {open && <Proofs criterion={criterion} office={office} round={round} />}
    </Box>
  );
}

function Proofs({ criterion, office, round }: { criterion: string; office?: string; round?: string }) {
  const client = useQueryClient();
  const list = useQuery({ queryKey: ["absences", criterion], queryFn: () => take(api.GET("/api/v1/absences", { params: { query: { criterion, limit: 20 } } })) });
  const run = useMutation({
    mutationFn: (again?: number) =>
      again
        ? take(api.POST("/api/v1/absences/{id}/again", { params: { path: { id: again } } }))
        : take(api.POST("/api/v1/absences", { body: { criterion, office: office || undefined, round } })),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["absences", criterion] }),
  });
  return (
    <Stack gap="xs" mt="xs">
      <Text size="xs" c="dimmed">
        Tìm trong mọi văn bản đã đọc theo yêu cầu của tiêu chí, ghi lại đã tìm gì, trong bao nhiêu văn bản, tệp nào chưa đọc được. Không thấy trong thư mục chưa có nghĩa là chưa ban hành.
      </Text>
      <Group>
        <Button size="compact-sm" loading={run.isPending} onClick={() => run.mutate(undefined)}>
          Tìm và ghi lại
        </Button>
      </Group>
      {run.error && <Trouble error={run.error} />}
      <Ask query={list}>{(l) => (l.items ?? []).map((p, i) => <OneProof key={p.id} proof={p} first={i === 0} busy={run.isPending} onAgain={() => run.mutate(p.id)} />)}</Ask>
    </Stack>
  );
}

function OneProof({ proof, first, busy, onAgain }: { proof: Proof; first: boolean; busy: boolean; onAgain: () => void }) {
  const [open, setOpen] = useState(first);
  return (
    <Paper withBorder p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          <b>{moment(proof.at)}</b> – {proof.said.message}
        </Text>
        <Group gap="xs">
          <Anchor component="button" type="button" size="xs" onClick={() => setOpen(!open)} aria-expanded={open}>
            {open ? "Thu gọn" : "Xem"}
          </Anchor>
          <Anchor component="button" type="button" size="xs" disabled={busy} onClick={onAgain}>
            Tìm lại
          </Anchor>
        </Group>
      </Group>
      {(proof.changes ?? []).map((c) => (
        <Text key={c.code + c.message} size="sm" c="orange.9">
          {c.message}
        </Text>
      ))}
      {open && (
        <Text size="sm" mt={4} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {(proof.text ?? []).join("\n")}
        </Text>
      )}
    </Paper>
  );
}
