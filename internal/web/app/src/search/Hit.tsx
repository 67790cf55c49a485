import { Anchor, Badge, Box, Group, Text } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { Link } from "react-router";
import type { Schema } from "../api/client";
import { fileName, viDate } from "../parts";
import { onPage } from "../pictures/place";
import { Inside } from "./Inside";
import { Marked } from "./marked";
import css from "./search.module.css";
import { Similar } from "./Similar";
import { folders, valueName } from "./words";

type Row = Schema["HitRow"];

/** factsOf are what a paper is known by: number, date, organ. */
export const factsOf = (hit: Row) =>
  [hit.code && `Số ${hit.code}`, hit.issued_date && `ngày ${viDate(hit.issued_date)}`, hit.organ_name].filter(Boolean).join(" · ");

/** Hit is one paper with the passage that matches best, and the ways on from it. */
export function Hit({ hit, text, children }: { hit: Row; text: string; children?: ReactNode }) {
  const [open, setOpen] = useState<"inside" | "similar">();
  const id = useId();
  const way = (which: "inside" | "similar", label: string) => (
    <Anchor
      component="button"
      type="button"
      size="sm"
      aria-expanded={open === which}
      aria-controls={open === which ? id : undefined}
      onClick={() => setOpen(open === which ? undefined : which)}
    >
      {label} {open === which ? "▴" : "▾"}
    </Anchor>
  );
  return (
    <li className={css.hit}>
      <Group gap="xs" align="baseline" style={{ rowGap: 2 }}>
        <Anchor component={Link} to={`/van-ban/${hit.document}`} fw={600} style={{ overflowWrap: "anywhere" }}>
          {hit.title || fileName(hit.path)}
        </Anchor>
        <Signs hit={hit} />
      </Group>
      <Text size="sm" c="dark.4" className={css.text}>
        {factsOf(hit)}
      </Text>
      {hit.snippet && (
        <Text size="sm" my={4} className={css.text}>
          {hit.place && (
            <Text span size="sm" fw={600}>
              {upper(hit.place)}:{" "}
            </Text>
          )}
          <Marked text={hit.snippet} marks={hit.marks} />
        </Text>
      )}
      {children}
      <Group gap="md" style={{ rowGap: 4 }}>
        <Anchor component={Link} to={onPage(hit.document, { page: hit.page, quote: hit.snippet })} size="sm">
          Xem trên trang
        </Anchor>
        {text !== "" && way("inside", "Các chỗ khác trong văn bản")}
        {way("similar", "Văn bản tương tự")}
      </Group>
      <Text size="xs" c="dimmed" mt={2} className={css.text} title={hit.path}>
        Tệp: {folders(hit.path)}
      </Text>
      {open && (
        <Box id={id}>
          {open === "inside" ? <Inside document={hit.document} text={text} shown={hit} /> : <Similar document={hit.document} />}
        </Box>
      )}
    </li>
  );
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Signs warn of papers to be looked at twice. */
export function Signs({ hit }: { hit: Row }) {
  return (
    <>
      {hit.draft && (
        <Badge color="orange" variant="light" tt="none" title="Văn bản tự ghi là dự thảo, hoặc có ký hiệu mà chưa có số">
          Bản dự thảo
        </Badge>
      )}
      {hit.quality !== "good" && (
        <Badge color="yellow.9" variant="light" tt="none" title="Chữ trong văn bản này có thể thiếu hoặc sai; hãy đối chiếu với bản gốc">
          {valueName("quality", hit.quality)}
        </Badge>
      )}
    </>
  );
}
