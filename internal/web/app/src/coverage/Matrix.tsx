import { Anchor, Table, Text } from "@mantine/core";
import { useUnitName } from "../who";
import { verdictColor, verdictLabel } from "../parts";
import type { Row } from "./CoveragePage";

const letters: Record<string, string> = { covered: "Đ", pending: "C", partial: "M", missing: "T", explained: "G", not_applicable: "–", survey: "X" };

/** Matrix sets criteria against units: where a cell is red or says T, evidence is missing. */
export function Matrix({ rows, heads, onOpen }: { rows: Row[]; heads: Row[]; onOpen: (criterion: string) => void }) {
  const name = useUnitName();
  const offices = [...new Set(heads.map((h) => h.office ?? ""))];
  const units = [...new Set(rows.filter((r) => r.unit !== "").map((r) => r.unit))];
  const several = offices.length > 1;
  const columns = several ? offices : ["", ...units];
  const criteria = heads.filter((h, i) => heads.findIndex((x) => x.criterion === h.criterion) === i);
  const cell = (criterion: string, column: string) => rows.find((r) => r.criterion === criterion && (several ? (r.office ?? "") === column && r.unit === "" : r.unit === column));
  return (
    <>
      <Text size="xs" c="dimmed">
        {Object.entries(letters)
          .map(([v, l]) => `${l}: ${verdictLabel(v).toLowerCase()}`)
          .join(" · ")}
        . Ô trống: đơn vị không phải có tài liệu.
      </Text>
      <Table.ScrollContainer minWidth={300 + columns.length * 90}>
        <Table withTableBorder withColumnBorders verticalSpacing={2} stickyHeader aria-label="Tiêu chí và đơn vị">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Tiêu chí</Table.Th>
              {columns.map((c) => (
                <Table.Th key={c} ta="center" fz="xs" maw={120}>
                  {c === "" ? "Cơ quan" : name(c)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {criteria.map((h) => (
              <Table.Tr key={h.criterion}>
                <Table.Th scope="row" fw={400} fz="sm">
                  <Anchor component="button" type="button" size="sm" ta="left" onClick={() => onOpen(h.criterion)}>
                    <b>{h.criterion}</b> {h.title}
                  </Anchor>
                </Table.Th>
                {columns.map((c) => {
                  const r = cell(h.criterion, c);
                  return (
                    <Table.Td key={c} ta="center" p={2} bg={r ? `${verdictColor(r.verdict)}.1` : undefined} title={r ? verdictLabel(r.verdict) : undefined}>
                      {r && (
                        <Text span size="sm" fw={700} c={`${verdictColor(r.verdict)}.9`} aria-label={verdictLabel(r.verdict)}>
                          {letters[r.verdict] ?? "?"}
                        </Text>
                      )}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
