import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask } from "../parts";
import { onPage } from "../pictures/place";
import { count } from "../words";
import { Marked } from "./marked";
import { Notices } from "./Notices";
import css from "./search.module.css";

type Spot = { page: number | null; paragraph: number };

/** Inside lists the places of one paper that match besides the one shown, in the order of the paper. */
export function Inside({ document, text, shown }: { document: string; text: string; shown: Spot }) {
  const query = useQuery({
    queryKey: ["search", "inside", document, text],
    staleTime: 60_000,
    queryFn: ({ signal }) => take(api.GET("/api/v1/documents/{id}/hits", { params: { path: { id: document }, query: { q: text, limit: 50 } }, signal })),
  });
  return (
    <Ask query={query}>
      {(found) => {
        const places = (found.items ?? []).filter((p) => p.page !== shown.page || p.paragraph !== shown.paragraph);
        const total = found.total - ((found.items ?? []).length - places.length);
        return (
          <>
            <Text size="sm" c="dark.4" mt="xs" role="status">
              {places.length === 0
                ? "Không có chỗ nào khác khớp với câu tìm."
                : places.length < total
                  ? `${count(places.length)} chỗ khớp nhất trong ${count(total)} chỗ khác, theo thứ tự trong văn bản`
                  : `${count(total)} chỗ khác cũng khớp, theo thứ tự trong văn bản`}
            </Text>
            <Notices of={found.notices} />
            <ol className={css.inner}>
              {places.map((p) => (
                <li key={p.passage}>
                  <OnePlace document={document} at={p} />
                </li>
              ))}
            </ol>
          </>
        );
      }}
    </Ask>
  );
}

function OnePlace({ document, at }: { document: string; at: Schema["PlaceRow"] }) {
  return (
    <>
      <Text size="sm">
        <Anchor component={Link} to={onPage(document, { page: at.page, quote: at.text })} size="sm" fw={600}>
          {at.place || "Xem chỗ này"}
        </Anchor>
        {at.heading && (
          <Text span size="xs" c="dimmed">
            {" "}
            {at.heading}
          </Text>
        )}
      </Text>
      <Text size="sm" className={css.text}>
        <Marked text={at.text} marks={at.marks} />
      </Text>
    </>
  );
}
