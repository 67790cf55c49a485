import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Trouble } from "../parts";
import { type Ask, filtersOf } from "./ask";
import { savedKey } from "./saved";
import { narrowing } from "./words";

const nameMost = 120; // letters, as the API keeps them

/** Save keeps a question under a name, for everybody in the office. */
export function Save({ ask, counted }: { ask: Ask; counted: Schema["FacetRow"][] }) {
  const [opened, { open, close }] = useDisclosure(false);
  const [name, setName] = useState("");
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => take(api.POST("/api/v1/searches", { body: { name: name.trim(), query: ask.text, filters: filtersOf(ask), sort: ask.sort } })),
    onSuccess: () => {
      close();
      void client.invalidateQueries({ queryKey: savedKey });
    },
  });
  const begin = () => {
    setName((ask.text || narrowing(ask, counted)).slice(0, nameMost));
    save.reset();
    open();
  };
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate();
  };
  return (
    <>
      <Anchor component="button" type="button" size="sm" onClick={begin}>
        Lưu câu tìm này
      </Anchor>
      {save.isSuccess && !opened && (
        <Text size="sm" role="status">
          Đã lưu vào{" "}
          <Anchor component={Link} to="/tim-kiem/da-luu" size="sm">
            Câu tìm đã lưu
          </Anchor>
          .
        </Text>
      )}
      <Modal opened={opened} onClose={close} title="Lưu câu tìm" closeButtonProps={{ "aria-label": "Đóng" }}>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput label="Tên" description="Mọi người trong cơ quan đều thấy và dùng được." value={name} maxLength={nameMost} onChange={(e) => setName(e.currentTarget.value)} onFocus={(e) => e.currentTarget.select()} data-autofocus />
            <Text size="sm" c="dark.4" style={{ overflowWrap: "anywhere" }}>
              {[ask.text && `Câu tìm: ${ask.text}`, narrowing(ask, counted)].filter(Boolean).join(" · ")}
            </Text>
            {save.error && <Trouble error={save.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Thôi
              </Button>
              <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>
                Lưu
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
