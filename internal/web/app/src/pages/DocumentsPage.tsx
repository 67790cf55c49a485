import { Anchor, Stack, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, take } from "../api/client";
import { Ask, fileName, More, viDate } from "../parts";

/** DocumentsPage lists what was read, with what each paper is. */
export function DocumentsPage() {
  const [draft, setDraft] = useState("");
  const [text] = useDebouncedValue(draft.trim(), 300);
  const query = useInfiniteQuery({
    queryKey: ["documents", text],
    initialPageParam: "",
    queryFn: ({ pageParam }) => take(api.GET("/api/v1/documents", { params: { query: { text: text || undefined, cursor: pageParam || undefined } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  return (
    <Stack>
      <TextInput label="Lọc theo số, trích yếu, tên tệp" value={draft} onChange={(e) => setDraft(e.currentTarget.value)} maw={420} />
      <Ask query={query}>
        {(data) => (
          <>
            <Text size="sm" c="dimmed">
              {data.pages[0].total} văn bản
            </Text>
            <Table.ScrollContainer minWidth={640}>
              <Table striped>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Số, ký hiệu</Table.Th>
                    <Table.Th>Ngày</Table.Th>
                    <Table.Th>Loại và trích yếu</Table.Th>
                    <Table.Th>Cơ quan</Table.Th>
                    <Table.Th>Trang</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.pages.flatMap((p) => p.items ?? []).map((d) => (
                    <Table.Tr key={d.id}>
                      <Table.Td style={{ whiteSpace: "nowrap" }}>{d.particulars.code ?? ""}</Table.Td>
                      <Table.Td>{viDate(d.particulars.issued_date)}</Table.Td>
                      <Table.Td>
                        <Anchor component={Link} to={`/van-ban/${d.id}`} size="sm">
                          {[d.particulars.type_name, d.particulars.subject].filter(Boolean).join(" ") || fileName(d.path)}
                        </Anchor>
                      </Table.Td>
                      <Table.Td>{d.particulars.organ_name ?? ""}</Table.Td>
                      <Table.Td>{d.pages_read < d.pages ? `đã đọc ${d.pages_read}/${d.pages}` : d.pages}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            <More query={query} />
          </>
        )}
      </Ask>
    </Stack>
  );
}
