import { Anchor, Badge, Button, Checkbox, Group, List, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "./api/client";
import { Ask, fileName, place, Quote, StateBadge, Trouble, viDate } from "./parts";
import { onPage } from "./pictures/place";
import { useWho } from "./who";
import { moment } from "./words";

export type LinkRow = Schema["LinkRow"];
export type Decision = Schema["ReviewInputBody"]["decision"];

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

/** needsNote are the decisions that are refused without a reason. */
export const needsNote = (d: Decision) => d === "reject" || d === "ask";

export const decisionName: Record<Decision, string> = {
  submit: "Chọn nộp",
  withdraw: "Rút lại",
  accept: "Chấp nhận",
  reject: "Không chấp nhận",
  ask: "Đề nghị giải trình",
  reset: "Xem xét lại",
};

/** useDecided has everything that shows decisions read anew. */
export function useDecided() {
  const client = useQueryClient();
  return () => {
    for (const key of ["links", "link", "coverage", "review"]) void client.invalidateQueries({ queryKey: [key] });
  };
}

/** OneLink is one piece of evidence: what it is, what proves, why, and what was decided. */
export function OneLink({ link, showCriterion, chosen, onChoose }: { link: LinkRow; showCriterion: boolean; chosen?: boolean; onChoose?: (on: boolean) => void }) {
  const quote = link.quotes?.[0];
  const name = [link.code, link.title || fileName(link.path)].filter(Boolean).join(" – ");
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group wrap="nowrap" align="flex-start" gap="xs">
          {onChoose && <Checkbox size="sm" mt={2} checked={chosen ?? false} onChange={(e) => onChoose(e.currentTarget.checked)} aria-label={`Chọn ${name}`} />}
          <Text size="sm">
            {showCriterion && <b>Tiêu chí {link.criterion}: </b>}
            {link.exhibit ? (
              <b>{link.exhibit.title || link.exhibit.description}</b>
            ) : (
              <Anchor component={Link} to={`/van-ban/${link.document}`} size="sm">
                {name}
              </Anchor>
            )}
            {quote && place(quote) ? `, ${place(quote)}` : ""}
          </Text>
        </Group>
        <Group gap={4} justify="flex-end" style={{ flexShrink: 0 }}>
          <Badge variant="outline" color="gray" tt="none">
            {link.band_words}
          </Badge>
          {link.stale && (
            <Badge color="orange" variant="light" tt="none" title="Đã xem xét, nhưng nay văn bản hoặc đoạn trích đã khác">
              Cần xem lại
            </Badge>
          )}
          <StateBadge state={link.state} />
        </Group>
      </Group>
      {link.exhibit?.address && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {link.exhibit.address}
          {link.exhibit.seen ? `, xem ngày ${viDate(link.exhibit.seen)}` : ""}
        </Text>
      )}
      {quote?.text && (
        <>
          <Quote>{quote.text}</Quote>
          <Anchor component={Link} to={onPage(link.document, { page: quote.page, quote: quote.text })} size="xs">
            Xem trên trang
          </Anchor>
        </>
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {link.manual ? "Do người dùng gắn cho" : link.fulfils ? "Đáp ứng" : "Liên quan, chưa đáp ứng"} “{link.asks}”. {link.why}
      </Text>
      {link.state !== "suggested" && link.by && (
        <Text size="xs">
          {link.by}, {moment(link.at ?? "")}
          {link.note ? `: ${link.note}` : ""}
        </Text>
      )}
      <Review link={link} />
    </Paper>
  );
}

/** choices are the decisions that make sense for a person in a state. */
function choices(link: LinkRow, ofUnit: boolean): Decision[] {
  if (ofUnit) return link.state === "suggested" ? ["submit"] : link.state === "submitted" ? ["withdraw"] : [];
  return link.state === "suggested" || link.state === "submitted" ? ["accept", "reject", "ask"] : ["reset"];
}

const colors: Partial<Record<Decision, string>> = { accept: "green", submit: "blue", reject: "red", ask: "orange" };

function Review({ link }: { link: LinkRow }) {
  const who = useWho();
  const decided = useDecided();
  const [asking, setAsking] = useState<Decision>();
  const [note, setNote] = useState("");
  const [told, setTold] = useState(false);
  const review = useMutation({
    mutationFn: (decision: Decision) =>
      take(api.POST("/api/v1/links/{id}/review", { params: { path: { id: link.link } }, body: { decision, note: note.trim() || undefined, ...who } })),
    onSuccess: () => {
      setAsking(undefined);
      setNote("");
      decided();
    },
  });
  return (
    <>
      <Group gap="xs" mt="xs">
        {choices(link, Boolean(who.unit)).map((d) => (
          <Button
            key={d}
            size="compact-sm"
            variant={d === "accept" || d === "submit" ? "filled" : d === "reset" || d === "withdraw" ? "default" : "light"}
            color={colors[d]}
            loading={review.isPending && review.variables === d}
            onClick={() => (needsNote(d) ? setAsking(asking === d ? undefined : d) : review.mutate(d))}
          >
            {decisionName[d]}
          </Button>
        ))}
        <Anchor component="button" type="button" size="xs" onClick={() => setTold(!told)} aria-expanded={told}>
          {told ? "Ẩn các ý kiến" : "Các ý kiến"}
        </Anchor>
      </Group>
      {asking && (
        <form
          onSubmit={(e) => {
            e.preventDefault();
            review.mutate(asking);
          }}
        >
          <Group gap="xs" mt="xs" align="flex-end">
            <TextInput
              label={asking === "ask" ? "Đề nghị đơn vị giải trình điều gì" : "Lý do không chấp nhận"}
              value={note}
              maxLength={2000}
              autoFocus
              onChange={(e) => setNote(e.currentTarget.value)}
              flex={1}
            />
            <Button type="submit" size="compact-md" color={colors[asking]} disabled={note.trim() === ""} loading={review.isPending}>
              Ghi nhận
            </Button>
          </Group>
        </form>
      )}
      {review.error && <Trouble error={review.error} />}
      {told && <History link={link.link} />}
    </>
  );
}

function History({ link }: { link: string }) {
  const query = useQuery({ queryKey: ["link", link], queryFn: () => take(api.GET("/api/v1/links/{id}", { params: { path: { id: link } } })) });
  return (
    <Ask query={query}>
      {(view) =>
        (view.history ?? []).length === 0 ? (
          <Text size="xs" c="dimmed" mt={4}>
            Chưa ai có ý kiến.
          </Text>
        ) : (
          <List size="xs" mt={4}>
            {(view.history ?? []).map((h) => (
              <List.Item key={h.at + h.what}>
                {moment(h.at)} – {h.by}
                {h.unit ? ` (${h.unit})` : ""}: {h.state_words}
                {h.note ? `. ${h.note}` : ""}
              </List.Item>
            ))}
          </List>
        )
      }
    </Ask>
  );
}
