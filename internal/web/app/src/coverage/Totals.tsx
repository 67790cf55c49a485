import { Anchor, Box, List, Paper, Progress, SimpleGrid, Text } from "@mantine/core";
import { Link } from "react-router";
import { fileName, points } from "../parts";
import type { Answer } from "./CoveragePage";

/** Totals are the points, each kind apart: what the catalogue gives is not what the office gave itself. */
export function Totals({ answer }: { answer: Answer }) {
  const t = answer.totals;
  if (t.points === 0 && (answer.offices ?? []).length > 1) return <Offices answer={answer} />;
  const cells = [
    { label: "Điểm tối đa", value: t.points, color: "dark" },
    { label: "Đủ tài liệu (đã xác nhận)", value: t.covered, color: "green" },
    { label: "Chờ xác nhận", value: t.pending, color: "blue" },
    { label: "Thiếu một phần", value: t.partial, color: "orange" },
    { label: "Chưa có tài liệu", value: t.missing, color: "red" },
    { label: "Có giải trình", value: t.explained, color: "grape" },
    { label: "Điều tra XHH (chưa có)", value: t.survey, color: "gray" },
  ].filter((c, i) => i < 5 || c.value > 0);
  const own = [
    { label: "Điểm tự chấm", value: t.self, color: "dark" },
    { label: "có tài liệu đã xác nhận", value: t.self_evidenced, color: "green" },
    { label: "có tài liệu, tính cả chờ xác nhận", value: t.self_evidenced_with_pending, color: "blue" },
    { label: "dựa vào giải trình", value: t.self_explained, color: "grape" },
    { label: "có nguy cơ mất: chưa đủ tài liệu", value: t.at_risk, color: "red" },
  ];
  const share = (n: number) => (t.points > 0 ? (100 * n) / t.points : 0);
  return (
    <Paper withBorder p="md">
      <Tiles cells={cells} />
      <Progress.Root size="lg" mt="sm" aria-label="Số điểm tối đa theo tình trạng tài liệu">
        {cells.slice(1).map((c) => (
          <Progress.Section key={c.label} value={share(c.value)} color={c.color} />
        ))}
      </Progress.Root>
      {(t.scored ?? 0) > 0 && (
        <Box mt="md" pt="sm" style={{ borderTop: "1px solid var(--mantine-color-gray-3)" }}>
          <Tiles cells={own} />
        </Box>
      )}
      <Text size="sm" mt="xs">
        {t.target_share > 0 && `Mục tiêu: ${points(100 * t.target_share)}% số điểm (${points(t.target)} điểm). `}
        {t.not_applicable > 0 && `Không áp dụng ${points(t.not_applicable)} điểm, không tính vào điểm tối đa. `}
        {(t.scored ?? 0) > 0 && (t.unscored ?? 0) > 0 && `Còn ${t.unscored} tiêu chí chưa tự chấm. `}
        {answer.unread > 0 && (
          <>
            Còn {answer.unread} tệp chưa đọc được hoặc chưa đọc hết, có thể chứa tài liệu cần tìm: <a href="#chua-doc">xem cuối trang</a>.
          </>
        )}
      </Text>
    </Paper>
  );
}

function Tiles({ cells }: { cells: { label: string; value: number; color: string }[] }) {
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, md: cells.length }}>
      {cells.map((c) => (
        <Box key={c.label}>
          <Text size="xl" fw={700} c={c.color} lh={1.2}>
            {points(c.value)}
          </Text>
          <Text size="xs" c="dimmed">
            {c.label}
          </Text>
        </Box>
      ))}
    </SimpleGrid>
  );
}

function Offices({ answer }: { answer: Answer }) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" mb="xs">
        Đợt này đánh giá nhiều đơn vị; điểm của mỗi đơn vị đứng riêng, không cộng lại.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
        {(answer.offices ?? []).map((o) => (
          <Text key={o.office} size="sm">
            <b>{o.office}</b>: tối đa {points(o.points)}, đủ tài liệu {points(o.covered)}, chờ xác nhận {points(o.pending)}, tự chấm {points(o.self)}, có nguy cơ mất {points(o.at_risk)}
          </Text>
        ))}
      </SimpleGrid>
    </Paper>
  );
}

/** UnreadFiles are the files that could hold what seems to be missing. */
export function UnreadFiles({ answer }: { answer: Answer }) {
  const files = answer.unread_files ?? [];
  if (files.length === 0) return null;
  return (
    <Paper withBorder p="md" id="chua-doc">
      <Text size="sm" fw={600}>
        {answer.unread} tệp chưa đọc được hoặc chưa đọc hết
      </Text>
      <List size="sm" mt={4}>
        {files.slice(0, 20).map((f) => (
          <List.Item key={f.path}>
            <span title={f.path}>{fileName(f.path)}</span>
            {f.reason && <Text span size="sm" c="dimmed"> – {f.reason.message}</Text>}
          </List.Item>
        ))}
      </List>
      <Anchor component={Link} to="/so-tiep-nhan" size="sm">
        Xem trong sổ tiếp nhận{files.length > 20 ? ` (còn ${answer.unread - 20} tệp khác)` : ""}
      </Anchor>
    </Paper>
  );
}
