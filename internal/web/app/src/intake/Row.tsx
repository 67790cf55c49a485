import { Anchor, Box, Button, Group, Modal, Stack, Table, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { memo, useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask, fileName, StateBadge, Trouble } from "../parts";
import { count, moment, size } from "../words";
import classes from "./intake.module.css";

type IntakeRow = Schema["IntakeRow"];

const again = ["quarantined", "failed", "waiting", "ignored"];
const aside = ["quarantined", "failed", "waiting", "queued", "reading"];
const underWay = ["queued", "reading"];

/** Row is one dropped file with what can be done about it; it is drawn anew only where the file changed. */
export const Row = memo(function Row({ row: r }: { row: IntakeRow }) {
  const [opened, { toggle }] = useDisclosure(false);
  const name = fileName(r.path);
  const retry = useChange(() => take(api.POST("/api/v1/intake/{id}/retry", { params: { path: { id: r.id } } })));
  return (
    <Box component="li" className={classes.row}>
      <Box>
        <StateBadge state={r.state} />
      </Box>
      <Box miw={0}>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {r.document ? (
            <Anchor component={Link} to={`/van-ban/${r.document}`} size="sm">
              {name}
            </Anchor>
          ) : (
            name
          )}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {[r.unit, folder(r.path)].filter(Boolean).join(" · ")}
        </Text>
      </Box>
      <Box miw={0}>
        {r.reason && (
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {r.reason.message} {r.reason.remedy && <b>{r.reason.remedy}</b>}
          </Text>
        )}
        {r.next_try && r.state === "failed" && (
          <Text size="xs" c="dimmed">
            Đã thử {count(r.attempts)} lần, tự thử lại lúc {moment(r.next_try)}
          </Text>
        )}
      </Box>
      <Box className={classes.actions}>
        {again.includes(r.state) && r.kept && (
          <Button size="compact-sm" variant="light" loading={retry.isPending} onClick={() => retry.mutate(undefined)} aria-label={`Đọc lại ${name}`}>
            Đọc lại
          </Button>
        )}
        {aside.includes(r.state) && <Dismiss row={r} />}
        <Button size="compact-sm" variant="subtle" onClick={toggle} aria-expanded={opened} aria-label={`Chi tiết ${name}`}>
          {opened ? "Thu gọn" : "Chi tiết"}
        </Button>
      </Box>
      {retry.error && (
        <Box className={classes.wide}>
          <Trouble error={retry.error} />
        </Box>
      )}
      {opened && (
        <Box className={classes.wide}>
          <Detail id={r.id} changed={r.changed} />
        </Box>
      )}
    </Box>
  );
});

/** useChange makes a change and shows the ledger anew. */
function useChange<V, R>(make: (v: V) => Promise<R>, then?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: make,
    onSuccess: () => {
      then?.();
      void client.invalidateQueries({ queryKey: ["intake"] });
    },
  });
}

const folder = (path: string) => path.slice(0, Math.max(0, path.length - fileName(path).length - 1));

const notes = ["Gửi nhầm", "Đã có bản khác", "Không phải văn bản"];

/** Dismiss sets a file aside with a note; what is under way is cancelled by it. */
function Dismiss({ row: r }: { row: IntakeRow }) {
  const [opened, { open, close }] = useDisclosure(false);
  const [note, setNote] = useState("");
  const dismiss = useChange(() => take(api.POST("/api/v1/intake/{id}/dismiss", { params: { path: { id: r.id } }, body: { note: note.trim() } })), close);
  const cancels = underWay.includes(r.state);
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open} aria-label={`${cancels ? "Thôi đọc" : "Cho qua"} ${fileName(r.path)}`}>
        {cancels ? "Thôi đọc" : "Cho qua"}
      </Button>
      <Modal opened={opened} onClose={close} title={cancels ? "Thôi đọc tệp này?" : "Cho qua tệp này?"}>
        <form
          onSubmit={(e) => {
            e.preventDefault();
            if (note.trim()) dismiss.mutate(undefined);
          }}
        >
          <Stack gap="sm">
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              <b>{fileName(r.path)}</b> sẽ chuyển sang “Bỏ qua”. Tệp không bị xóa và có thể đọc lại bất cứ lúc nào.
            </Text>
            <Textarea label="Lý do" required maxLength={2000} autosize minRows={2} data-autofocus value={note} onChange={(e) => setNote(e.currentTarget.value)} />
            <Group gap="xs">
              {notes.map((n) => (
                <Button key={n} size="compact-sm" variant="default" onClick={() => setNote(n)}>
                  {n}
                </Button>
              ))}
            </Group>
            {dismiss.error && <Trouble error={dismiss.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Thôi
              </Button>
              <Button type="submit" disabled={note.trim() === ""} loading={dismiss.isPending}>
                {cancels ? "Thôi đọc" : "Cho qua"}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

const actions: Record<string, string> = {
  received: "Nhận vào sổ",
  "seen-again": "Thấy lại ở chỗ cũ",
  moved: "Chuyển sang chỗ khác",
  released: "Xếp hàng lại sau khi chương trình dừng",
  "taken-up": "Đọc tiếp khi đã có phần còn thiếu",
  retried: "Yêu cầu đọc lại",
  dismissed: "Cho qua",
  queued: "Chờ đọc",
  reading: "Bắt đầu đọc",
  indexed: "Đọc xong",
  waiting: "Đọc được một phần, chờ đọc tiếp",
  quarantined: "Không nhận",
  failed: "Lỗi của chương trình khi đọc",
  ignored: "Bỏ qua",
};

/** Detail is what happened to a file so far. */
function Detail({ id, changed }: { id: number; changed: string }) {
  const query = useQuery({ queryKey: ["intake", "row", id, changed], queryFn: () => take(api.GET("/api/v1/intake/{id}", { params: { path: { id } } })) });
  return (
    <Ask query={query}>
      {(d) => (
        <Box bg="gray.0" p="sm" style={{ borderRadius: 4 }}>
          <Text size="sm">
            Dòng số {d.row.id} · {size(d.row.size)}
            {d.format ? ` · ${d.format.toUpperCase()}` : ""} · nhận lúc {moment(d.row.received)}
            {d.row.attempts > 0 ? ` · chương trình đã thử ${count(d.row.attempts)} lần` : ""}
            {d.row.next_try && d.row.state === "failed" ? `, lần tới lúc ${moment(d.row.next_try)}` : ""}
            {!d.row.kept && " · chưa lưu bản gốc"}
          </Text>
          {(d.notes ?? []).map((n, i) => (
            <Text key={i} size="sm">
              {n.message} {n.remedy}
            </Text>
          ))}
          {(d.log ?? []).length > 0 && (
            <Table mt="xs" verticalSpacing={2} withRowBorders={false} aria-label="Nhật ký của tệp">
              <Table.Tbody>
                {(d.log ?? []).map((l, i) => (
                  <Table.Tr key={i}>
                    <Table.Td c="dimmed" w={140} style={{ verticalAlign: "top", whiteSpace: "nowrap" }} fz="xs">
                      {moment(l.at)}
                    </Table.Td>
                    <Table.Td fz="sm">
                      {actions[l.action] ?? l.action}
                      {said(l.detail)}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
          {(d.log ?? []).some((l) => technical(l.detail)) && (
            <Box component="details" mt="xs" fz="xs" c="dimmed">
              <summary>Cho người phụ trách kỹ thuật</summary>
              {(d.log ?? [])
                .filter((l) => technical(l.detail))
                .map((l, i) => (
                  <Text key={i} size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>
                    {l.action} {l.detail}
                  </Text>
                ))}
            </Box>
          )}
        </Box>
      )}
    </Ask>
  );
}

/** said is the part of a log entry that a person wrote. */
function said(detail?: string): string {
  const note = parsed(detail).note;
  return typeof note === "string" && note ? `: ${note}` : "";
}

const technical = (detail?: string) => parsed(detail).cause !== undefined;

function parsed(detail?: string): Record<string, unknown> {
  try {
    return (JSON.parse(detail ?? "") as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}
