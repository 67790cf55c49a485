import { Anchor, Badge, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api, take } from "../api/client";
import { Ask, viDate } from "../parts";
import { useUnitName, useWho, WhoAmI } from "../who";
import { Head } from "./Head";
import { Open } from "./Open";
import { Scores } from "./Scores";
import type { RoundRow } from "./steps";

/** RoundsPage is where a round is opened, scored, locked and brought to its end. */
export function RoundsPage() {
  const [params, setParams] = useSearchParams();
  const who = useWho();
  const [opening, setOpening] = useState(false);
  const query = useQuery({ queryKey: ["rounds"], queryFn: () => take(api.GET("/api/v1/rounds")) });
  return (
    <Stack gap="md" maw={1280} mx="auto">
      <Group justify="space-between" align="flex-end" gap="xs">
        <div>
          <Title order={2} size="h3">
            Đợt đánh giá
          </Title>
          <WhoAmI />
        </div>
        {!who.unit && <Button onClick={() => setOpening(true)}>Mở đợt mới</Button>}
      </Group>
      <Ask query={query}>
        {(list) => {
          const rounds = list.items ?? [];
          const round = rounds.find((r) => r.id === params.get("dot")) ?? rounds.find((r) => r.current) ?? rounds[0];
          return (
            <>
              {rounds.length > 1 && <Rounds rounds={rounds} chosen={round?.id} onChoose={(id) => setParams({ dot: id })} />}
              {round ? <OneRound key={round.id} id={round.id} /> : <Text size="sm">Chưa mở đợt đánh giá nào. Mở đợt để nhập điểm tự chấm, rồi khoá số liệu khi hết hạn.</Text>}
              {opening && <Open onClose={() => setOpening(false)} onSaved={(r) => setParams({ dot: r.id })} />}
            </>
          );
        }}
      </Ask>
    </Stack>
  );
}

function Rounds({ rounds, chosen, onChoose }: { rounds: RoundRow[]; chosen?: string; onChoose: (id: string) => void }) {
  const name = useUnitName();
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table fz="sm" verticalSpacing={4} withTableBorder aria-label="Các đợt đánh giá">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Đợt</Table.Th>
            <Table.Th>Năm</Table.Th>
            <Table.Th>Trạng thái</Table.Th>
            <Table.Th>Hạn tự chấm</Table.Th>
            <Table.Th>Đánh giá</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rounds.map((r) => (
            <Table.Tr key={r.id} bg={r.id === chosen ? "blue.0" : undefined}>
              <Table.Td>
                <Anchor component="button" type="button" size="sm" ta="left" fw={r.id === chosen ? 700 : 400} aria-current={r.id === chosen || undefined} onClick={() => onChoose(r.id)}>
                  {r.title}
                </Anchor>{" "}
                {r.current && (
                  <Badge size="sm" variant="light" tt="none">
                    đang dùng
                  </Badge>
                )}
                {r.provisional && (
                  <Badge size="sm" variant="light" color="orange" tt="none">
                    tạm dùng bộ tiêu chí năm trước
                  </Badge>
                )}
              </Table.Td>
              <Table.Td>{r.year}</Table.Td>
              <Table.Td>{r.state_name}</Table.Td>
              <Table.Td>{viDate(r.due)}</Table.Td>
              <Table.Td>{(r.offices ?? []).length === 0 ? "toàn cơ quan" : (r.offices ?? []).length > 2 ? `${(r.offices ?? []).length} đơn vị` : (r.offices ?? []).map(name).join(", ")}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function OneRound({ id }: { id: string }) {
  const query = useQuery({ queryKey: ["round", id], queryFn: () => take(api.GET("/api/v1/rounds/{id}", { params: { path: { id } } })) });
  return (
    <Ask query={query}>
      {(view) => (
        <>
          <Head view={view} />
          <Scores round={view.round} />
        </>
      )}
    </Ask>
  );
}
