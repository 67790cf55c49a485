import { useQuery } from "@tanstack/react-query";
import { api, take } from "../api/client";
import { useLivePart } from "../live/status";

/** useUnconfirmed counts the papers whose number or date a person has to confirm: live, or asked for where nothing is live. */
export function useUnconfirmed(): number {
  const live = useLivePart((s) => s?.unconfirmed);
  const asked = useQuery({
    queryKey: ["confirmations", "count"],
    enabled: live === undefined,
    staleTime: 60_000,
    queryFn: () => take(api.GET("/api/v1/confirmations", { params: { query: { limit: 1 } } })),
  });
  return live ?? asked.data?.total ?? 0;
}
