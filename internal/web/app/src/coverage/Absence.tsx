import { Anchor, Box, Button, CopyButton, Group, List, Paper, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask, fileName, Trouble } from "../parts";
import { onPage } from "../pictures/place";
import { moment } from "../words";
import type { Row } from "./CoveragePage";

type Proof = Schema["AbsenceRow"];

/** Absence searches for what seems to be missing and keeps what was searched, so that it can be shown and run again. */
export function Absence({ row, round }: { row: Row; round?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Box>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(!open)} aria-expanded={open}>
        Chứng minh không có
      </Button>
      {open && <Proofs row={row} round={round} />}
    </Box>
  );
}

function Proofs({ row, round }: { row: Row; round?: string }) {
  const { criterion } = row;
  const whose = row.unit || row.office || undefined;
  const key = ["absences", criterion, whose];
  const client = useQueryClient();
  const list = useQuery({ queryKey: key, queryFn: () => take(api.GET("/api/v1/absences", { params: { query: { criterion, unit: whose, limit: 20 } } })) });
  const run = useMutation({
    mutationFn: (again?: number) =>
      again
        ? take(api.POST("/api/v1/absences/{id}/again", { params: { path: { id: again } } }))
        : take(api.POST("/api/v1/absences", { body: { criterion, office: row.office || undefined, unit: row.unit || undefined, round } })),
    onSuccess: () => void client.invalidateQueries({ queryKey: key }),
  });
  return (
    <Stack gap="xs" mt="xs">
      <Text size="xs" c="dark.3">
        Tìm trong mọi văn bản đã đọc theo yêu cầu của tiêu chí, ghi lại đã tìm gì, trong bao nhiêu văn bản, tệp nào chưa đọc được. Không thấy trong thư mục chưa có nghĩa là chưa ban hành.
      </Text>
      <Group>
        <Button size="compact-sm" loading={run.isPending} onClick={() => run.mutate(undefined)}>
          Tìm và ghi lại
        </Button>
      </Group>
      {run.error && <Trouble error={run.error} />}
      <Ask query={list}>
        {(l) =>
          (l.items ?? [])
            .filter((p) => (p.unit ?? "") === row.unit)
            .map((p, i) => <OneProof key={p.id} proof={p} first={i === 0} busy={run.isPending} onAgain={() => run.mutate(p.id)} />)
        }
      </Ask>
    </Stack>
  );
}

function OneProof({ proof, first, busy, onAgain }: { proof: Proof; first: boolean; busy: boolean; onAgain: () => void }) {
  const [chosen, setOpen] = useState<boolean>();
  const open = chosen ?? first;
  // What changed since the run it repeats is told of one search, not of a list.
  const one = useQuery({
    queryKey: ["absence", proof.id],
    queryFn: () => take(api.GET("/api/v1/absences/{id}", { params: { path: { id: proof.id } } })),
    enabled: open && Boolean(proof.former),
    staleTime: Infinity,
  });
  return (
    <Paper withBorder p="xs">
      <Group justify="space-between" gap="xs" align="flex-start">
        <Text size="sm" flex="1 1 16rem">
          <b>
            Biên bản số {proof.id}, {moment(proof.at)}
          </b>
          : {proof.said.message}
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
      {open && proof.former && one.data && (
        <Text size="sm" c="orange.9">
          So với biên bản số {proof.former}: {(one.data.changes ?? []).length === 0 ? "không có gì đổi." : (one.data.changes ?? []).map((c) => c.message).join(" ")}
        </Text>
      )}
      {open && (
        <>
          <Text size="sm" mt={4} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {(proof.text ?? []).join("\n")}
          </Text>
          {(proof.hits ?? []).length > 0 && (
            <details>
              <summary style={{ cursor: "pointer", fontSize: "var(--mantine-font-size-sm)" }}>Mở các văn bản đã xem</summary>
              <List size="sm">
                {(proof.hits ?? []).map((h) => (
                  <List.Item key={h.document}>
                    <Anchor component={Link} to={onPage(h.document, { page: h.page, quote: h.quote })} size="sm">
                      {[h.code, h.title || fileName(h.path)].filter(Boolean).join(" – ")}
                      {h.page ? `, trang ${h.page}` : ""}
                    </Anchor>
                  </List.Item>
                ))}
              </List>
            </details>
          )}
          <CopyButton value={(proof.text ?? []).join("\n")}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" mt="xs" onClick={copy}>
                {copied ? "Đã chép" : "Chép để đưa vào báo cáo"}
              </Button>
            )}
          </CopyButton>
        </>
      )}
    </Paper>
  );
}
