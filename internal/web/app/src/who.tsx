import { Anchor, Button, Group, NativeSelect, Popover, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { api, take } from "./api/client";

/** Who is the person at this browser, as decisions are signed until there are accounts. */
export type Who = { by?: string; unit?: string };

const key = "minhchung.who";
const listeners = new Set<() => void>();
let held: Who = read();

function read(): Who {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") as Who;
  } catch {
    return {};
  }
}

function keep(who: Who) {
  held = who;
  try {
    localStorage.setItem(key, JSON.stringify(who));
  } catch {
    // A browser that keeps nothing forgets the name when it is closed.
  }
  listeners.forEach((f) => f());
}

const subscribe = (f: () => void) => {
  listeners.add(f);
  return () => listeners.delete(f);
};

export const useWho = (): Who => useSyncExternalStore(subscribe, () => held);

/** useUnits are the units of the office. */
export const useUnits = () => useQuery({ queryKey: ["units"], queryFn: () => take(api.GET("/api/v1/units")), staleTime: 60_000 });

/** unitName is what a unit is called. */
export function useUnitName(): (id: string) => string {
  const units = useUnits().data?.items ?? [];
  return (id) => units.find((u) => u.id === id)?.name ?? id;
}

/** WhoAmI says under which name one decides, and lets one change it; the browser keeps it. */
export function WhoAmI() {
  const who = useWho();
  const name = useUnitName();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" withArrow trapFocus>
      <Popover.Target>
        <Text size="sm">
          Tôi là:{" "}
          <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setOpen(!open)} aria-expanded={open} aria-haspopup="dialog">
            {who.by || "chưa ghi tên"} · {who.unit ? name(who.unit) : "Tổ kiểm tra"}
          </Anchor>
        </Text>
      </Popover.Target>
      <Popover.Dropdown maw={340}>
        {open && <WhoForm who={who} onDone={() => setOpen(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function WhoForm({ who, onDone }: { who: Who; onDone: () => void }) {
  const [by, setBy] = useState(who.by ?? "");
  const [unit, setUnit] = useState(who.unit ?? "");
  const units = useUnits().data?.items ?? [];
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        keep({ by: by.trim() || undefined, unit: unit || undefined });
        onDone();
      }}
    >
      <Stack gap="xs">
        <TextInput label="Họ tên" value={by} maxLength={200} onChange={(e) => setBy(e.currentTarget.value)} data-autofocus />
        <NativeSelect
          label="Thay mặt"
          value={unit}
          onChange={(e) => setUnit(e.currentTarget.value)}
          data={[{ value: "", label: "Tổ kiểm tra, tổ thẩm định" }, ...units.map((u) => ({ value: u.id, label: u.name }))]}
        />
        <Text size="xs" c="dimmed">
          Tên này được ghi kèm mọi ý kiến và điểm nhập từ trình duyệt này. Đơn vị nộp tài liệu; tổ kiểm tra chấp nhận hay không. Không ai quyết định tài liệu của chính đơn vị mình.
        </Text>
        <Group justify="flex-end">
          <Button type="submit" size="compact-md">
            Lưu
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
