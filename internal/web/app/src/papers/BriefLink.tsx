import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { fileName, viDate } from "../parts";
import type { Brief } from "./words";

/** nameOf is what a document is called on a line: number, trích yếu, or else its file. */
export const nameOf = (d: Brief) => [d.code, d.title || fileName(d.path)].filter(Boolean).join(" – ");

/** BriefLink leads to a document, with the day it was issued and its file below. */
export function BriefLink({ of: d, to, file = false }: { of: Brief; to?: string; file?: boolean }) {
  return (
    <>
      <Text span size="sm">
        <Anchor component={Link} to={to ?? `/van-ban/${d.id}`} inherit style={{ overflowWrap: "anywhere" }}>
          {nameOf(d)}
        </Anchor>
        {d.issued_date && ` (${viDate(d.issued_date)})`}
      </Text>
      {file && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }} title={d.path}>
          {fileName(d.path)}
        </Text>
      )}
    </>
  );
}
