import { Anchor, Badge, Box, Group, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask, points, viDate } from "../parts";
import { useNames } from "../search/ask";
import { fold } from "../search/words";
import { count } from "../words";

type Criterion = Schema["Criterion"];
type Asked = Schema["Requirement"];

const otherKinds: Record<string, string> = { BIEU: "biểu, bảng số liệu", TIN: "tin bài", ANH: "ảnh chụp", WEB: "trang web", HTHONG: "số liệu trên hệ thống" };

/** CriteriaPage is the catalogue in words: what is scored, by how much, and which papers it asks for. */
export function CriteriaPage() {
  const query = useQuery({ queryKey: ["criteria"], queryFn: () => take(api.GET("/api/v1/criteria")), staleTime: 60_000 });
  const [text, setText] = useState("");
  return (
    <Ask query={query}>
      {(c) => (
        <Stack gap="sm" maw={960} mx="auto">
          <div>
            <Title order={2} size="h3">
              Bộ tiêu chí
            </Title>
            <Text size="sm">
              {c.title}
              {c.status === "provisional" ? " (tạm dùng của năm trước)" : ""}.{c.year ? ` Năm ${c.year}` : ""}
              {c.period?.from && `, kỳ đánh giá từ ${viDate(c.period.from)} đến ${viDate(c.period.to)}`}
              {c.target_share ? `; mục tiêu ${points(100 * c.target_share)}% số điểm` : ""}.
            </Text>
          </div>
          <TextInput label="Lọc theo mã, tên tiêu chí, tên tài liệu" maw={420} value={text} onChange={(e) => setText(e.currentTarget.value)} />
          {(c.criteria ?? []).map((b) => (
            <Branch key={b.id} of={b} wanted={fold(text.trim())} depth={3} />
          ))}
        </Stack>
      )}
    </Ask>
  );
}

const leavesOf = (c: Criterion): Criterion[] => (c.children?.length ? c.children.flatMap(leavesOf) : [c]);
const fits = (c: Criterion, wanted: string) => wanted === "" || fold([c.id, c.title, ...(c.requires ?? []).map((r) => r.name)].join(" ")).includes(wanted);

function Branch({ of, wanted, depth }: { of: Criterion; wanted: string; depth: number }) {
  const leaves = leavesOf(of).filter((l) => fits(l, wanted));
  if (leaves.length === 0) return null;
  if (!of.children?.length) return <Leaf of={of} />;
  return (
    <section aria-label={of.title}>
      <Title order={Math.min(depth, 6) as 3 | 4 | 5 | 6} size="h5" mb={4}>
        {of.id}. {of.title}{" "}
        <Text span size="sm" c="dark.3" fw={400}>
          {count(leaves.length)} tiêu chí, tối đa {points(leaves.reduce((n, l) => n + (l.points ?? 0), 0))} điểm
        </Text>
      </Title>
      <Stack gap="xs" pl={{ base: 0, sm: "md" }}>
        {of.children.map((c) => (
          <Branch key={c.id} of={c} wanted={wanted} depth={depth + 1} />
        ))}
      </Stack>
    </section>
  );
}

function Leaf({ of }: { of: Criterion }) {
  return (
    <Box>
      <Group gap="xs" wrap="nowrap" align="flex-start" justify="space-between">
        <Text size="sm">
          <Anchor component={Link} to={`/?tieu-chi=${encodeURIComponent(of.id)}`} size="sm">
            <b>{of.id}</b> {of.title}
          </Anchor>
        </Text>
        <Text size="sm" style={{ whiteSpace: "nowrap" }}>
          {points(of.points ?? 0)} điểm
        </Text>
      </Group>
      {of.scored_by === "survey" && <Text size="sm" c="dark.3">Chấm qua điều tra xã hội học, không cần tài liệu kiểm chứng.</Text>}
      {of.not_applicable_when && <Text size="sm" c="dark.3">Không áp dụng khi: {of.not_applicable_when}.</Text>}
      {of.ratio && (
        <Text size="sm" c="dark.3">
          Chấm theo tỷ lệ: {of.ratio.a} trên {of.ratio.b}.
        </Text>
      )}
      {of.personal && (
        <Badge size="sm" color="gray" variant="light" tt="none">
          có thông tin cá nhân
        </Badge>
      )}
      {(of.requires ?? []).length > 0 && (
        <List size="sm">
          {(of.requires ?? []).map((r) => (
            <List.Item key={r.id}>
              <Requirement of={r} />
            </List.Item>
          ))}
        </List>
      )}
    </Box>
  );
}

function Requirement({ of: r }: { of: Asked }) {
  const types = useNames().data?.facets?.find((f) => f.facet === "type")?.values ?? [];
  const kind = (k: string) => otherKinds[k] ?? types.find((t) => t.value === k)?.name.toLowerCase() ?? k;
  const whose = r.scope === "each_unit_concerned" ? "của từng đơn vị" : r.scope === "unit" ? "của đơn vị" : "";
  const when = [r.issued?.from && `từ ${viDate(r.issued.from)}`, r.issued?.to && `đến hết ${viDate(r.issued.to)}`].filter(Boolean).join(" ");
  const said = [
    (r.kinds ?? []).length > 0 ? `loại: ${(r.kinds ?? []).map(kind).join(", ")}` : "",
    (r.min ?? 1) > 1 ? `ít nhất ${r.min}` : "",
    whose,
    r.by === "superior" ? "do cấp trên ban hành" : r.by === "any" ? "do bất kỳ cơ quan nào ban hành" : "",
    when ? `ban hành ${when}` : "",
    r.in_force ? "đang còn hiệu lực" : "",
    r.any_of ? "một trong các tài liệu thay thế cho nhau" : "",
    r.optional ? "không bắt buộc" : "",
  ].filter(Boolean);
  return (
    <>
      <b>{r.name}</b>
      <Text span size="sm" c="dark.3">
        {said.length > 0 && ` – ${said.join("; ")}`}
        {(r.about ?? []).length > 0 && `; nói về ${(r.about ?? []).map((a) => `“${a}”`).join(", ")}`}
      </Text>
    </>
  );
}
