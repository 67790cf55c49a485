import { ActionIcon, Alert, Anchor, Badge, Box, Button, Divider, Drawer, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, take } from "../api/client";
import { Ask, points, VerdictBadge } from "../parts";
import { Edit } from "../rounds/Edit";
import { useUnitName, WhoAmI } from "../who";
import { Absence } from "./Absence";
import { AddEvidence } from "./AddEvidence";
import type { Answer, Row } from "./CoveragePage";
import { Requirement } from "./Requirement";
import { UnreadList } from "./Totals";
import { keyOf, reasonsOf } from "./words";

type Props = { row: Row; rows: Row[]; around: Row[]; answer: Answer; onOpen: (row: Row) => void; onClose: () => void };

/** Detail tells of one criterion, of the office or of one unit: what is asked, what is there, what is lacking and why. */
export function Detail({ row, rows, around, answer, onOpen, onClose }: Props) {
  const name = useUnitName();
  const [from] = useState(() => document.activeElement);
  useEffect(() => () => (from as HTMLElement | null)?.focus?.(), [from]); // where one came from, to go on there
  const at = around.findIndex((r) => keyOf(r) === keyOf(row));
  const go = (step: number) => around[at + step] && onOpen(around[at + step]);
  const step = (by: number, label: string, sign: string) => (
    <ActionIcon variant="default" disabled={at < 0 || !around[at + by]} onClick={() => go(by)} aria-label={label} title={label}>
      {sign}
    </ActionIcon>
  );
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(860px, 100vw)"
      closeButtonProps={{ "aria-label": "Đóng" }}
      title={
        <Text fw={600}>
          {row.criterion} {row.title}
        </Text>
      }
      styles={{ title: { flex: 1 }, header: { alignItems: "flex-start" } }}
    >
      <Stack gap="sm" key={keyOf(row)}>
        <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
          <Group gap="xs">
            <VerdictBadge verdict={row.verdict} />
            <Text size="sm">
              {row.unit ? name(row.unit) : row.office ? name(row.office) : "Toàn cơ quan"}
              {row.unit === "" && `: tối đa ${points(row.points)} điểm, ${row.self == null ? "chưa tự chấm" : `tự chấm ${points(row.self)}`}`}
            </Text>
          </Group>
          <Group gap={4} wrap="nowrap">
            {step(-1, "Tiêu chí trước", "‹")}
            {step(1, "Tiêu chí sau", "›")}
          </Group>
        </Group>
        <Body row={row} rows={rows} answer={answer} onOpen={onOpen} />
      </Stack>
    </Drawer>
  );
}

function Body({ row, rows, answer, onOpen }: Omit<Props, "around" | "onClose">) {
  const links = useQuery({
    queryKey: ["links", row.criterion],
    queryFn: () => take(api.GET("/api/v1/links", { params: { query: { criterion: row.criterion, limit: 200 } } })),
    enabled: row.verdict !== "survey",
  });
  const units = row.unit === "" ? rows.filter((u) => u.criterion === row.criterion && u.unit !== "" && (u.office ?? "") === (row.office ?? "")) : [];
  const head = row.unit === "" ? undefined : rows.find((r) => r.criterion === row.criterion && r.unit === "" && (r.office ?? "") === (row.office ?? ""));
  if (row.verdict === "survey") return <Text size="sm">Tiêu chí chấm qua điều tra xã hội học, không cần tài liệu kiểm chứng. Kết quả điều tra chưa có trong chương trình.</Text>;
  return (
    <>
      {(row.notes ?? []).map((n) => (
        <Alert key={n.code + n.message} color={n.code === "after-lock" ? "orange" : n.code === "explained-so" ? "grape" : "gray"} variant="light" p="xs">
          <Text size="sm">
            {n.message} {n.remedy}
          </Text>
        </Alert>
      ))}
      {head && (
        <Anchor component="button" type="button" size="sm" ta="left" onClick={() => onOpen(head)}>
          Xem tiêu chí này của toàn cơ quan
        </Anchor>
      )}
      <WhoAmI />
      {row.verdict !== "not_applicable" && (
        <Ask query={links}>
          {(l) => (
            <Stack gap="md">
              {(row.requirements ?? []).map((q) => (
                <Requirement
                  key={q.id}
                  requirement={q}
                  links={(l.items ?? []).filter((x) => x.requirement === q.id && ((row.unit === "" && !row.office) || (q.links ?? []).includes(x.link)))}
                />
              ))}
            </Stack>
          )}
        </Ask>
      )}
      {units.length > 0 && (
        <Box>
          <Text size="sm" fw={600} mb={4}>
            Từng đơn vị
          </Text>
          <Units rows={units} onOpen={onOpen} />
        </Box>
      )}
      {reasonsOf(row).includes("unread-files") && (
        <Box>
          <Text size="sm" fw={600}>
            Tệp chưa đọc được, tài liệu có thể nằm trong đó
          </Text>
          <UnreadList files={answer.unread_files ?? []} most={5} />
          {answer.unread > 5 && (
            <Text size="sm" c="dark.3">
              và {answer.unread - 5} tệp khác.
            </Text>
          )}
        </Box>
      )}
      <Divider />
      {row.verdict !== "not_applicable" && <AddEvidence row={row} />}
      {row.unit === "" && answer.round && <Explain row={row} round={answer.round.id} />}
      {row.verdict !== "not_applicable" && <Absence row={row} round={answer.round?.id} />}
    </>
  );
}

function Units({ rows, onOpen }: { rows: Row[]; onOpen: (row: Row) => void }) {
  const name = useUnitName();
  return (
    <Stack gap={4}>
      {rows.map((u) => (
        <Group key={u.unit} gap="xs" justify="space-between" wrap="nowrap">
          <Anchor component="button" type="button" size="sm" ta="left" onClick={() => onOpen(u)}>
            {name(u.unit)}
          </Anchor>
          <VerdictBadge verdict={u.verdict} />
        </Group>
      ))}
    </Stack>
  );
}

/** Explain is where the office says why there is no paper, or that the criterion does not apply to it. */
function Explain({ row, round }: { row: Row; round: string }) {
  const [open, setOpen] = useState(false);
  const rounds = useQuery({ queryKey: ["rounds"], queryFn: () => take(api.GET("/api/v1/rounds")), staleTime: 5_000 });
  const scores = useQuery({
    queryKey: ["scores", round, row.office ?? ""],
    queryFn: () => take(api.GET("/api/v1/rounds/{id}/scores", { params: { path: { id: round }, query: { office: row.office || undefined } } })),
    enabled: open,
  });
  const of = rounds.data?.items?.find((r) => r.id === round);
  const score = scores.data?.items?.find((s) => s.criterion === row.criterion);
  if (!of || of.state === "published") return null;
  return (
    <Group gap="xs">
      <Button size="compact-sm" variant="default" loading={open && scores.isPending} onClick={() => setOpen(true)}>
        Tự chấm, giải trình, không áp dụng
      </Button>
      {of.state !== "open" && (
        <Badge color="gray" variant="light" tt="none">
          {of.state_name}
        </Badge>
      )}
      {open && score && <Edit round={of} score={score} onClose={() => setOpen(false)} />}
    </Group>
  );
}
