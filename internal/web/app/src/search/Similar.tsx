import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, take } from "../api/client";
import { Ask, fileName } from "../parts";
import { factsOf, Signs } from "./Hit";
import { Notices } from "./Notices";
import css from "./search.module.css";

/** Similar lists papers of like content: earlier versions, drafts, those of other units. */
export function Similar({ document }: { document: string }) {
  const query = useQuery({
    queryKey: ["search", "similar", document],
    staleTime: 60_000,
    queryFn: ({ signal }) => take(api.GET("/api/v1/documents/{id}/similar", { params: { path: { id: document }, query: { limit: 8 } }, signal })),
  });
  return (
    <Ask query={query}>
      {(found) => (
        <>
          {(found.items ?? []).length === 0 && (
            <Text size="sm" c="dark.4" mt="xs" role="status">
              Không có văn bản nào tương tự.
            </Text>
          )}
          <Notices of={found.notices} />
          <ul className={css.inner} aria-label="Văn bản tương tự">
            {(found.items ?? []).map((h) => (
              <li key={h.document}>
                <Anchor component={Link} to={`/van-ban/${h.document}`} size="sm" style={{ overflowWrap: "anywhere" }}>
                  {h.title || fileName(h.path)}
                </Anchor>{" "}
                <Signs hit={h} />
                <Text size="xs" c="dark.4">
                  {factsOf(h) || fileName(h.path)}
                </Text>
              </li>
            ))}
          </ul>
        </>
      )}
    </Ask>
  );
}
