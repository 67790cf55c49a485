import { Anchor, Badge, Button, Checkbox, Group, List, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "./api/client";
import { Ask, fileName, place, Quote, StateBadge, Trouble, viDate } from "./parts";
import { onPage } from "./pictures/place";
import { done } from "./search/ask";
import { useUnitName, useWho } from "./who";
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
  submit: "Nộp",
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

type OneProps = { link: LinkRow; showCriterion: boolean; chosen?: boolean; onChoose?: (on: boolean) => void; afterLock?: boolean; aside?: ReactNode };

/** OneLink is one piece of evidence: what it is, what proves, why, and what was decided. */
export function OneLink({ link, showCriterion, chosen, onChoose, afterLock, aside }: OneProps) {
  const unitName = useUnitName();
  const [all, setAll] = useState(false);
  const quotes = (link.quotes ?? []).filter((q) => q.text);
  const quote = link.quotes?.[0];
  const name = [link.code, link.title || fileName(link.path)].filter(Boolean).join(" – ");
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Group wrap="nowrap" align="flex-start" gap="xs" flex="1 1 18rem">
          {onChoose && <Checkbox size="sm" mt={2} checked={chosen ?? false} onChange={(e) => onChoose(e.currentTarget.checked)} aria-label={`Chọn ${name}`} />}
          <Text size="sm">
            {showCriterion && <b>Tiêu chí {link.criterion}: </b>}
            {link.exhibit ? (
              <b>{link.exhibit.title || link.exhibit.description || link.exhibit.address}</b>
            ) : (
              <Anchor component={Link} to={`/van-ban/${link.document}`} size="sm">
                {name}
              </Anchor>
            )}
            {quote && place(quote) ? `, ${place(quote)}` : ""}
          </Text>
        </Group>
        <Group gap={4}>
          {afterLock && (
            <Badge color="orange" variant="light" tt="none">
              Bổ sung sau khi khoá
            </Badge>
          )}
          <Badge variant="outline" color="gray" tt="none" title="Mức tin cậy của đề xuất">
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
      {(all ? quotes : quotes.slice(0, 1)).map((q) => (
        <div key={`${q.page ?? ""}${q.text}`}>
          <Quote>{q.text}</Quote>
          <Group gap="md">
            {!link.exhibit && (
              <Anchor component={Link} to={onPage(link.document, { page: q.page, quote: q.text })} size="xs">
                Xem trên trang{q.page ? ` ${q.page}` : ""}
              </Anchor>
            )}
            {!all && quotes.length > 1 && (
              <Anchor component="button" type="button" size="xs" onClick={() => setAll(true)}>
                và {quotes.length - 1} đoạn nữa
              </Anchor>
            )}
          </Group>
        </div>
      ))}
      <Text size="xs" c="dark.3" mt={4}>
        {link.manual ? "Do người dùng gắn cho" : link.fulfils ? "Đáp ứng" : "Liên quan, chưa đáp ứng"} “{link.asks}”. {link.why}
      </Text>
      {link.state !== "suggested" && link.by && (
        <Text size="xs">
          {link.by}
          {link.by_unit ? ` (${unitName(link.by_unit)})` : ""}, {moment(link.at ?? "")}
          {link.note ? `: ${link.note}` : ""}
        </Text>
      )}
      <Review link={link} aside={aside} />
    </Paper>
  );
}

/** decisionsFor are the decisions that make sense for a person in a state. */
export function decisionsFor(state: string, ofUnit: boolean): Decision[] {
  if (ofUnit) return state === "suggested" ? ["submit"] : state === "submitted" ? ["withdraw"] : state === "explanation_asked" ? ["submit", "withdraw"] : [];
  switch (state) {
    case "suggested":
    case "submitted":
      return ["accept", "reject", "ask"];
    case "explanation_asked":
      return ["accept", "reject", "reset"];
    case "stale":
      return ["accept", "reject", "ask", "reset"];
    case "rejected":
      return ["accept", "reset"];
  }
  return ["reject", "reset"];
}

const colors: Partial<Record<Decision, string>> = { accept: "green.9", submit: "blue", reject: "red.9" };

/** ReviewOf lets one decide on a link that is known by its identity alone. */
export function ReviewOf({ link }: { link: string }) {
  const query = useQuery({ queryKey: ["link", link], queryFn: () => take(api.GET("/api/v1/links/{id}", { params: { path: { id: link } } })) });
  return <Ask query={query}>{(l) => <Review link={l} />}</Ask>;
}

function Review({ link, aside }: { link: LinkRow; aside?: ReactNode }) {
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
  const remove = useMutation({
    mutationFn: () => done(api.DELETE("/api/v1/links/{id}", { params: { path: { id: link.link }, query: who } })),
    onSuccess: decided,
  });
  const [removing, setRemoving] = useState(false);
  return (
    <>
      <Group gap="xs" mt="xs">
        {decisionsFor(link.stale ? "stale" : link.state, Boolean(who.unit)).map((d) => (
          <Button
            key={d}
            size="compact-sm"
            variant={d === "accept" || d === "submit" ? "filled" : d === "reject" ? "outline" : "default"}
            color={colors[d]}
            loading={review.isPending && review.variables === d}
            onClick={() => (needsNote(d) ? setAsking(asking === d ? undefined : d) : review.mutate(d))}
          >
            {decisionName[d]}
          </Button>
        ))}
        <Anchor component="button" type="button" size="xs" onClick={() => setTold(!told)} aria-expanded={told}>
          {told ? "Ẩn các ý kiến" : "Ai đã quyết định, khi nào"}
        </Anchor>
        {link.manual && (
          <Button size="compact-xs" variant="subtle" color="red.9" loading={remove.isPending} onClick={() => (removing ? remove.mutate() : setRemoving(true))} onBlur={() => setRemoving(false)}>
            {removing ? "Bấm lần nữa để xoá" : "Xoá liên kết này"}
          </Button>
        )}
        {aside}
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
      {(review.error ?? remove.error) && <Trouble error={(review.error ?? remove.error) as Error} />}
      {told && <History link={link.link} />}
    </>
  );
}

function History({ link }: { link: string }) {
  const unitName = useUnitName();
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
                {h.unit ? ` (${unitName(h.unit)})` : ""}: {h.state_words}
                {h.note ? `. ${h.note}` : ""}
              </List.Item>
            ))}
          </List>
        )
      }
    </Ask>
  );
}
