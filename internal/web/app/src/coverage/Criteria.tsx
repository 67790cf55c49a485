import { Accordion, Alert, Anchor, Badge, Box, Group, List, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Schema } from "../api/client";
import { LinksOf } from "../LinksOf";
import { fileName, points, VerdictBadge } from "../parts";
import { onPage } from "../pictures/place";
import { useUnitName } from "../who";
import { Absence } from "./Absence";
import { AddEvidence } from "./AddEvidence";
import type { Row } from "./CoveragePage";

type Props = { rows: Row[]; heads: Row[]; open: string; round?: string; onOpen: (criterion: string) => void };

const id = (r: Row) => (r.office ? `${r.criterion}@${r.office}` : r.criterion);

/** Criteria lists the criteria; one that is opened tells what it has, what it lacks, and why. */
export function Criteria({ rows, heads, open, round, onOpen }: Props) {
  if (heads.length === 0) return <Text size="sm">Không có tiêu chí nào như vậy.</Text>;
  return (
    <Accordion variant="separated" chevronPosition="left" value={open || null} onChange={(v) => onOpen(v ?? "")}>
      {heads.map((r) => (
        <Criterion key={id(r)} row={r} shown={open === id(r)} round={round} units={rows.filter((u) => u.criterion === r.criterion && u.unit !== "" && (u.office ?? "") === (r.office ?? ""))} />
      ))}
    </Accordion>
  );
}

function Criterion({ row, units, shown, round }: { row: Row; units: Row[]; shown: boolean; round?: string }) {
  const name = useUnitName();
  return (
    <Accordion.Item value={id(row)}>
      <Accordion.Control>
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text size="sm">
            <b>{row.criterion}</b> {row.title}
            {row.office ? ` – ${name(row.office)}` : ""}{" "}
            <Text span c="dimmed" size="sm">
              (tối đa {points(row.points)} điểm{row.self == null ? "" : `, tự chấm ${points(row.self)}`})
            </Text>
          </Text>
          <VerdictBadge verdict={row.verdict} />
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        {shown && (
          <Stack gap="md">
            {row.verdict === "survey" && <Text size="sm">Tiêu chí chấm qua điều tra xã hội học, không cần tài liệu kiểm chứng.</Text>}
            {(row.notes ?? []).map((n) => (
              <Alert key={n.code + n.message} color="grape" variant="light" p="xs">
                <Text size="sm">{n.message}</Text>
              </Alert>
            ))}
            {(row.requirements ?? []).map((q) => (
              <Requirement key={q.id} requirement={q} />
            ))}
            {units.map((u) => (
              <UnitPart key={u.unit} row={u} name={name(u.unit)} />
            ))}
            {row.verdict !== "survey" && row.verdict !== "not_applicable" && (
              <>
                <LinksOf criterion={row.criterion} />
                <Group gap="md" align="flex-start">
                  <AddEvidence row={row} />
                  <Absence criterion={row.criterion} office={row.office} round={round} />
                </Group>
              </>
            )}
          </Stack>
        )}
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function UnitPart({ row, name }: { row: Row; name: string }) {
  return (
    <Box>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <VerdictBadge verdict={row.verdict} />
      </Group>
      <Box pl="md">
        {(row.requirements ?? []).filter((q) => !q.satisfied && !q.optional).map((q) => (
          <Requirement key={q.id} requirement={q} />
        ))}
      </Box>
    </Box>
  );
}

function Requirement({ requirement: q }: { requirement: Schema["RequirementRow"] }) {
  return (
    <Box>
      <Text size="sm" fw={600}>
        {q.satisfied ? "✓ " : q.optional || q.spared ? "· " : "✗ "}
        {q.name}
        <Text span c="dimmed" size="sm">
          {" "}
          – có {q.have}/{q.need}
          {q.optional ? ", không bắt buộc" : ""}
          {q.spared ? ", đã có tài liệu thay thế" : ""}
        </Text>{" "}
        {(q.after_lock ?? []).length > 0 && (
          <Badge size="sm" color="orange" variant="light" tt="none">
            {(q.after_lock ?? []).length} bổ sung sau khi khoá
          </Badge>
        )}
      </Text>
      {!q.satisfied &&
        (q.missing ?? []).map((m) => (
          <Box key={m.code + m.message} pl="md">
            <Text size="sm" c="red.8">
              {m.message}
            </Text>
            {[m.nearest, ...(m.also_near ?? [])].map((n) => n && <Near key={n.document} near={n} />)}
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
