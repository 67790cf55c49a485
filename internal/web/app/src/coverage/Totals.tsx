import { Anchor, Box, List, Paper, Progress, Table, Text } from "@mantine/core";
import { Link } from "react-router";
import { fileName, points, verdictColor, verdictLabel } from "../parts";
import { useUnitName } from "../who";
import { count } from "../words";
import type { Answer, Row } from "./CoveragePage";
import css from "./coverage.module.css";
import { type Verdict, verdicts } from "./words";

type Sum = Answer["totals"];

/** ofVerdict is the maximum of the criteria with a verdict. */
const ofVerdict = (t: Sum, v: Verdict) => t[v];

type Props = { answer: Answer; heads: Row[]; filter: string; onFilter: (verdict: string) => void; onOffice: (id: string) => void };

/** Totals are the points, each kind apart: what the catalogue gives is not what the office gave itself. */
export function Totals({ answer, heads, filter, onFilter, onOffice }: Props) {
  const several = answer.totals.points === 0 && (answer.offices ?? []).length > 1;
  return (
    <>
      {several ? <Offices answer={answer} onOffice={onOffice} /> : <Tiles t={answer.totals} criteria={heads.length} />}
      <Legend answer={answer} heads={heads} filter={filter} onFilter={onFilter} several={several} />
    </>
  );
}

function Tiles({ t, criteria }: { t: Sum; criteria: number }) {
  const scored = t.scored > 0;
  const none = "Chưa nhập điểm tự chấm";
  const tiles = [
    { label: "Điểm tối đa", value: points(t.points), color: "dark", more: `${count(criteria)} tiêu chí${t.survey > 0 ? ", kể cả điều tra XHH" : ""}${t.not_applicable > 0 ? `; không áp dụng ${points(t.not_applicable)} điểm, để ngoài` : ""}` },
    { label: "Tự chấm", value: scored ? points(t.self) : "–", color: "dark", more: scored ? `${count(t.scored)} tiêu chí đã chấm${t.unscored > 0 ? `, còn ${count(t.unscored)} chưa chấm` : ""}` : none },
    { label: "Tự chấm có tài liệu kiểm chứng", value: scored ? points(t.self_evidenced) : "–", color: t.self_evidenced > 0 ? "green.9" : "dark", more: scored ? `đã xác nhận; ${points(t.self_evidenced_with_pending)} nếu tính cả chờ xác nhận` : none },
    { label: "Nguy cơ mất", value: scored ? points(t.at_risk) : "–", color: t.at_risk > 0 ? "red.9" : "dark", more: scored ? `tự chấm nhưng thiếu tài liệu${t.self_explained > 0 ? `; ${points(t.self_explained)} điểm khác dựa vào giải trình` : ""}` : none },
    { label: "Điều tra XHH", value: points(t.survey), color: "dark", more: "điểm tối đa; kết quả điều tra chưa có" },
    { label: "Mục tiêu", value: t.target_share > 0 ? points(t.target) : "–", color: "dark", more: target(t) },
  ];
  return (
    <div className={css.tiles}>
      {tiles.map((x) => (
        <div key={x.label} className={css.tile}>
          <Text fz={26} fw={700} c={x.color} lh={1.25}>
            {x.value}
          </Text>
          <Text size="sm" fw={600} lh={1.3}>
            {x.label}
          </Text>
          <Text size="xs" c="dark.3">
            {x.more}
          </Text>
        </div>
      ))}
    </div>
  );
}

function target(t: Sum): string {
  if (t.target_share <= 0) return "bộ tiêu chí không đặt mục tiêu";
  const share = `${points(100 * t.target_share)}% điểm tối đa`;
  return t.target_reached ? `${share}; tài liệu đã xác nhận đủ mức này` : `${share}; tài liệu đã xác nhận mới được ${points(t.covered)}`;
}

/** Legend shows the maximum by the state of the papers; each state narrows the list below. */
function Legend({ answer, heads, filter, onFilter, several }: { answer: Answer; heads: Row[]; filter: string; onFilter: (v: string) => void; several: boolean }) {
  const t = answer.totals;
  const there = verdicts.map((v) => ({ ...v, n: heads.filter((h) => h.verdict === v.value).length }));
  const bar = there.filter((v) => v.value !== "not_applicable" && ofVerdict(t, v.value) > 0);
  return (
    <Box>
      {!several && t.points > 0 && (
        <Progress.Root size="md" mb="xs" role="img" aria-label={`Điểm tối đa theo tình trạng tài liệu: ${bar.map((v) => `${verdictLabel(v.value)} ${points(ofVerdict(t, v.value))}`).join(", ")}`}>
          {bar.map((v) => (
            <Progress.Section key={v.value} value={(100 * ofVerdict(t, v.value)) / t.points} color={v.value === "survey" ? "gray.5" : verdictColor(v.value)} aria-hidden />
          ))}
        </Progress.Root>
      )}
      <div className={css.legend} role="group" aria-label="Lọc theo tình trạng">
        <button type="button" className={css.chip} aria-pressed={filter === ""} onClick={() => onFilter("")}>
          Tất cả: {several ? `${count(heads.length)}, của ${count((answer.offices ?? []).length)} đơn vị` : `${count(heads.length)} tiêu chí`}
        </button>
        {there
          .filter((v) => v.n > 0 || (v.value !== "not_applicable" && v.value !== "explained"))
          .map((v) => (
            <button key={v.value} type="button" className={css.chip} aria-pressed={filter === v.value} disabled={v.n === 0} onClick={() => onFilter(filter === v.value ? "" : v.value)}>
              <span className={css.dot} style={{ background: `var(--mantine-color-${verdictColor(v.value)}-${v.value === "survey" ? 5 : 7})` }} aria-hidden />
              {verdictLabel(v.value)}: {count(v.n)}
              {!several && v.n > 0 && ` (${points(ofVerdict(t, v.value))} điểm)`}
            </button>
          ))}
        {answer.unread > 0 && (
          <Text size="sm" ml={4} style={{ alignSelf: "center" }}>
            Còn {count(answer.unread)} tệp chưa đọc được hoặc chưa đọc hết, tài liệu cần tìm có thể nằm trong đó: <Anchor href="#chua-doc" size="sm">xem danh sách</Anchor>.
          </Text>
        )}
      </div>
    </Box>
  );
}

function Offices({ answer, onOffice }: { answer: Answer; onOffice: (id: string) => void }) {
  const name = useUnitName();
  const columns: [string, (o: Sum) => string][] = [
    ["Tối đa", (o) => points(o.points)],
    ["Tự chấm", (o) => (o.scored > 0 ? points(o.self) : "–")],
    ["Tự chấm có tài liệu đã xác nhận", (o) => (o.scored > 0 ? points(o.self_evidenced) : "–")],
    ["kể cả chờ xác nhận", (o) => (o.scored > 0 ? points(o.self_evidenced_with_pending) : "–")],
    ["Nguy cơ mất", (o) => (o.scored > 0 ? points(o.at_risk) : "–")],
    ["Điều tra XHH", (o) => points(o.survey)],
    ["Mục tiêu", (o) => (o.target_share > 0 ? points(o.target) : "–")],
  ];
  return (
    <div>
      <Text size="sm" mb={4}>
        Đợt này đánh giá nhiều đơn vị; điểm của mỗi đơn vị đứng riêng, không cộng lại. Bấm vào tên để xem riêng một đơn vị.
      </Text>
      <Table.ScrollContainer minWidth={760}>
        <Table fz="sm" verticalSpacing={4} withTableBorder aria-label="Điểm của từng đơn vị">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Đơn vị</Table.Th>
              {columns.map(([label]) => (
                <Table.Th key={label} ta="right" maw={130}>
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(answer.offices ?? []).map((o) => (
              <Table.Tr key={o.office}>
                <Table.Th scope="row" fw={400}>
                  <Anchor component="button" type="button" size="sm" ta="left" onClick={() => onOffice(o.office ?? "")}>
                    {name(o.office ?? "")}
                  </Anchor>
                </Table.Th>
                {columns.map(([label, value]) => (
                  <Table.Td key={label} ta="right">
                    {value(o)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

/** UnreadFiles are the files that could hold what seems to be missing. */
export function UnreadFiles({ answer }: { answer: Answer }) {
  const files = answer.unread_files ?? [];
  if (files.length === 0) return null;
  return (
    <Paper withBorder p="md" id="chua-doc" style={{ scrollMarginTop: 70 }}>
      <Text size="sm" fw={600}>
        {count(answer.unread)} tệp chưa đọc được hoặc chưa đọc hết
      </Text>
      <UnreadList files={files} most={20} />
      <Anchor component={Link} to="/so-tiep-nhan" size="sm">
        Xem trong sổ tiếp nhận{answer.unread > 20 ? ` (còn ${count(answer.unread - 20)} tệp khác)` : ""}
      </Anchor>
    </Paper>
  );
}

export function UnreadList({ files, most }: { files: NonNullable<Answer["unread_files"]>; most: number }) {
  return (
    <List size="sm" mt={4}>
      {files.slice(0, most).map((f) => (
        <List.Item key={f.path}>
          <span title={f.path}>{fileName(f.path)}</span>
          {f.reason && (
            <Text span size="sm" c="dark.3">
              {" – "}
              {f.reason.message} {f.reason.remedy}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}
