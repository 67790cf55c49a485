import { Anchor, Box, Divider, Stack, Table, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { LinksOf } from "../LinksOf";
import { Ask, fileName, viDate } from "../parts";
import { PageView } from "../pictures/PageView";
import { placeOf } from "../pictures/place";

/**
 * DocumentPage shows one paper: what it is, what it proves, what it says. Who comes for a
 * place in it sees that first.
 */
export function DocumentPage() {
  const id = useParams().id ?? "";
  const [params] = useSearchParams();
  const at = placeOf(params);
  const document = useQuery({ queryKey: ["document", id], queryFn: () => take(api.GET("/api/v1/documents/{id}", { params: { path: { id } } })) });
  const pages = useQuery({ queryKey: ["pages", id], queryFn: () => take(api.GET("/api/v1/documents/{id}/pages", { params: { path: { id } } })) });
  const content = (d: Schema["Document"]) => (
    <>
      <Divider label="Nội dung" labelPosition="left" />
      <Ask query={pages}>{(list) => <PageView key={`${id}?${params}`} document={d} pages={list.items ?? []} start={at.page} quote={at.quote} />}</Ask>
    </>
  );
  return (
    <Stack maw={1200} mx="auto">
      <Ask query={document}>
        {(d) => (
          <>
            <Head document={d} />
            {at.page || at.quote ? content(d) : null}
            <Facts document={d} />
            <Divider label="Minh chứng cho tiêu chí" labelPosition="left" />
            <LinksOf document={id} />
            {at.page || at.quote ? null : content(d)}
          </>
        )}
      </Ask>
    </Stack>
  );
}

function Head({ document: d }: { document: Schema["Document"] }) {
  const p = d.particulars;
  return (
    <Title order={2} size="h3">
      {[p.type_name, p.subject].filter(Boolean).join(" ") || fileName(d.path)}
    </Title>
  );
}

function Facts({ document: d }: { document: Schema["Document"] }) {
  const p = d.particulars;
  const facts: [string, string | undefined][] = [
    ["Số, ký hiệu", p.code ?? (p.code_notation && `(chưa có số) ${p.code_notation}`)],
    ["Ngày ban hành", viDate(p.issued_date)],
    ["Cơ quan chủ quản", p.parent_organ],
    ["Cơ quan ban hành", p.organ_name],
    ["Nơi ban hành", p.place],
    ["Người ký", [p.signer?.capacity, p.signer?.position, p.signer?.full_name].filter(Boolean).join(" ")],
    ["Nơi nhận", p.recipients?.join("; ")],
    ["Tệp", d.path],
    ["Số trang", d.pages_read < d.pages ? `đã đọc ${d.pages_read}/${d.pages}` : String(d.pages)],
  ];
  return (
    <Box>
      <Table mb="sm" withRowBorders={false} verticalSpacing={2}>
        <Table.Tbody>
          {facts
            .filter(([, value]) => value)
            .map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Td c="dimmed" w={160} style={{ verticalAlign: "top" }}>
                  {name}
                </Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{value}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      <Anchor href={`/api/v1/documents/${d.id}/original`} size="sm">
        Tải tệp gốc
      </Anchor>
    </Box>
  );
}
