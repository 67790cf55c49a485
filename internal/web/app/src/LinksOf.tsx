import { Anchor, Button, Group, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "./api/client";
import { Ask, fileName, place, Quote, StateBadge, Trouble } from "./parts";
import { onPage } from "./pictures/place";

type LinkRow = Schema["LinkRow"];

/** LinksOf lists the evidence proposed for a criterion, or found in a document. */
export function LinksOf({ criterion, document }: { criterion?: string; document?: string }) {
  const query = useQuery({
    queryKey: ["links", criterion, document],
    queryFn: () => take(api.GET("/api/v1/links", { params: { query: { criterion, document, limit: 100 } } })),
  });
  return (
    <Ask query={query}>
      {(links) =>
        (links.items ?? []).length === 0 ? (
          <Text size="sm" c="dimmed">
            Chưa có tài liệu nào được đề xuất.
          </Text>
        ) : (
          <Stack gap="xs">
            {(links.items ?? []).map((l) => (
              <OneLink key={l.link} link={l} showCriterion={criterion === undefined} />
            ))}
          </Stack>
        )
      }
    </Ask>
  );
}

function OneLink({ link, showCriterion }: { link: LinkRow; showCriterion: boolean }) {
  const quote = link.quotes?.[0];
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm">
          {showCriterion && <b>Tiêu chí {link.criterion}: </b>}
          <Anchor component={Link} to={`/van-ban/${link.document}`} size="sm">
            {[link.code, link.title || fileName(link.path)].filter(Boolean).join(" – ")}
          </Anchor>
          {quote && place(quote) ? `, ${place(quote)}` : ""}
        </Text>
        <StateBadge state={link.state} />
      </Group>
      {quote?.text && (
        <>
          <Quote>{quote.text}</Quote>
          <Anchor component={Link} to={onPage(link.document, { page: quote.page, quote: quote.text })} size="xs">
            Xem trên trang
          </Anchor>
        </>
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {link.fulfils ? "Đáp ứng" : "Liên quan, chưa đáp ứng"} “{link.asks}”: {[...(link.reasons ?? []), ...(link.misses ?? [])].map((r) => r.message).join(" ")}
      </Text>
      {link.note && <Text size="xs">Ghi chú: {link.note}</Text>}
      <Review link={link} />
    </Paper>
  );
}

function Review({ link }: { link: LinkRow }) {
  const [rejecting, setRejecting] = useState(false);
  const [note, setNote] = useState("");
  const client = useQueryClient();
  const review = useMutation({
    mutationFn: (decision: "accept" | "reject" | "reset") =>
      take(api.POST("/api/v1/links/{id}/review", { params: { path: { id: link.link } }, body: { decision, note: note || undefined } })),
    onSuccess: () => {
      setRejecting(false);
      void client.invalidateQueries({ queryKey: ["links"] });
      void client.invalidateQueries({ queryKey: ["coverage"] });
    },
  });
  return (
    <>
      <Group gap="xs" mt="xs">
        {link.state === "suggested" ? (
          <>
            <Button size="compact-sm" color="green" loading={review.isPending} onClick={() => review.mutate("accept")}>
              Chấp nhận
            </Button>
            <Button size="compact-sm" variant="light" color="red" onClick={() => setRejecting(!rejecting)}>
              Không chấp nhận
            </Button>
          </>
        ) : (
          <Button size="compact-sm" variant="default" loading={review.isPending} onClick={() => review.mutate("reset")}>
            Xem xét lại
          </Button>
        )}
      </Group>
      {rejecting && (
        <Group gap="xs" mt="xs" align="flex-end">
          <TextInput label="Lý do không chấp nhận" value={note} onChange={(e) => setNote(e.currentTarget.value)} flex={1} />
          <Button size="compact-md" color="red" disabled={note.trim() === ""} loading={review.isPending} onClick={() => review.mutate("reject")}>
            Ghi nhận
          </Button>
        </Group>
      )}
      {review.error && <Trouble error={review.error} />}
    </>
  );
}
