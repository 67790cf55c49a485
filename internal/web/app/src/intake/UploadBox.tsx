import { Alert, Box, Button, Group, Paper, Progress, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { count, size } from "../words";
import { dropped, picked, walk } from "./gather";
import classes from "./intake.module.css";
import { busy, type Sending, uploads, useUploads } from "./uploads";

const shownFailures = 50;

/** UploadBox takes files and whole folders, dropped anywhere on the page or picked. */
export function UploadBox() {
  const [unit, setUnit] = useState("");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const over = useDrop(unit.trim());
  const pick = (input: HTMLInputElement) => {
    if (input.files) void uploads.add([...picked(input.files)], unit.trim());
    input.value = ""; // the same files may be picked again
  };
  return (
    <Stack gap="sm">
      <Box className={classes.drop} data-over={over || undefined} component="section" aria-label="Gửi tệp lên">
        <Text fw={600}>{over ? "Thả ra để gửi" : "Kéo tệp hoặc cả thư mục thả vào đây"}</Text>
        <Text size="sm" c="dimmed">
          PDF, Word, Excel, thư điện tử, ảnh chụp, tệp nén. Bản gốc được giữ nguyên; tệp trùng chỉ giữ một bản.
        </Text>
        <Group gap="sm" mt="xs" justify="center" align="flex-end">
          <Button onClick={() => files.current?.click()}>Chọn tệp…</Button>
          <Button variant="default" onClick={() => folder.current?.click()}>
            Chọn thư mục…
          </Button>
          <TextInput
            aria-label="Đơn vị gửi, không bắt buộc"
            placeholder="Đơn vị gửi (không bắt buộc)"
            value={unit}
            onChange={(e) => setUnit(e.currentTarget.value)}
            maxLength={200}
            w={230}
          />
        </Group>
        <input ref={files} type="file" multiple hidden onChange={(e) => pick(e.currentTarget)} />
        <input ref={folder} type="file" multiple hidden onChange={(e) => pick(e.currentTarget)} {...{ webkitdirectory: "" }} />
      </Box>
      <Sent />
    </Stack>
  );
}

/** useDrop takes what is dropped anywhere on the page: a file beside the box would replace the page. */
function useDrop(unit: string) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const holdsFiles = (e: DragEvent) => e.dataTransfer?.types.includes("Files") ?? false;
    const move = (e: DragEvent) => {
      if (!holdsFiles(e)) return;
      e.preventDefault();
      setOver(true);
    };
    const leave = (e: DragEvent) => {
      if (e.relatedTarget === null) setOver(false);
    };
    const drop = (e: DragEvent) => {
      if (!holdsFiles(e)) return;
      e.preventDefault();
      setOver(false);
      const { entries, files } = dropped(e.dataTransfer!);
      if (files.length > 0) void uploads.add(files, unit);
      if (entries.length > 0) void uploads.add(walk(entries, uploads.lost), unit);
    };
    window.addEventListener("dragover", move);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", move);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, [unit]);
  return over;
}

/** Sent says how far the files on their way are. */
function Sent() {
  const u = useUploads();
  if (u.total === 0) return null;
  const going = busy(u);
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="xs">
        <Text fw={600} size="sm" role="status">
          {going ? "Đã nhận" : "Xong: đã nhận"} {count(u.taken)}/{count(u.total)} tệp
          {u.duplicates > 0 && `, trong đó ${count(u.duplicates)} tệp trùng`}
        </Text>
        {going ? (
          <Button size="compact-sm" variant="default" onClick={() => uploads.stop()}>
            Dừng gửi
          </Button>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => uploads.clear()}>
            Đóng
          </Button>
        )}
      </Group>
      {going && <Progress value={u.bytes > 0 ? (100 * u.sentBytes) / u.bytes : 0} size="sm" mt={6} aria-label="Phần đã gửi" />}
      {u.looking && (
        <Text size="xs" c="dimmed" mt={4}>
          Đang xem trong thư mục…
        </Text>
      )}
      {u.paused && (
        <Alert color="orange" mt="xs" py="xs" title="Chưa liên lạc được với chương trình" styles={{ title: { color: "var(--mantine-color-orange-9)" }, body: { gap: 2 } }}>
          Các tệp còn lại đang chờ và sẽ tự gửi tiếp; giữ nguyên trang này.
        </Alert>
      )}
      {u.sending.map((s) => (
        <Box key={s.key} mt={6}>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="xs" truncate title={s.path}>
              {s.path}
            </Text>
            <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
              {s.sent >= s.size ? `${size(s.size)}, đang lưu` : `${size(s.sent)}/${size(s.size)}`}
            </Text>
          </Group>
          <Progress value={s.size > 0 ? (100 * s.sent) / s.size : 100} size={3} aria-label={`Đã gửi ${s.path}`} />
        </Box>
      ))}
      {u.failed.length > 0 && <Failures failed={u.failed} />}
    </Paper>
  );
}

function Failures({ failed }: { failed: Sending[] }) {
  return (
    <Box mt="sm">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} c="red.8">
          Chưa nhận được {count(failed.length)} tệp
        </Text>
        <Button size="compact-sm" color="red" variant="light" onClick={() => uploads.retry(failed)}>
          Thử lại tất cả
        </Button>
      </Group>
      {failed.slice(0, shownFailures).map((f) => (
        <Group key={f.key} justify="space-between" gap="xs" wrap="nowrap" mt={6} align="flex-start">
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {f.path || "(không rõ tên)"}: {f.message} {f.remedy && <b>{f.remedy}</b>}
          </Text>
          {f.file && (
            <Button size="compact-sm" variant="default" style={{ flexShrink: 0 }} onClick={() => uploads.retry([f])} aria-label={`Thử lại ${f.path}`}>
              Thử lại
            </Button>
          )}
        </Group>
      ))}
      {failed.length > shownFailures && (
        <Text size="sm" c="dimmed" mt={6}>
          và {count(failed.length - shownFailures)} tệp nữa.
        </Text>
      )}
    </Box>
  );
}
