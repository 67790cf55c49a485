import { Anchor, Badge, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask, viDate } from "../parts";
import { onPage } from "../pictures/place";
import { count } from "../words";
import { BriefLink } from "./BriefLink";
import css from "./papers.module.css";
import { citedAs, relationName } from "./words";

type Cited = Schema["CitedRow"];
type Citing = Schema["CitingRow"];

const few = 8; // rows that show before one asks for all

/** Citations are what a paper cites and who cites it. */
export function Citations({ id }: { id: string }) {
  const query = useQuery({ queryKey: ["citations", id], queryFn: () => take(api.GET("/api/v1/documents/{id}/citations", { params: { path: { id } } })) });
  return (
    <Ask query={query}>
      {(c) => {
        const cites = once(c.cites ?? [], (r) => `${r.relation} ${r.code} ${r.issued_date ?? ""}`);
        const citing = once(c.cited_by ?? [], (r) => `${r.relation} ${r.document.id}`);
        const absent = cites.filter((r) => (r.documents ?? []).length === 0).length;
        if (cites.length + citing.length === 0)
          return (
            <Text size="sm" c="dimmed">
              Không viện dẫn văn bản nào, chưa văn bản nào viện dẫn.
            </Text>
          );
        return (
          <>
            {cites.length > 0 && (
              <Text size="sm" fw={600}>
                Viện dẫn {count(cites.length)} văn bản{absent > 0 ? `, ${count(absent)} văn bản chưa có` : ""}
              </Text>
            )}
            <Some of={cites} label="Văn bản được viện dẫn">
              {(r) => <CitedLine key={`${r.relation} ${r.code} ${r.line}`} id={id} of={r} />}
            </Some>
            {citing.length > 0 && (
              <Text size="sm" fw={600} mt="xs">
                Được {count(citing.length)} văn bản viện dẫn
              </Text>
            )}
            <Some of={citing} label="Văn bản viện dẫn văn bản này">
              {(r) => <CitingLine key={`${r.relation} ${r.document.id}`} of={r} />}
            </Some>
          </>
        );
      }}
    </Ask>
  );
}

/** once drops what is said twice: a paper is often cited on every page. */
function once<T>(rows: T[], key: (row: T) => string): T[] {
  const seen = new Set<string>();
  return rows.filter((r) => !seen.has(key(r)) && seen.add(key(r)));
}

function Some<T>({ of: rows, label, children }: { of: T[]; label: string; children: (row: T) => React.ReactNode }) {
  const [whole, setWhole] = useState(false);
  if (rows.length === 0) return null;
  return (
    <>
      <ul className={css.rows} aria-label={label}>
        {(whole ? rows : rows.slice(0, few)).map(children)}
      </ul>
      {!whole && rows.length > few && (
        <Button size="compact-sm" variant="subtle" onClick={() => setWhole(true)}>
          Xem cả {count(rows.length)} văn bản
        </Button>
      )}
    </>
  );
}

const strong = (relation: string) => relation === "replaces" || relation === "repeals" || relation === "amends";

function CitedLine({ id, of: r }: { id: string; of: Cited }) {
  const there = r.documents ?? [];
  return (
    <li className={css.badged}>
      <Relation name={relationName[r.relation]} strong={strong(r.relation)} />
      <div>
        <Group gap="xs">
          <Text size="sm">
            {r.code}
            {r.issued_date ? ` (${viDate(r.issued_date)})` : ""}
            {r.organ ? `, ${r.organ}` : ""}
          </Text>
          {there.length === 0 && (
            <Badge color="gray" variant="outline" size="sm" tt="none">
              Chưa có
            </Badge>
          )}
        </Group>
        {there.map((d) => (
          <div key={d.id}>
            <BriefLink of={d} />
          </div>
        ))}
        <Where id={id} of={r} />
      </div>
    </li>
  );
}

function CitingLine({ of: r }: { of: Citing }) {
  return (
    <li className={css.badged}>
      <Relation name={citedAs[r.relation]} strong={strong(r.relation)} />
      <div>
        <BriefLink of={r.document} />
        <Where id={r.document.id} of={r} />
      </div>
    </li>
  );
}

const Relation = ({ name, strong }: { name?: string; strong: boolean }) => (
  <Text size="sm" c={strong ? "orange.9" : "dark.4"} fw={strong ? 600 : undefined}>
    {name ?? "Nhắc tới"}
  </Text>
);

/** Where is the sentence that cites, and its page. */
function Where({ id, of: r }: { id: string; of: { text: string; page?: number } }) {
  return (
    <Text size="xs" c="dark.3" component="div" style={{ overflowWrap: "anywhere" }}>
      “{r.text}”{" "}
      <Anchor component={Link} to={onPage(id, { page: r.page, quote: r.text })} size="xs" aria-label={`Xem chỗ viện dẫn${r.page ? `, trang ${r.page}` : ""}`}>
        {r.page ? `trang ${r.page}` : "xem chỗ ghi"}
      </Anchor>
    </Text>
  );
}
