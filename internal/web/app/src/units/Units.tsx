import { Alert, Button, Group, Modal, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type Schema, take } from "../api/client";
import { Ask, Trouble, viDate } from "../parts";
import { useUnits, useWho } from "../who";
import css from "./units.module.css";

type Unit = Schema["UnitRow"];

/** Units are the parts of the office: who drops papers, who is inspected. */
export function Units() {
  const query = useUnits();
  // The units of the sample are nobody's: they are not taken over, and so not edited.
  const sample = useQuery({ queryKey: ["criteria"], queryFn: () => take(api.GET("/api/v1/criteria")), staleTime: 60_000 }).data?.status === "sample";
  const [editing, setEditing] = useState<Unit | "new">();
  return (
    <Stack gap="sm" maw={960}>
      <Title order={2} size="h4">
        Đơn vị của cơ quan
      </Title>
      <Text size="sm">
        Các phòng, đơn vị trực thuộc. Tên gọi khác và tên thư mục giúp nhận ra văn bản của đơn vị; đơn vị đã nhập vào đơn vị khác thì ghi đơn vị kế thừa.
      </Text>
      <Group>
        <Button onClick={() => setEditing("new")}>Thêm đơn vị</Button>
      </Group>
      <Ask query={query}>
        {(list) => (
          <>
            {!list.own && (
              <Alert color="gray" p="xs">
                <Text size="sm">
                  {sample
                    ? "Đây là đơn vị của bộ tiêu chí mẫu, để xem thử. Khi thêm đơn vị đầu tiên của cơ quan, danh sách của cơ quan thay cho danh sách này."
                    : "Đây là đơn vị ghi trong bộ tiêu chí đang dùng. Khi thêm hoặc sửa một đơn vị, cả danh sách trở thành danh sách riêng của cơ quan."}
                </Text>
              </Alert>
            )}
            <ul className={css.list} aria-label="Các đơn vị">
              <li className={css.head} aria-hidden>
                <span>Tên</span>
                <span>Mã, thư mục</span>
                <span>Tên gọi khác</span>
                <span>Thời gian, đơn vị kế thừa</span>
                <span />
              </li>
              {(list.items ?? []).map((u) => (
                <li key={u.id}>
                  <b>{u.name}</b>
                  <span data-label="Mã">{u.id}</span>
                  <span data-label={(u.aliases ?? []).length > 0 ? "Tên khác" : undefined}>{(u.aliases ?? []).join("; ")}</span>
                  <span>{since(u, list.items ?? [])}</span>
                  <span>
                    {(list.own || !sample) && (
                      <Button size="compact-sm" variant="default" onClick={() => setEditing(u)} aria-label={`Sửa ${u.name}`}>
                        Sửa
                      </Button>
                    )}
                  </span>
                </li>
              ))}
            </ul>
            {editing && <Edit of={editing === "new" ? undefined : editing} all={list.items ?? []} onClose={() => setEditing(undefined)} />}
          </>
        )}
      </Ask>
    </Stack>
  );
}

/** since says when a unit existed and who goes on with its tasks. */
function since(u: Unit, all: Unit[]): string {
  const time = [u.valid?.from && `từ ${viDate(u.valid.from)}`, u.valid?.to && `đến ${viDate(u.valid.to)}`].filter(Boolean).join(" ");
  const next = all.find((x) => x.id === u.succeeded_by)?.name ?? u.succeeded_by;
  const said = [time, next && `đã nhập vào ${next}`].filter(Boolean).join(", ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

function Edit({ of, all, onClose }: { of?: Unit; all: Unit[]; onClose: () => void }) {
  const who = useWho();
  const client = useQueryClient();
  const [id, setId] = useState(of?.id ?? "");
  const [name, setName] = useState(of?.name ?? "");
  const [aliases, setAliases] = useState((of?.aliases ?? []).join("; "));
  const [from, setFrom] = useState(of?.valid?.from ?? "");
  const [to, setTo] = useState(of?.valid?.to ?? "");
  const [successor, setSuccessor] = useState(of?.succeeded_by ?? "");
  const done = () => {
    for (const k of ["units", "coverage", "links"]) void client.invalidateQueries({ queryKey: [k] });
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PUT("/api/v1/units/{id}", {
          params: { path: { id: id.trim() } },
          body: {
            name: name.trim(),
            aliases: aliases.split(";").map((a) => a.trim()).filter(Boolean),
            valid: from || to ? { from: from || undefined, to: to || undefined } : undefined,
            succeeded_by: successor || undefined,
            by: who.by,
          },
        }),
      ),
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: async () => {
      const { error } = await api.DELETE("/api/v1/units/{id}", { params: { path: { id: id.trim() } } });
      if (error) await take(Promise.resolve({ error }));
    },
    onSuccess: done,
  });
  return (
    <Modal opened onClose={onClose} title={of ? of.name : "Thêm đơn vị"} closeButtonProps={{ "aria-label": "Đóng" }}>
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput label="Tên đơn vị" value={name} required maxLength={200} onChange={(e) => setName(e.currentTarget.value)} data-autofocus />
          <TextInput label="Mã (tên thư mục của đơn vị)" value={id} required maxLength={60} disabled={of !== undefined} onChange={(e) => setId(e.currentTarget.value)} />
          <TextInput label="Tên gọi khác, cách nhau bằng dấu chấm phẩy" value={aliases} onChange={(e) => setAliases(e.currentTarget.value)} />
          <Group grow>
            <TextInput type="date" label="Có từ ngày" value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
            <TextInput type="date" label="Đến ngày" value={to} onChange={(e) => setTo(e.currentTarget.value)} />
          </Group>
          <NativeSelect
            label="Đơn vị kế thừa"
            value={successor}
            onChange={(e) => setSuccessor(e.currentTarget.value)}
            data={[{ value: "", label: "Không có" }, ...all.filter((u) => u.id !== of?.id).map((u) => ({ value: u.id, label: u.name }))]}
          />
          {(save.error ?? remove.error) && <Trouble error={(save.error ?? remove.error) as Error} />}
          <Group justify="space-between">
            {of ? (
              <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
                Bỏ đơn vị này
              </Button>
            ) : (
              <span />
            )}
            <Group>
              <Button variant="default" onClick={onClose}>
                Thôi
              </Button>
              <Button type="submit" loading={save.isPending}>
                Lưu
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
