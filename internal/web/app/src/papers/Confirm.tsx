import { Alert, Box, Button, Checkbox, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { api, take } from "../api/client";
import { Ask, More, Trouble } from "../parts";
import { pictureOf } from "../pictures/place";
import { count } from "../words";
import { type Asked, asked, blankOf, changeOf, faulty, fieldsOf, type Row, touched, type Typed, untouched } from "./confirming";
import { ConfirmRow } from "./ConfirmRow";
import { loud } from "./loud";
import css from "./papers.module.css";

const pageSize = 50;
const most = 200; // documents the API confirms at once

/** after are the questions whose answers change with the particulars. */
const after = [["particulars"], ["document"], ["documents"], ["work"], ["citations"], ["links"], ["coverage"], ["search"], ["register"], ["confirmations", "count"]];

/** Confirm lists the papers whose number or day is blank or doubtful, to be filled in row by row or confirmed at once. */
export function Confirm() {
  const [params, setParams] = useSearchParams();
  const unit = params.get("don-vi") ?? "";
  const query = useInfiniteQuery({
    queryKey: ["confirmations", "list", unit],
    initialPageParam: "",
    staleTime: Infinity, // rows stay under the eyes of who works through them
    refetchOnMount: "always",
    refetchOnWindowFocus: false,
    queryFn: ({ pageParam }) => take(api.GET("/api/v1/confirmations", { params: { query: { unit: unit || undefined, cursor: pageParam || undefined, limit: pageSize } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        Chờ xác nhận thông tin
      </Title>
      <Text size="sm">
        Văn bản chưa rõ số hoặc ngày. Gõ số, ngày rồi bấm <b>Enter</b> để lưu và sang dòng sau; mũi tên lên, xuống để chuyển dòng. Chương trình đọc đúng thì bấm “Đúng”.
      </Text>
      <Ask query={query}>
        {(data) => {
          const units = data.pages[0].units ?? [];
          const rows = data.pages.flatMap((p) => p.items ?? []);
          return (
            <>
              {(units.length > 1 || unit) && (
                <NativeSelect
                  label="Đơn vị"
                  maw={420}
                  value={unit}
                  onChange={(e) => setParams(e.currentTarget.value ? { "don-vi": e.currentTarget.value } : {})}
                  data={[{ value: "", label: `Tất cả (${count(units.reduce((n, u) => n + u.documents, 0))})` }, ...units.map((u) => ({ value: u.unit, label: `${u.name || "Chung của cơ quan"} (${count(u.documents)})` }))]}
                />
              )}
              {rows.length === 0 ? (
                <Alert color="green" styles={loud(false)} title="Không còn văn bản nào chờ xác nhận.">
                  Mọi văn bản đã rõ số và ngày.
                </Alert>
              ) : (
                <List key={unit} rows={rows} total={data.pages[0].total} onReload={() => query.refetch()} />
              )}
              <More query={query} />
            </>
          );
        }}
      </Ask>
    </Stack>
  );
}

function List({ rows, total, onReload }: { rows: Row[]; total: number; onReload: () => void }) {
  const [typed, setTyped] = useState<Record<string, Typed>>({});
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState("");
  const [bulk, setBulk] = useState<{ busy: boolean; said?: string; waits?: boolean; error?: Error }>({ busy: false });
  const box = useRef<HTMLUListElement>(null);
  const client = useQueryClient();
  const now = useRef(typed);
  now.current = typed;
  const type = useCallback((id: string, change: (t: Typed) => Typed) => setTyped((all) => ({ ...all, [id]: change(all[id] ?? untouched) })), []);
  const choose = useCallback((id: string, on: boolean) => setChosen((was) => {
    const next = new Set(was);
    if (on) next.add(id);
    else next.delete(id);
    return next;
  }), []);
  const move = useCallback((from: number, by: number, field: Asked) => {
    // The next row that has a box to type in, in the same column where it has one.
    for (let at = from + by; ; at += by) {
      const boxes = box.current?.querySelectorAll<HTMLInputElement>(`input[data-at="${at}"]`);
      if (!box.current || at < 0 || at > 10_000) return;
      if (boxes && boxes.length > 0) {
        const to = [...boxes].find((b) => b.dataset.field === field) ?? boxes[0];
        to.focus();
        to.select();
        return;
      }
      if (!box.current.children[at]) return;
    }
  }, []);
  const changed = useCallback(() => {
    for (const queryKey of after) void client.invalidateQueries({ queryKey });
  }, [client]);
  const save = useCallback(
    (row: Row, then?: () => void) => {
      const id = row.document.id;
      const t = now.current[id] ?? untouched;
      const body = changeOf(row, t);
      if (t.busy || faulty(row, t)) return;
      if (!body) return then?.(); // nothing to say of it yet
      then?.();
      type(id, (was) => ({ ...was, busy: true, error: undefined }));
      take(api.PUT("/api/v1/documents/{id}/corrections", { params: { path: { id } }, body })).then(
        () => {
          type(id, (was) => kept(row, was, fieldsOf(body)));
          choose(id, false);
          changed();
        },
        (error: Error) => type(id, (was) => ({ ...was, busy: false, error })),
      );
    },
    [type, choose, changed],
  );
  const undo = useCallback(
    async (row: Row) => {
      const id = row.document.id;
      type(id, (was) => ({ ...was, busy: true, error: undefined }));
      try {
        for (const field of (now.current[id] ?? untouched).saved) {
          await take(api.DELETE("/api/v1/documents/{id}/corrections/{field}", { params: { path: { id, field } } }));
          type(id, (was) => ({ ...was, saved: was.saved.filter((f) => f !== field), rest: [...(was.rest ?? []), field] }));
        }
        type(id, (was) => ({ ...was, busy: false }));
      } catch (error) {
        type(id, (was) => ({ ...was, busy: false, error: error as Error }));
      }
      changed();
    },
    [type, changed],
  );
  const open = rows.filter((r) => asked(r, typed[r.document.id] ?? untouched).length > 0);
  const selected = open.filter((r) => chosen.has(r.document.id));
  const confirm = async () => {
    setBulk({ busy: true });
    let papers = 0;
    let waiting = 0;
    const keep = (row: Row, fields: Asked[]) => {
      const left = asked(row, now.current[row.document.id] ?? untouched).length - fields.length;
      papers += fields.length > 0 ? 1 : 0;
      waiting += left > 0 ? 1 : 0;
      type(row.document.id, (was) => kept(row, was, fields));
    };
    try {
      const plain: Row[] = [];
      for (const row of selected) {
        const t = typed[row.document.id] ?? untouched;
        if (!touched(row, t)) plain.push(row);
        else if (faulty(row, t)) waiting++;
        else {
          const body = changeOf(row, t);
          if (body) await take(api.PUT("/api/v1/documents/{id}/corrections", { params: { path: { id: row.document.id } }, body }));
          keep(row, body ? fieldsOf(body) : []);
        }
      }
      for (let i = 0; i < plain.length; i += most) {
        const some = plain.slice(i, i + most);
        await take(api.POST("/api/v1/confirmations", { body: { documents: some.map((r) => ({ id: r.document.id })) } }));
        for (const r of some) keep(r, asked(r, typed[r.document.id] ?? untouched).filter((f) => !blankOf(r, untouched, f)));
      }
      setChosen(new Set());
      setBulk({ busy: false, waits: waiting > 0, said: `${papers > 0 ? `Đã xác nhận ${count(papers)} văn bản.` : "Chưa xác nhận văn bản nào."}${waiting > 0 ? ` ${count(waiting)} văn bản còn chỗ trống: điền vào, hoặc đánh dấu “Không có số”, “Không có ngày”.` : ""}` });
    } catch (error) {
      setBulk({ busy: false, error: error as Error });
    }
    changed();
  };
  const doneCount = rows.length - open.length;
  const wide = useMediaQuery("(min-width: 80em)", false, { getInitialValueInEffect: false });
  const row = rows.find((r) => r.document.id === active) ?? rows[0];
  const [look] = useDebouncedValue(row, 250); // who passes over rows asks for no pictures of them
  return (
    <div className={css.desk} data-look>
      <div>
        <Group className={css.bar} gap="sm" justify="space-between">
          <Group gap="sm">
            <Checkbox
              size="sm"
              label={selected.length > 0 ? `Đã chọn ${count(selected.length)}` : "Chọn tất cả"}
              checked={selected.length > 0 && selected.length === open.length}
              indeterminate={selected.length > 0 && selected.length < open.length}
              disabled={open.length === 0}
              onChange={(e) => setChosen(e.currentTarget.checked ? new Set(open.map((r) => r.document.id)) : new Set())}
            />
            <Button size="compact-md" color="green" disabled={selected.length === 0} loading={bulk.busy} onClick={confirm}>
              Xác nhận các văn bản đã chọn
            </Button>
          </Group>
          <Group gap="xs">
            <Text size="sm" role="status">
              {count(Math.max(0, total - doneCount))} văn bản chờ xác nhận{doneCount > 0 ? `, ${count(doneCount)} vừa ghi` : ""}
            </Text>
            {doneCount > 0 && (
              <Button size="compact-sm" variant="default" onClick={() => {
                setBulk({ busy: false });
                onReload();
              }}>
                Bỏ các dòng đã ghi
              </Button>
            )}
          </Group>
        </Group>
        {bulk.error && <Trouble error={bulk.error} />}
        {bulk.said && (
          <Alert color={bulk.waits ? "orange" : "green"} py="xs" my="xs" role="status">
            {bulk.said}
          </Alert>
        )}
        <ul className={css.rows} ref={box} aria-label="Văn bản chờ xác nhận">
          {rows.map((r, at) => (
            <ConfirmRow
              key={r.document.id}
              row={r}
              at={at}
              typed={typed[r.document.id] ?? untouched}
              active={wide === true && row?.document.id === r.document.id}
              chosen={chosen.has(r.document.id)}
              onType={type}
              onChoose={choose}
              onActive={setActive}
              onSave={save}
              onUndo={undo}
              onMove={move}
            />
          ))}
        </ul>
      </div>
      {wide && look && <Look of={look} />}
    </div>
  );
}

/** kept is a row after some of its fields were kept. */
const kept = (row: Row, was: Typed, fields: Asked[]): Typed => ({ ...was, busy: false, error: undefined, saved: [...fields, ...was.saved], rest: asked(row, was).filter((f) => !fields.includes(f)) });

/** Look shows the page on which number and day stand, beside the row one is at. */
function Look({ of: r }: { of: Row }) {
  const span = (r.fields ?? []).find((f) => f.span?.page)?.span;
  const page = span?.page ?? 1;
  const source = pictureOf(r.document.id, page, 1000, span?.text ?? "");
  const [broken, setBroken] = useState("");
  const [loaded, setLoaded] = useState("");
  return (
    <Box className={css.look} component="aside" aria-label="Ảnh trang của văn bản đang chọn">
      <Text size="xs" c="dark.3" mb={4}>
        {loaded === source || broken === source ? `Trang ${page} của văn bản đang chọn` : "Đang mở ảnh trang…"}
      </Text>
      {broken === source ? (
        <Text size="sm">Chưa có ảnh trang của tệp này; bấm tên văn bản để xem nội dung.</Text>
      ) : (
        <img key={source} src={source} alt={`Ảnh trang ${page}`} style={{ width: "100%", border: "1px solid var(--mantine-color-gray-4)", display: "block" }} onLoad={() => setLoaded(source)} onError={() => setBroken(source)} />
      )}
    </Box>
  );
}
