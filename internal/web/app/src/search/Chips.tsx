import { Anchor, Group, Pill } from "@mantine/core";
import type { Schema } from "../api/client";
import { type Ask, listed, narrowed, toggled, widened } from "./ask";
import { days, facetName, valueName } from "./words";

/** Chips are the filters that are set; each can be taken away. */
export function Chips({ ask, counted, onAsk }: { ask: Ask; counted: Schema["FacetRow"][]; onAsk: (ask: Ask) => void }) {
  if (narrowed(ask) === 0) return null;
  const chip = (key: string, label: string, without: Ask) => (
    <Pill
      key={key}
      size="md"
      withRemoveButton
      onRemove={() => onAsk(without)}
      removeButtonProps={{ "aria-label": `Bỏ lọc ${label}`, "aria-hidden": false, tabIndex: 0, title: "Bỏ" }}
      style={{ maxWidth: "100%" }}
    >
      {label}
    </Pill>
  );
  return (
    <Group gap={6} role="group" aria-label="Đang lọc theo">
      {listed.flatMap((l) => ask.chosen[l].map((v) => chip(l + v, `${facetName[l]}: ${valueName(l, v, counted)}`, toggled(ask, l, v))))}
      {(ask.from || ask.to) && chip("days", `Ban hành ${days(ask.from, ask.to)}`, { ...ask, from: "", to: "" })}
      <Anchor component="button" type="button" size="sm" onClick={() => onAsk(widened(ask))}>
        Bỏ hết bộ lọc
      </Anchor>
    </Group>
  );
}
