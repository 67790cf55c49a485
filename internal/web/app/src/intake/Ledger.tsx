import { Box, Button, Group, Modal, NativeSelect, Stack, Tabs, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "react-router";
import { api, type Schema, take } from "../api/client";
import { useLivePart } from "../live/status";
import { Ask, More, stateLabel, Trouble } from "../parts";
import { count } from "../words";
import classes from "./intake.module.css";
import { Row } from "./Row";

const order = ["quarantined", "failed", "waiting", "queued", "reading", "indexed", "duplicate", "ignored"] as const;
type State = (typeof order)[number];

/** again are the states whose files may be read again as a class. */
const again = ["quarantined", "failed", "waiting"] as const;

const pagesKeptFresh = 3; // a long list is not loaded anew under the reader's eyes

/** Ledger lists every file that was dropped: where it stands, why, and what to do. */
export function Ledger() {
  const [params, setParams] = useSearchParams();
  const state = order.find((s) => s === params.get("state"));
  const code = (state && params.get("code")) || undefined;
  const { counts, running } = useCounts();
  const fresh = running ? 4_000 : 15_000;
  const reasons = useQuery({ queryKey: ["intake", "reasons"], queryFn: () => take(api.GET("/api/v1/intake/reasons")), refetchInterval: fresh });
  const query = useInfiniteQuery({
    queryKey: ["intake", "rows", state, code],
    initialPageParam: "",
    refetchInterval: (q: { state: { data?: { pages: unknown[] } } }) => ((q.state.data?.pages.length ?? 0) <= pagesKeptFresh ? fresh : false),
    queryFn: ({ pageParam }) => take(api.GET("/api/v1/intake", { params: { query: { state, code, cursor: pageParam || undefined } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const total = Object.values(counts).reduce((a, b) => a + b, 0);
  const open = (s: string | null) => setParams(s && s !== "all" ? { state: s } : {});
  const classesOf = (reasons.data?.items ?? []).filter((r) => r.state === state);
  return (
    <Tabs value={state ?? "all"} onChange={open} keepMounted={false}>
      <Tabs.List className={classes.tabs} aria-label="Lọc theo trạng thái">
        <Tabs.Tab value="all">Tất cả ({count(total)})</Tabs.Tab>
        {order
          .filter((s) => (counts[s] ?? 0) > 0 || s === state)
          .map((s) => (
            <Tabs.Tab key={s} value={s}>
              {stateLabel(s)} ({count(counts[s] ?? 0)})
            </Tabs.Tab>
          ))}
      </Tabs.List>
      <Tabs.Panel value={state ?? "all"} pt="sm">
        {state && <Classes state={state} code={code} of={classesOf} total={counts[state] ?? 0} choose={(c) => setParams(c ? { state, code: c } : { state })} />}
        <Ask query={query}>
          {(data) => {
            const rows = data.pages.flatMap((p) => p.items ?? []);
            return rows.length === 0 ? (
              <Text size="sm" c="dimmed" py="md">
                {state ? "Không có tệp nào ở trạng thái này." : "Chưa nhận tệp nào. Kéo tệp thả vào khung phía trên, hoặc chép vào thư mục được theo dõi."}
              </Text>
            ) : (
              <>
                <Box component="ul" p={0} m={0} style={{ listStyle: "none" }} aria-label="Các tệp">
                  {rows.map((r) => (
                    <Row key={r.id} row={r} />
                  ))}
                </Box>
                <Text size="xs" c="dimmed" mt="xs">
                  Đang hiện {count(rows.length)}/{count(data.pages[0].total)} tệp
                </Text>
              </>
            );
          }}
        </Ask>
        <More query={query} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** useCounts are the files of each state: live, or asked for where nothing is live. */
function useCounts(): { counts: Record<string, number>; running: boolean } {
  const live = useLivePart((s) => (s ? JSON.stringify(s.states) : undefined));
  const running = useLivePart((s) => (s ? s.reading.running || s.scans.running : false));
  const health = useQuery({ queryKey: ["health"], queryFn: () => take(api.GET("/api/v1/health")), refetchInterval: 5_000, enabled: live === undefined });
  const client = useQueryClient();
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ["intake"] }); // what was begun or done shows at once
  }, [running, client]);
  const counts = live === undefined ? health.data?.files : (JSON.parse(live) as Record<string, number>);
  return { counts: counts ?? {}, running };
}

type ClassesProps = { state: State; code?: string; of: Schema["ReasonClass"][]; total: number; choose: (code: string) => void };

/** Classes narrows a state down to one reason, and has the files of it read again. */
function Classes({ state, code, of, total, choose }: ClassesProps) {
  const chosen = of.find((r) => r.reason.code === code);
  const many = code ? (chosen?.count ?? 0) : total;
  return (
    <Group gap="sm" align="flex-end" pb="sm">
      {(of.length > 1 || code) && (
        <NativeSelect
          label="Lý do"
          value={code ?? ""}
          onChange={(e) => choose(e.currentTarget.value)}
          data={[
            { value: "", label: "Mọi lý do" },
            ...of.map((r) => ({ value: r.reason.code, label: `${r.reason.message} (${count(r.count)})` })),
            ...(code && !chosen ? [{ value: code, label: "Không còn tệp nào" }] : []),
          ]}
          flex={{ base: "1 0 100%", sm: "0 1 620px" }}
          miw={0}
        />
      )}
      {again.some((s) => s === state) && <RetryAll key={`${state} ${code}`} state={state as (typeof again)[number]} code={code} many={many} why={chosen?.reason.message} />}
    </Group>
  );
}

function RetryAll({ state, code, many, why }: { state: (typeof again)[number]; code?: string; many: number; why?: string }) {
  const [opened, { open, close }] = useDisclosure(false);
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => take(api.POST("/api/v1/intake/retry", { body: { state, code } })),
    onSuccess: () => {
      close();
      void client.invalidateQueries({ queryKey: ["intake"] });
    },
  });
  return (
    <>
      {many > 0 && (
        <Button variant="light" onClick={open}>
          Đọc lại cả nhóm ({count(many)})
        </Button>
      )}
      {retry.data && !opened && (
        <Text size="sm" role="status">
          {count(retry.data.retried)} tệp sẽ được đọc lại.
        </Text>
      )}
      <Modal opened={opened} onClose={close} title={`Đọc lại ${count(many)} tệp?`}>
        <Stack>
          <Text size="sm">
            Các tệp “{stateLabel(state)}”{why ? ` vì: ${why}` : ""} sẽ được xếp hàng đọc lại từ đầu. Bản gốc không thay đổi; tệp chưa từng được lưu thì bỏ qua.
          </Text>
          {retry.error && <Trouble error={retry.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Thôi
            </Button>
            <Button loading={retry.isPending} onClick={() => retry.mutate()} data-autofocus>
              Đọc lại
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
