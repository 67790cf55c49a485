import { Alert, Anchor, Button, FileButton, Group, List, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Schema } from "../api/client";
import { send } from "../papers/send";
import { Trouble } from "../parts";
import { useWho } from "../who";
import { count } from "../words";
import { type RoundRow, useRoundsChanged } from "./steps";

type Book = Schema["BookAnswer"];

const most = 30; // problems shown; who has more begins with these

/** Workbook takes the scores out as a sheet of the province's form and in again. */
export function Workbook({ round, office }: { round: RoundRow; office: string }) {
  const who = useWho();
  const changed = useRoundsChanged();
  const [told, setTold] = useState<{ book: Book; file: File }>();
  const again = useRef<() => void>(null);
  const query = (more: Record<string, string | undefined>) =>
    new URLSearchParams(Object.entries({ office: office || undefined, ...more }).filter((e): e is [string, string] => Boolean(e[1]))).toString();
  const address = `/api/v1/rounds/${encodeURIComponent(round.id)}/workbook`;
  const bring = useMutation({
    mutationFn: ({ file, partial }: { file: File; partial?: boolean }) => send<Book>(`${address}?${query({ name: file.name, by: who.by, unit: who.unit, partial: partial ? "true" : undefined })}`, file),
    onMutate: () => setTold(undefined),
    onSuccess: (book, { file }) => {
      setTold({ book, file });
      changed();
    },
    onSettled: () => again.current?.(), // the same file can be chosen again after it was corrected
  });
  return (
    <Stack gap={4} align="flex-end">
      <Group gap="sm">
        <Text size="sm">
          Tải bảng điểm:{" "}
          <Anchor size="sm" href={`${address}?${query({ format: "xlsx" })}`} download aria-label="Tải bảng điểm dạng Excel">
            Excel
          </Anchor>
          {" · "}
          <Anchor size="sm" href={`${address}?${query({ format: "csv" })}`} download aria-label="Tải bảng điểm dạng CSV">
            CSV
          </Anchor>
        </Text>
        {round.state !== "published" && (
          <FileButton accept=".xlsx,.csv" resetRef={again} onChange={(file) => file && bring.mutate({ file })}>
            {(props) => (
              <Button {...props} size="compact-md" variant="light" loading={bring.isPending}>
                Nhập bảng điểm…
              </Button>
            )}
          </FileButton>
        )}
      </Group>
      {bring.error && <Trouble error={bring.error} />}
      {told && <Told {...told} busy={bring.isPending} onPartial={() => bring.mutate({ file: told.file, partial: true })} onClose={() => setTold(undefined)} />}
    </Stack>
  );
}

function Told({ book, file, busy, onPartial, onClose }: { book: Book; file: File; busy: boolean; onPartial: () => void; onClose: () => void }) {
  const problems = book.problems ?? [];
  const notices = book.notices ?? [];
  const bad = problems.length > 0;
  return (
    <Alert
      color={!bad ? "green" : book.saved ? "orange" : "red"}
      withCloseButton
      closeButtonLabel="Đóng"
      onClose={onClose}
      maw={640}
      role="status"
      title={
        bad && !book.saved
          ? `Chưa lưu gì: ${count(problems.length)} chỗ trong “${file.name}” cần sửa`
          : `Đã đọc ${count(book.rows)} dòng của “${file.name}”, ${book.changed === 0 ? "không có gì thay đổi" : `lưu ${count(book.changed)} thay đổi`}${bad ? `; ${count(problems.length)} chỗ chưa lưu, cần sửa` : ""}`
      }
    >
      {bad && (
        <List size="sm">
          {problems.slice(0, most).map((p) => (
            <List.Item key={`${p.sheet}${p.cell}${p.row}${p.reason.message}`}>
              {where(p)}
              {p.reason.message} {p.reason.remedy}
            </List.Item>
          ))}
        </List>
      )}
      {problems.length > most && <Text size="sm">và {count(problems.length - most)} chỗ nữa.</Text>}
      {bad && !book.saved && book.changed > 0 && (
        <Button size="compact-sm" mt="xs" variant="default" loading={busy} onClick={onPartial}>
          Vẫn lưu {count(book.changed)} dòng đúng
        </Button>
      )}
      {book.kept > 0 && <Text size="sm">{count(book.kept)} ô trống trong bảng không xoá điểm đang có.</Text>}
      {notices.length > 0 && (
        <details>
          <summary style={{ cursor: "pointer", fontSize: "var(--mantine-font-size-sm)" }}>{count(notices.length)} chỗ được bỏ qua</summary>
          <List size="xs">
            {notices.slice(0, most).map((p) => (
              <List.Item key={`${p.sheet}${p.cell}${p.row}${p.reason.message}`}>
                {where(p)}
                {p.reason.message}
              </List.Item>
            ))}
          </List>
        </details>
      )}
    </Alert>
  );
}

function where(p: Schema["CellProblem"]): string {
  const at = [p.sheet && `trang ${p.sheet}`, p.cell ? `ô ${p.cell}` : p.row ? `dòng ${p.row}` : ""].filter(Boolean).join(", ");
  return at ? `${at.charAt(0).toUpperCase()}${at.slice(1)}: ` : "";
}
