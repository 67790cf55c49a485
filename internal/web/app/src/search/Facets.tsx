import { Anchor, Box, Button, Checkbox, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import type { Schema } from "../api/client";
import { count } from "../words";
import { type Ask, facets, type Listed, toggled } from "./ask";
import css from "./search.module.css";
import { facetName, ownPapers, valueName, wholeName } from "./words";

type Counted = Schema["FacetRow"];
type Props = { ask: Ask; counted: Counted[]; names: Counted[]; onAsk: (ask: Ask) => void };

const few = 6; // values of a filter that show at once
const opened: Listed[] = ["type", "unit", "year"]; // the others are folded up until they are used

/** Facets narrow the answer: what there is of each kind, and how much of it. */
export function Facets({ ask, counted, names, onAsk }: Props) {
  return (
    <Box>
      <Days ask={ask} onAsk={onAsk} />
      {facets.map((f) => (
        <Facet key={f} list={f} ask={ask} counted={counted} names={names} onAsk={onAsk} />
      ))}
    </Box>
  );
}

type Value = { value: string; name: string; documents?: number };

/** valuesOf are what is counted, and what is chosen though nothing has it. */
function valuesOf(list: Listed, ask: Ask, counted: Counted[], names: Counted[]): Value[] {
  const found: Value[] = (counted.find((f) => f.facet === list)?.values ?? []).map((v) => ({
    value: v.value === "" && list === "unit" ? ownPapers : v.value !== "" && list === "issuer" ? wholeName + v.value : v.value,
    name: list === "criterion" && v.value ? `${v.value} ${v.name}` : v.name,
    documents: v.documents,
  }));
  const more = ask.chosen[list].filter((v) => !found.some((x) => x.value === v)).map((v) => ({ value: v, name: valueName(list, v, names), documents: 0 }));
  const all = [...found, ...more];
  if (list === "year") all.sort((a, b) => b.value.localeCompare(a.value));
  // What has no value cannot be chosen; it stands last.
  return [...all.filter((v) => v.value !== ""), ...all.filter((v) => v.value === "")];
}

function Facet({ list, ask, counted, names, onAsk }: Props & { list: Listed }) {
  const [whole, setWhole] = useState(false);
  const values = valuesOf(list, ask, counted, names);
  const chosen = ask.chosen[list];
  const [folded, setFolded] = useState(!opened.includes(list) && chosen.length === 0);
  useEffect(() => {
    if (chosen.length > 0) setFolded(false);
  }, [chosen.length]);
  if (values.length === 0) return null;
  const shown = whole ? values : values.filter((v, i) => i < few || chosen.includes(v.value));
  const other = counted.find((f) => f.facet === list)?.other ?? 0;
  return (
    <details className={css.facet} open={!folded} onToggle={(e) => setFolded(!e.currentTarget.open)}>
      <summary>
        {facetName[list]}
        {chosen.length > 0 && ` (${chosen.length})`}
      </summary>
      <fieldset aria-label={facetName[list]}>
        {shown.map((v) => (
          <div key={v.value} className={css.value}>
            {v.value === "" ? (
              <Text size="sm" c="dimmed" pl="1.75rem" className={css.name}>
                {v.name}
              </Text>
            ) : (
              <Checkbox
                size="xs"
                styles={{ label: { fontSize: "var(--mantine-font-size-sm)" } }}
                classNames={{ label: css.name }}
                label={v.name}
                checked={chosen.includes(v.value)}
                onChange={() => onAsk(toggled(ask, list, v.value))}
              />
            )}
            <Text size="sm" c="dimmed">
              {count(v.documents ?? 0)}
              <VisuallyHidden> văn bản</VisuallyHidden>
            </Text>
          </div>
        ))}
        {(values.length > shown.length || whole) && (
          <Anchor component="button" type="button" size="sm" onClick={() => setWhole(!whole)}>
            {whole ? "Thu gọn" : `Xem thêm ${count(values.length - shown.length)}`}
          </Anchor>
        )}
        {whole && other > 0 && (
          <Text size="xs" c="dimmed">
            và {count(other)} văn bản khác
          </Text>
        )}
      </fieldset>
    </details>
  );
}

/** Days is the span of days of issue. It acts when it is applied: a date being typed is no date yet. */
function Days({ ask, onAsk }: Pick<Props, "ask" | "onAsk">) {
  const [from, setFrom] = useState(ask.from);
  const [to, setTo] = useState(ask.to);
  useEffect(() => {
    setFrom(ask.from);
    setTo(ask.to);
  }, [ask.from, ask.to]);
  const changed = from !== ask.from || to !== ask.to;
  const swapped = from !== "" && to !== "" && from > to;
  const apply = (e: FormEvent) => {
    e.preventDefault();
    if (changed && !swapped) onAsk({ ...ask, from, to });
  };
  return (
    <form onSubmit={apply}>
      {(
        [
          ["Ban hành từ", from, setFrom],
          ["đến ngày", to, setTo],
        ] as const
      ).map(([label, value, set]) => (
        <TextInput key={label} classNames={{ root: css.day }} size="xs" type="date" label={label} min="1945-01-01" max="2100-12-31" value={value} onChange={(e) => set(e.currentTarget.value)} />
      ))}
      {swapped && (
        <Text size="xs" c="red.8" role="alert" pb="xs">
          Ngày đầu đang sau ngày cuối.
        </Text>
      )}
      {changed && !swapped && (
        <Button type="submit" size="compact-sm" variant="light" fullWidth mb="xs">
          Lọc theo ngày
        </Button>
      )}
    </form>
  );
}
