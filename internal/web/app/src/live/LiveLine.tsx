import { Alert, Box, Progress, Stack, Text } from "@mantine/core";
import { fileName } from "../parts";
import { count, pace, span } from "../words";
import { type Progress as Work, useLive } from "./status";

/** loud is a title dark enough to be read on its ground. */
const loud = { title: { color: "var(--mantine-color-red-9)" }, body: { gap: 2 } };

/** LiveLine says at the top of every view what the program is doing, and what keeps it from going on. */
export function LiveLine() {
  const { status, lost } = useLive();
  if (lost) {
    return (
      <Alert color="red" mb="sm" py="xs" title="Mất kết nối với chương trình, đang nối lại…" styles={loud}>
        Kiểm tra xem chương trình Minh Chứng có đang chạy không. Những gì đã nhận vẫn được giữ nguyên.
      </Alert>
    );
  }
  if (!status) return null;
  const { reading, scans, index, trouble } = status;
  return (
    <Stack gap={6} mb={trouble || reading.running || scans.running || index.running ? "sm" : 0} component="section" aria-label="Chương trình đang làm gì">
      {trouble && (
        <Alert color="red" py="xs" title={trouble.message} styles={loud}>
          {trouble.remedy}
        </Alert>
      )}
      {index.running && (
        <Line work={index} color="orange">
          Đang dựng lại chỉ mục: {done(index)} văn bản; kết quả tìm kiếm có thể chưa đủ
        </Line>
      )}
      {reading.running && (
        <Line work={reading} of="tệp" current>
          Đang đọc {done(reading)} tệp{reading.pages ? ` (${count(reading.pages)} trang)` : ""}
        </Line>
      )}
      {scans.running && (
        <Line work={scans} of="trang" current>
          Đang nhận dạng trang ảnh chụp: {done(scans)} trang
        </Line>
      )}
    </Stack>
  );
}

const done = (w: Work) => `${count(w.done)}/${count(Math.max(w.total, w.done))}`;

function Line({ work, of, color = "blue", current, children }: { work: Work; of?: string; color?: string; current?: boolean; children: React.ReactNode }) {
  const share = work.total > 0 ? Math.min(100, (100 * work.done) / work.total) : 0;
  const rest = [work.rate && of ? pace(work.rate, of) : "", work.left_seconds ? `còn khoảng ${span(work.left_seconds)}` : ""].filter(Boolean).join(", ");
  return (
    <Box px="sm" py={6} bg={`${color}.0`} style={{ borderRadius: 4 }}>
      <Text size="sm" c={`${color}.9`}>
        <b>{children}</b>
        {rest && ` · ${rest}`}
      </Text>
      {current && work.current && (
        <Text size="xs" c="dark.4" truncate title={work.current}>
          {fileName(work.current)}
        </Text>
      )}
      <Progress value={share} size={4} mt={4} color={color} aria-label={`Đã xong ${Math.floor(share)}%`} />
    </Box>
  );
}
