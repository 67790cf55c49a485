import { Anchor, Box, Button, Group, Modal, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask, Trouble } from "../parts";
import { moment } from "../words";
import { askOf, done, useNames, writeAsk } from "./ask";
import { savedKey, useSaved } from "./saved";
import css from "./search.module.css";
import { narrowing } from "./words";

type Saved = Schema["Saved"];

/** SavedList are the searches the office keeps. */
export function SavedList() {
  const query = useSaved();
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        Câu tìm đã lưu
      </Title>
      <Ask query={query}>
        {(list) =>
          (list.items ?? []).length === 0 ? (
            <Text size="sm">
              Chưa lưu câu tìm nào. Tìm một câu ở{" "}
              <Anchor component={Link} to="/tim-kiem" size="sm">
                Tìm văn bản
              </Anchor>{" "}
              rồi bấm “Lưu câu tìm này”.
            </Text>
          ) : (
            <ul className={css.rows}>
              {(list.items ?? []).map((s) => (
                <One key={s.id} saved={s} />
              ))}
            </ul>
          )
        }
      </Ask>
    </Stack>
  );
}

function One({ saved: s }: { saved: Saved }) {
  const [doing, setDoing] = useState<"rename" | "delete">();
  const ask = askOf(s);
  const names = useNames();
  const close = () => setDoing(undefined);
  return (
    <li>
      <Group justify="space-between" gap="xs" align="flex-start">
        <Box flex="1 1 16rem" miw={0}>
          <Anchor component={Link} to={writeAsk(ask)} fw={600} style={{ overflowWrap: "anywhere" }}>
            {s.name}
          </Anchor>
          <Text size="sm" className={css.text}>
            {[s.query, narrowing(ask, names.data?.facets)].filter(Boolean).join(" · ")}
          </Text>
          <Text size="xs" c="dimmed">
            Sửa lần cuối {moment(s.changed)}
          </Text>
        </Box>
        <Group gap="xs">
          <Button size="compact-sm" component={Link} to={writeAsk(ask)} variant="light">
            Tìm
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setDoing("rename")}>
            Đổi tên
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setDoing("delete")}>
            Xóa
          </Button>
        </Group>
      </Group>
      {doing === "rename" && <Rename saved={s} onClose={close} />}
      {doing === "delete" && <Delete saved={s} onClose={close} />}
    </li>
  );
}

type Doing = { saved: Saved; onClose: () => void };

/** useChange has a change carried out, and the list shown anew. */
function useChange(change: () => Promise<unknown>, onClose: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      onClose();
      void client.invalidateQueries({ queryKey: savedKey });
    },
  });
}

function Rename({ saved: s, onClose }: Doing) {
  const [name, setName] = useState(s.name);
  const change = useChange(
    () => take(api.PUT("/api/v1/searches/{id}", { params: { path: { id: s.id } }, body: { name: name.trim(), query: s.query, filters: s.filters, sort: s.sort } })),
    onClose,
  );
  const submit = (e: FormEvent) => {
    e.preventDefault();
    change.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Đổi tên câu tìm" closeButtonProps={{ "aria-label": "Đóng" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label="Tên" value={name} maxLength={120} onChange={(e) => setName(e.currentTarget.value)} onFocus={(e) => e.currentTarget.select()} data-autofocus />
          {change.error && <Trouble error={change.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Thôi
            </Button>
            <Button type="submit" loading={change.isPending} disabled={name.trim() === ""}>
              Lưu
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Delete({ saved: s, onClose }: Doing) {
  const change = useChange(() => done(api.DELETE("/api/v1/searches/{id}", { params: { path: { id: s.id } } })), onClose);
  return (
    <Modal opened onClose={onClose} title="Xóa câu tìm này?" closeButtonProps={{ "aria-label": "Đóng" }}>
      <Stack gap="sm">
        <Text size="sm">“{s.name}” sẽ mất khỏi danh sách của cả cơ quan. Văn bản không bị ảnh hưởng.</Text>
        {change.error && <Trouble error={change.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Thôi
          </Button>
          <Button color="red" loading={change.isPending} onClick={() => change.mutate()}>
            Xóa
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
