import { Accordion, Anchor, Box, Group, List, Paper, Progress, SegmentedControl, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { LinksOf } from "../LinksOf";
import { Ask, fileName, points, VerdictBadge } from "../parts";
import { onPage } from "../pictures/place";

type Row = Schema["Row"];
type Answer = Schema["CoverageAnswer"];

const filters = [
  { value: "all", label: "Tất cả" },
  { value: "gaps", label: "Còn thiếu" },
  { value: "pending", label: "Chờ xác nhận" },
  { value: "covered", label: "Đủ" },
];

const shown = (filter: string, row: Row) =>
  filter === "all" ||
  row.verdict === filter ||
  (filter === "gaps" && (row.verdict === "missing" || row.verdict === "partial"));

/** CoveragePage shows which criteria have evidence and which lack it, and why. */
export function CoveragePage() {
  const [filter, setFilter] = useState("all");
  const query = useQuery({ queryKey: ["coverage"], queryFn: () => take(api.GET("/api/v1/coverage", { params: { query: {} } })) });
  return (
    <Ask query={query}>
      {(answer) => (
        <Stack gap="md" maw={1200} mx="auto">
          <Title order={2} size="h3">
            {answer.title}
          </Title>
          <Totals answer={answer} />
          <SegmentedControl data={filters} value={filter} onChange={setFilter} style={{ alignSelf: "flex-start" }} />
          <Accordion variant="separated" chevronPosition="left">
            {(answer.items ?? []).filter((r) => r.unit === "" && shown(filter, r)).map((r) => (
              <Criterion key={r.criterion} row={r} units={(answer.items ?? []).filter((u) => u.criterion === r.criterion && u.unit !== "")} />
            ))}
          </Accordion>
        </Stack>
      )}
    </Ask>
  );
}

function Totals({ answer }: { answer: Answer }) {
  const t = answer.totals;
  const cells = [
    { label: "Điểm tối đa", value: t.points, color: "dark" },
    { label: "Đủ tài liệu (đã xác nhận)", value: t.covered, color: "green" },
    { label: "Chờ xác nhận", value: t.pending, color: "blue" },
    { label: "Thiếu một phần", value: t.partial, color: "orange" },
    { label: "Chưa có tài liệu", value: t.missing, color: "red" },
    { label: "Điều tra XHH (chưa có)", value: t.survey, color: "gray" },
  ];
  const share = (n: number) => (t.points > 0 ? (100 * n) / t.points : 0);
  return (
    <Paper withBorder p="md">
      <SimpleGrid cols={{ base: 2, sm: 3, md: 6 }} mb="sm">
        {cells.map((c) => (
          <Box key={c.label}>
            <Text size="xl" fw={700} c={c.color}>
              {points(c.value)}
            </Text>
            <Text size="xs" c="dimmed">
              {c.label}
            </Text>
          </Box>
        ))}
      </SimpleGrid>
      <Progress.Root size="lg" aria-label="Số điểm theo tình trạng tài liệu">
        {cells.slice(1).map((c) => (
          <Progress.Section key={c.label} value={share(c.value)} color={c.color} />
        ))}
      </Progress.Root>
      <Text size="sm" mt="xs">
        {t.target_share > 0 && `Mục tiêu: ${points(100 * t.target_share)}% số điểm. `}
        {answer.unread > 0 && (
          <>
            Còn {answer.unread} tệp chưa đọc được hoặc chưa đọc hết, có thể chứa tài liệu cần tìm: <Anchor component={Link} to="/so-tiep-nhan" size="sm">xem trong sổ tiếp nhận</Anchor>.
          </>
        )}
      </Text>
    </Paper>
  );
}

function Criterion({ row, units }: { row: Row; units: Row[] }) {
  return (
    <Accordion.Item value={row.criterion}>
      <Accordion.Control>
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text size="sm">
            <b>{row.criterion}</b> {row.title}{" "}
            <Text span c="dimmed" size="sm">
              ({points(row.points)} điểm)
            </Text>
          </Text>
          <VerdictBadge verdict={row.verdict} />
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="md">
          {row.verdict === "survey" && <Text size="sm">Tiêu chí chấm qua điều tra xã hội học, không cần tài liệu kiểm chứng.</Text>}
          {(row.requirements ?? []).map((q) => (
            <Requirement key={q.id} requirement={q} />
          ))}
          {units.map((u) => (
            <Group key={u.unit} gap="xs">
              <Text size="sm">{u.unit}:</Text>
              <VerdictBadge verdict={u.verdict} />
            </Group>
          ))}
          {row.verdict !== "survey" && <LinksOf criterion={row.criterion} />}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Requirement({ requirement: q }: { requirement: Schema["RequirementRow"] }) {
  return (
    <Box>
      <Text size="sm" fw={600}>
        {q.satisfied ? "✓ " : q.optional ? "· " : "✗ "}
        {q.name}
        <Text span c="dimmed" size="sm">
          {" "}
          – có {q.have}/{q.need}
          {q.optional ? ", không bắt buộc" : ""}
        </Text>
      </Text>
      {!q.satisfied &&
        (q.missing ?? []).map((m) => (
          <Box key={m.code} pl="md">
            <Text size="sm" c="red.8">
              {m.message}
            </Text>
            {m.nearest && <Near near={m.nearest} />}
          </Box>
        ))}
    </Box>
  );
}

function Near({ near }: { near: Schema["NearRow"] }) {
  return (
    <Box pl="md">
      <Text size="sm">
        Gần nhất:{" "}
        <Anchor component={Link} to={`/van-ban/${near.document}`} size="sm">
          {near.title || fileName(near.path)}
        </Anchor>
        {near.page ? (
          <>
            ,{" "}
            <Anchor component={Link} to={onPage(near.document, { page: near.page })} size="sm">
              trang {near.page}
            </Anchor>
          </>
        ) : null}
      </Text>
      <List size="sm" withPadding>
        {(near.why ?? []).map((w) => (
          <List.Item key={w}>{w}</List.Item>
        ))}
      </List>
    </Box>
  );
}
