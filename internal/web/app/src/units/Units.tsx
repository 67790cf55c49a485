import { Anchor, Button, Group, Modal, NativeSelect, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type Schema, take } from "../api/client";
import { Ask, Trouble, viDate } from "../parts";
import { useUnits, useWho } from "../who";

type Unit = Schema["UnitRow"];

/** Units are the parts of the office: who drops papers, who is inspected. */
export function Units() {
  const query = useUnits();
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
            {!list.own && <Text size="sm" c="dimmed">Đây là đơn vị ghi trong bộ tiêu chí đang dùng. Thêm hoặc sửa một đơn vị để lập danh sách riêng của cơ quan.</Text>}
            <Table.ScrollContainer minWidth={640}>
              <Table verticalSpacing={4} fz="sm" aria-label="Các đơn vị">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Tên</Table.Th>
                    <Table.Th>Mã, thư mục</Table.Th>
                    <Table.Th>Tên gọi khác</Table.Th>
                    <Table.Th>Có từ, đến</Table.Th>
                    <Table.Th>Đơn vị kế thừa</Table.Th>
                    <Table.Th />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {(list.items ?? []).map((u) => (
                    <Table.Tr key={u.id}>
                      <Table.Td>{u.name}</Table.Td>
                      <Table.Td>{u.id}</Table.Td>
                      <Table.Td>{(u.aliases ?? []).join("; ")}</Table.Td>
                      <Table.Td>{[u.valid?.from && `từ ${viDate(u.valid.from)}`, u.valid?.to && `đến ${viDate(u.valid.to)}`].filter(Boolean).join(" ")}</Table.Td>
                      <Table.Td>{(list.items ?? []).find((x) => x.id === u.succeeded_by)?.name ?? u.succeeded_by}</Table.Td>
                      <Table.Td>
                        <Anchor component="button" type="button" size="sm" onClick={() => setEditing(u)} aria-label={`Sửa ${u.name}`}>
                          Sửa
                        </Anchor>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            {editing && <Edit of={editing === "new" ? undefined : editing} all={list.items ?? []} onClose={() => setEditing(undefined)} />}
          </>
        )}
      </Ask>
    </Stack>
  );
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
    <Modal opened onClose={onClose} title={of ? of.name : "Thêm đơn vị"}>
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
