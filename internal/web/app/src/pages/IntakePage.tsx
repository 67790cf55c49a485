import { Anchor, Box, Chip, Group, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api, take } from "../api/client";
import { Ask, fileName, More, StateBadge, stateLabel } from "../parts";

const order = ["quarantined", "failed", "waiting", "queued", "reading", "indexed", "duplicate", "ignored"] as const;
type State = (typeof order)[number];

/** IntakePage is the ledger: every dropped file, where it stands and what to do. */
export function IntakePage() {
  const [params, setParams] = useSearchParams();
  const state = order.find((s) => s === params.get("state"));
  const health = useQuery({ queryKey: ["health"], queryFn: () => take(api.GET("/api/v1/health")), refetchInterval: 5_000 });
  const query = useInfiniteQuery({
    queryKey: ["intake", state],
    initialPageParam: "",
    refetchInterval: 5_000,
    queryFn: ({ pageParam }) => take(api.GET("/api/v1/intake", { params: { query: { state: state as State | undefined, cursor: pageParam || undefined } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const count = (s: string) => (health.data?.files as Record<string, number> | undefined)?.[s] ?? 0;
  return (
    <Stack maw={1000} mx="auto">
      <Chip.Group value={state ?? "all"} onChange={(v) => setParams(v === "all" ? {} : { state: String(v) })}>
        <Group gap="xs">
          <Chip value="all" size="xs">
            Tất cả
          </Chip>
          {order.filter((s) => count(s) > 0 || s === state).map((s) => (
            <Chip key={s} value={s} size="xs">
              {stateLabel(s)} ({count(s)})
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Ask query={query}>
        {(data) => (
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {data.pages[0].total} tệp
            </Text>
            {data.pages.flatMap((p) => p.items ?? []).map((r) => (
              <Box key={r.id}>
                <Group gap="xs" wrap="nowrap" align="flex-start">
                  <StateBadge state={r.state} />
                  <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                    {r.document ? (
                      <Anchor component={Link} to={`/van-ban/${r.document}`} size="sm">
                        {fileName(r.path)}
                      </Anchor>
                    ) : (
                      fileName(r.path)
                    )}{" "}
                    <Text span size="xs" c="dimmed">
                      {r.path}
                    </Text>
                  </Text>
                </Group>
                {r.reason && (
                  <Text size="sm" pl="md">
                    {r.reason.message} {r.reason.remedy && <b>{r.reason.remedy}</b>}
                  </Text>
                )}
              </Box>
            ))}
            <More query={query} />
          </Stack>
        )}
      </Ask>
    </Stack>
  );
}
