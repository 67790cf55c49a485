import { Anchor, Box, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams, useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { LinksOf } from "../LinksOf";
import { Citations } from "../papers/Citations";
import { ParticularsForm } from "../papers/ParticularsForm";
import { ReplacedLine, Versions } from "../papers/Versions";
import { Ask, fileName } from "../parts";
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
    <Part title="Nội dung">
      <Ask query={pages}>{(list) => <PageView key={`${id}?${params}`} document={d} pages={list.items ?? []} start={at.page} quote={at.quote} />}</Ask>
    </Part>
  );
  return (
    <Stack maw={1200} mx="auto">
      <Ask query={document}>
        {(d) => (
          <>
            <Head document={d} />
            <Facts document={d} />
            <ReplacedLine id={id} />
            {at.page || at.quote ? content(d) : null}
            <Part title="Thông tin của văn bản">
              <ParticularsForm id={id} key={id} />
            </Part>
            <Part title="Các bản">
              <Versions id={id} />
            </Part>
            <Part title="Viện dẫn">
              <Citations id={id} key={id} />
            </Part>
            <Part title="Minh chứng cho tiêu chí">
              <LinksOf document={id} />
            </Part>
            {at.page || at.quote ? null : content(d)}
          </>
        )}
      </Ask>
    </Stack>
  );
}

/** Part is a section of the page, to be jumped to by its heading. */
function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box component="section" aria-label={title}>
      <Title order={3} size="h5" mb={4} c="dark.5">
        {title}
      </Title>
      {children}
    </Box>
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
  return (
    <Text size="sm" style={{ overflowWrap: "anywhere" }}>
      Tệp: {d.path}
      {" · "}
      {d.pages_read < d.pages ? `đã đọc ${d.pages_read}/${d.pages} trang` : d.pages > 0 ? `${d.pages} trang` : "không chia trang"}
      {" · "}
      <Anchor href={`/api/v1/documents/${d.id}/original`} size="sm">
        Tải tệp gốc
      </Anchor>
    </Text>
  );
}
