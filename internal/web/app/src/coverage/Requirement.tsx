import { Anchor, Badge, Box, Button, Group, List, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { Schema } from "../api/client";
import { type LinkRow, OneLink, ReviewOf } from "../LinksOf";
import { fileName } from "../parts";
import { onPage } from "../pictures/place";
import css from "./coverage.module.css";

type Asked = Schema["RequirementRow"];

const few = 3; // pieces of evidence shown before one asks for the rest

type Props = { requirement: Asked; links: LinkRow[]; extra?: string };

/** Requirement is one kind of paper a criterion asks for: how much is there, by what, and why not more. */
export function Requirement({ requirement: q, links, extra }: Props) {
  const [all, setAll] = useState(false);
  const counted = new Set(q.links ?? []);
  const listed = new Set(links.map((l) => l.link));
  const late = new Set(q.after_lock ?? []);
  const sorted = [...links].sort((a, b) => Number(counted.has(b.link)) - Number(counted.has(a.link)));
  const shown = all ? sorted : sorted.slice(0, few);
  const state = q.confirmed ? ["Đủ", "green"] : q.satisfied ? ["Chờ xác nhận", "blue"] : q.spared ? ["Đã có tài liệu thay thế", "gray"] : q.optional ? ["Không bắt buộc", "gray"] : ["Còn thiếu", "red"];
  return (
    <Box component="section" aria-label={q.name}>
      <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={600}>
          {q.name}
          <Text span c="dark.3" size="sm" fw={400}>
            {" "}
            – có {q.have}, cần {q.need}
            {q.optional ? " (không bắt buộc)" : ""}
          </Text>
        </Text>
        <Badge color={state[1]} variant="light" tt="none" style={{ flexShrink: 0 }}>
          {state[0]}
        </Badge>
      </Group>
      {q.any_of && (
        <Text size="xs" c="dark.3">
          Một trong các tài liệu thay thế cho nhau; có một là đủ.
        </Text>
      )}
      {extra && (
        <Text size="xs" c="dark.3">
          {extra}
        </Text>
      )}
      <Stack gap="xs" mt={6}>
        {!q.satisfied && !q.spared && (q.missing ?? []).map((m) => <Missing key={m.code + m.message} missing={m} listed={listed} />)}
        {shown.map((l) => (
          <OneLink key={l.link} link={l} showCriterion={false} afterLock={late.has(l.link)} />
        ))}
        {shown.length < sorted.length && (
          <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setAll(true)}>
            Xem thêm {sorted.length - shown.length} tài liệu liên quan
          </Anchor>
        )}
      </Stack>
    </Box>
  );
}

function Missing({ missing: m, listed }: { missing: Schema["MissingRow"]; listed: Set<string> }) {
  const near = [m.nearest, ...(m.also_near ?? [])].filter((n) => n !== undefined);
  return (
    <Box className={css.evidence} style={{ borderColor: "var(--mantine-color-red-4)" }}>
      <Text size="sm" c="red.9" fw={500}>
        {m.message}
      </Text>
      {m.remedy && (
        <Text size="xs" c="dark.3">
          {m.remedy}
        </Text>
      )}
      {near.length > 0 && (
        <List size="sm" mt={2} listStyleType="none" styles={{ itemWrapper: { display: "block" } }}>
          {near.map((n, i) => (
            <List.Item key={n.document}>
              <Near near={n} first={i === 0} said={m.message} decide={n.link !== undefined && !listed.has(n.link)} />
            </List.Item>
          ))}
        </List>
      )}
    </Box>
  );
}

/** Near is a paper that almost proves it; a person may know better and take it all the same. */
function Near({ near, first, said, decide }: { near: Schema["NearRow"]; first: boolean; said: string; decide: boolean }) {
  const [deciding, setDeciding] = useState(false);
  const why = (near.why ?? []).filter((w) => w !== said).map((w) => w.replace(/\.\.$/, "."));
  const to = near.page ? onPage(near.document, { page: near.page }) : `/van-ban/${near.document}`;
  return (
    <Box mt={4}>
      <Text size="sm">
        {first ? "Gần nhất: " : "Cũng gần: "}
        <Anchor component={Link} to={to} size="sm">
          {near.title || fileName(near.path)}
          {near.page ? `, trang ${near.page}` : ""}
        </Anchor>
        {why.length > 0 && <Text span size="sm" c="dark.3">{` – ${why.join(" ")}`}</Text>}{" "}
        {decide && !deciding && (
          <Button size="compact-xs" variant="subtle" onClick={() => setDeciding(true)} aria-label={`Cho ý kiến về ${near.title || fileName(near.path)}`}>
            Cho ý kiến
          </Button>
        )}
      </Text>
      {deciding && near.link && <ReviewOf link={near.link} />}
    </Box>
  );
}
