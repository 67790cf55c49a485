import { Anchor, Badge, Button, Group, Modal, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type Schema, take } from "../api/client";
import { Ask, Trouble } from "../parts";
import { count } from "../words";
import { done } from "./ask";
import css from "./search.module.css";
import { fold } from "./words";

type Abbreviation = Schema["Abbreviation"];
type Body = Schema["AbbreviationBody"];

const key = ["abbreviations"];
const few = 60; // rows that show before one asks for all

/** Abbreviations lists the short forms searches are widened by, to be added to, corrected and switched off. */
export function Abbreviations() {
  const query = useQuery({ queryKey: key, queryFn: () => take(api.GET("/api/v1/abbreviations")) });
  const [filter, setFilter] = useState("");
  const [whole, setWhole] = useState(false);
  const [editing, setEditing] = useState<Abbreviation | "new">();
  return (
    <Stack gap="sm" maw={860}>
      <Title order={2} size="h4">
        Chữ viết tắt
      </Title>
      <Text size="sm">Khi tìm “CCHC”, chương trình tìm cả “cải cách hành chính”, và ngược lại. Thêm chữ viết tắt riêng của cơ quan, hoặc tắt chữ gây nhầm; có tác dụng ngay.</Text>
      <Group gap="sm" align="flex-end">
        <TextInput label="Lọc danh sách" flex="1 1 14rem" maw={420} value={filter} onChange={(e) => setFilter(e.currentTarget.value)} />
        <Button onClick={() => setEditing("new")}>Thêm chữ viết tắt</Button>
      </Group>
      <Ask query={query}>
        {(list) => {
          const wanted = fold(filter.trim());
          const all = [...(list.items ?? [])].sort((a, b) => Number(a.shipped) - Number(b.shipped) || a.short.localeCompare(b.short, "vi"));
          const rows = all.filter((a) => fold(`${a.short} ${a.long} ${a.comment ?? ""}`).includes(wanted));
          const shown = whole || wanted ? rows : rows.slice(0, few);
          return (
            <>
              <Text size="sm" role="status">
                {rows.length === all.length ? `${count(all.length)} chữ viết tắt` : `${count(rows.length)} trong ${count(all.length)} chữ viết tắt`}
              </Text>
              <ul className={css.rows} aria-label="Các chữ viết tắt">
                {shown.map((a) => (
                  <One key={a.id} of={a} onEdit={() => setEditing(a)} />
                ))}
              </ul>
              {shown.length < rows.length && (
                <Anchor component="button" type="button" size="sm" onClick={() => setWhole(true)} style={{ alignSelf: "center" }}>
                  Xem cả {count(rows.length)} chữ
                </Anchor>
              )}
            </>
          );
        }}
      </Ask>
      {editing && <Edit of={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} />}
    </Stack>
  );
}

/** useChange has the list changed and everything that was searched by it asked again. */
function useChange<T>(change: (of: T) => Promise<unknown>, then?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: key });
      void client.invalidateQueries({ queryKey: ["search"] });
      then?.();
    },
  });
}

const put = (id: string, body: Body) => take(api.PUT("/api/v1/abbreviations/{id}", { params: { path: { id } }, body }));

function One({ of: a, onEdit }: { of: Abbreviation; onEdit: () => void }) {
  const turn = useChange((off: boolean) => put(a.id, { short: a.short, long: a.long, comment: a.comment, off }));
  return (
    <li className={css.pair}>
      <Group gap={6} align="center">
        <Text fw={600} c={a.off ? "dimmed" : undefined} td={a.off ? "line-through" : undefined} style={{ overflowWrap: "anywhere" }}>
          {a.short}
        </Text>
        {!a.shipped && (
          <Badge variant="light" tt="none" size="sm">
            Của cơ quan
          </Badge>
        )}
      </Group>
      <div>
        <Text size="sm" c={a.off ? "dimmed" : undefined} className={css.text}>
          {a.long}
        </Text>
        {a.comment && (
          <Text size="xs" c="dimmed" className={css.text}>
            {a.comment}
          </Text>
        )}
        {turn.error && <Trouble error={turn.error} />}
      </div>
      <Group gap="sm" wrap="nowrap" justify="flex-end">
        {!a.shipped && (
          <Button size="compact-sm" variant="default" onClick={onEdit} aria-label={`Sửa ${a.short}`}>
            Sửa
          </Button>
        )}
        <Switch
          size="sm"
          label={a.off ? "Đang tắt" : "Đang dùng"}
          aria-label={`Dùng ${a.short}, ${a.long}`}
          w="8rem"
          styles={{ label: { whiteSpace: "nowrap" } }}
          checked={!a.off}
          disabled={turn.isPending}
          onChange={(e) => turn.mutate(!e.currentTarget.checked)}
        />
      </Group>
    </li>
  );
}

/** Edit adds a pair, or corrects or removes one of the office. */
function Edit({ of: a, onClose }: { of?: Abbreviation; onClose: () => void }) {
  const [short, setShort] = useState(a?.short ?? "");
  const [long, setLong] = useState(a?.long ?? "");
  const [comment, setComment] = useState(a?.comment ?? "");
  const save = useChange((body: Body) => (a ? put(a.id, body) : take(api.POST("/api/v1/abbreviations", { body }))), onClose);
  const remove = useChange((id: string) => done(api.DELETE("/api/v1/abbreviations/{id}", { params: { path: { id } } })), onClose);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate({ short: short.trim(), long: long.trim(), comment: comment.trim() || undefined, off: a?.off });
  };
  const error = save.error ?? remove.error;
  return (
    <Modal opened onClose={onClose} title={a ? "Sửa chữ viết tắt" : "Thêm chữ viết tắt"} closeButtonProps={{ "aria-label": "Đóng" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label="Chữ viết tắt" placeholder="TCKH" value={short} maxLength={40} onChange={(e) => setShort(e.currentTarget.value)} data-autofocus />
          <TextInput label="Dạng đầy đủ" placeholder="Tài chính – Kế hoạch" value={long} maxLength={200} onChange={(e) => setLong(e.currentTarget.value)} />
          <TextInput label="Ghi chú (không bắt buộc)" value={comment} maxLength={200} onChange={(e) => setComment(e.currentTarget.value)} />
          {error && <Trouble error={error} />}
          <Group justify="space-between">
            {a ? (
              <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(a.id)}>
                Xóa chữ này
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Thôi
              </Button>
              <Button type="submit" loading={save.isPending} disabled={short.trim() === "" || long.trim() === ""}>
                Lưu
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
