import { Anchor, Box, Button, Drawer, Group, List, NativeSelect, Stack, Text } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { Schema } from "../api/client";
import { Ask as Asked, More, Trouble } from "../parts";
import { count } from "../words";
import { type Ask, findPage, isEmpty, narrowed, type Order, orders, readAsk, useNames, widened, writeAsk } from "./ask";
import { Chips } from "./Chips";
import { Facets } from "./Facets";
import { Help } from "./Help";
import { Hints } from "./Hints";
import { Hit } from "./Hit";
import { Notices } from "./Notices";
import { Save } from "./Save";
import css from "./search.module.css";
import { SearchBox } from "./SearchBox";
import { orderName, seconds } from "./words";

type Answer = Schema["SearchAnswer"];

/** Find searches all papers. The address holds the whole question. */
export function Find() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const ask = readAsk(params);
  const go = (next: Ask) => void navigate(writeAsk(next));
  const query = useInfiniteQuery({
    queryKey: ["search", ask],
    enabled: !isEmpty(ask),
    initialPageParam: "",
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ pageParam, signal }) => findPage(ask, pageParam, signal),
    getNextPageParam: (last) => last.next || undefined,
  });
  const first = isEmpty(ask) ? undefined : query.data?.pages[0];
  const names = useNames(narrowed(ask) > 0);
  const counted = [...(first?.facets ?? []), ...(names.data?.facets ?? [])];
  return (
    <Stack gap="sm">
      <SearchBox text={ask.text} onSearch={(text) => go({ ...ask, text })} />
      <Chips ask={ask} counted={counted} onAsk={go} />
      <Group gap="md" style={{ rowGap: 4 }}>
        <Text size="sm" fw={600} role="status" className={css.status}>
          {first && !query.isPlaceholderData ? told(first) : query.isFetching && !isEmpty(ask) ? "Đang tìm…" : ""}
        </Text>
        {!isEmpty(ask) && <Save key={writeAsk(ask)} ask={ask} counted={counted} />}
        <Help />
      </Group>
      {isEmpty(ask) ? (
        <Hints />
      ) : (
        <Asked query={query}>
          {(data) => (
            <Results ask={ask} names={counted} first={data.pages[0]} hits={data.pages.flatMap((p) => p.items ?? [])} stale={query.isPlaceholderData} onAsk={go}>
              {query.isFetchNextPageError && <Trouble error={query.error} />}
              <More query={query} />
            </Results>
          )}
        </Asked>
      )}
    </Stack>
  );
}

const told = (a: Answer) => (a.total === 0 ? "Không tìm thấy văn bản nào." : `Tìm thấy ${count(a.total)} văn bản (${seconds(a.took_ms)})`);

type Props = { ask: Ask; names: Schema["FacetRow"][]; first: Answer; hits: Schema["HitRow"][]; stale: boolean; onAsk: (ask: Ask) => void; children: React.ReactNode };

function Results({ ask, names, first, hits, stale, onAsk, children }: Props) {
  const wide = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const facets = <Facets ask={ask} counted={first.facets ?? []} names={names} onAsk={onAsk} />;
  return (
    <div className={css.both}>
      {wide ? (
        <aside className={css.side} aria-label="Bộ lọc">
          {facets}
        </aside>
      ) : null}
      <Box miw={0}>
        <Group justify="space-between" mb="xs" gap="xs" wrap="nowrap" align="flex-start">
          <Box miw={0}>{wide ? <Understood first={first} ask={ask} onAsk={onAsk} /> : <Narrow ask={ask} total={first.total}>{facets}</Narrow>}</Box>
          <NativeSelect
            size="xs"
            flex="0 0 auto"
            aria-label="Sắp xếp"
            value={ask.sort}
            onChange={(e) => onAsk({ ...ask, sort: e.currentTarget.value as Order })}
            data={orders.map((o) => ({ value: o, label: `Xếp: ${orderName[o].toLowerCase()}` }))}
          />
        </Group>
        <Stack gap="xs">
          {!wide && <Understood first={first} ask={ask} onAsk={onAsk} />}
          <Notices of={first.notices} />
          {hits.length === 0 ? (
            <Nothing ask={ask} onAsk={onAsk} />
          ) : (
            <ol className={css.hits} data-stale={stale || undefined} aria-busy={stale} aria-label="Kết quả">
              {hits.map((h) => (
                <Hit key={h.document} hit={h} text={ask.text} />
              ))}
            </ol>
          )}
        </Stack>
        {children}
      </Box>
    </div>
  );
}

/** Narrow holds the filters where there is no room beside the hits. */
function Narrow({ ask, total, children }: { ask: Ask; total: number; children: React.ReactNode }) {
  const [opened, { open, close }] = useDisclosure(false);
  const set = narrowed(ask);
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        Bộ lọc{set > 0 ? ` (${set})` : ""}
      </Button>
      <Drawer opened={opened} onClose={close} size="sm" title="Bộ lọc" closeButtonProps={{ "aria-label": "Đóng" }}>
        {children}
        <Button fullWidth mt="md" onClick={close}>
          Xem {count(total)} văn bản
        </Button>
      </Drawer>
    </>
  );
}

/** Understood says what the program made of the question. */
function Understood({ first, ask, onAsk }: { first: Answer; ask: Ask; onAsk: (ask: Ask) => void }) {
  const other = first.suggestion;
  return (
    <>
      {other && (
        <Text>
          Có phải bạn tìm:{" "}
          <Anchor component="button" type="button" fw={600} onClick={() => onAsk({ ...ask, text: other })}>
            {other}
          </Anchor>
          ?
        </Text>
      )}
      {(first.expansions ?? []).length > 0 && (
        <Text size="sm" c="dark.4">
          Tìm cả chữ viết tắt và dạng đầy đủ: {(first.expansions ?? []).map((x) => `${x.short} = ${x.long}`).join("; ")}.{" "}
          <Anchor component={Link} to="/viet-tat" size="sm">
            Sửa chữ viết tắt
          </Anchor>
        </Text>
      )}
    </>
  );
}

function Nothing({ ask, onAsk }: { ask: Ask; onAsk: (ask: Ask) => void }) {
  return (
    <Stack gap="sm" py="md">
      <Text fw={600}>Không có văn bản nào khớp.</Text>
      {narrowed(ask) > 0 && (
        <Button variant="light" style={{ alignSelf: "flex-start" }} onClick={() => onAsk(widened(ask))}>
          Bỏ hết bộ lọc rồi tìm lại
        </Button>
      )}
      <List size="sm" spacing={4}>
        <List.Item>Thử ít chữ hơn, hoặc bỏ dấu ngoặc kép và các phần như “loại:”, “năm:”.</List.Item>
        <List.Item>Kiểm tra số, ký hiệu; thử chỉ gõ số và loại, như “kế hoạch số 15”.</List.Item>
        <List.Item>
          Tệp chưa đọc được thì chưa tìm thấy ở đây:{" "}
          <Anchor component={Link} to="/so-tiep-nhan" size="sm">
            xem Sổ tiếp nhận
          </Anchor>
          .
        </List.Item>
      </List>
    </Stack>
  );
}
