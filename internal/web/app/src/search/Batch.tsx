import { Anchor, Box, Button, Checkbox, FileButton, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { api, type Schema, take } from "../api/client";
import { Ask, fileName, Trouble } from "../parts";
import { onPage } from "../pictures/place";
import { count } from "../words";
import { plain, writeAsk } from "./ask";
import { factsOf } from "./Hit";
import { asked, linesMost, readLines } from "./lines";
import { Notices } from "./Notices";
import css from "./search.module.css";

/**
 * Batch searches a list of questions at once. List and answer outlive a look at a paper and
 * the way back.
 */
export function Batch() {
  const [text, setText] = useSessionStorage({ key: "danh-sach-tim", defaultValue: "" });
  const [sent, setSent] = useSessionStorage({ key: "danh-sach-da-tim", defaultValue: "" });
  const [unread, setUnread] = useState("");
  const many = asked(text);
  const tooMany = many > linesMost;
  const query = useQuery({
    queryKey: ["search", "batch", sent],
    enabled: sent !== "",
    staleTime: 10 * 60_000,
    retry: false,
    queryFn: ({ signal }) => take(api.POST("/api/v1/search/batch", { body: { lines: sent.split(/\r?\n/) }, signal })),
  });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (sent === text) void query.refetch();
    setSent(text);
  };
  const load = async (file: File | null) => {
    if (!file) return;
    try {
      setText(await readLines(file));
      setUnread("");
    } catch {
      setUnread(file.name);
    }
  };
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        Tìm theo danh sách
      </Title>
      <form onSubmit={submit}>
        <Stack gap="xs">
          <Textarea
            label="Mỗi dòng một câu tìm"
            description="Dán cột số, ký hiệu hoặc trích yếu từ Excel, Word; hoặc mở tệp .txt, .csv."
            placeholder={"15/KH-STTTT\nbáo cáo kết quả CCHC quý I năm 2020\nkế hoạch kiểm tra"}
            minRows={5}
            maxRows={14}
            autosize
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            error={tooMany ? `Danh sách có ${count(many)} câu; mỗi lần tìm được nhiều nhất ${count(linesMost)} câu. Chia danh sách thành nhiều lần.` : undefined}
          />
          <Group gap="sm">
            <Button type="submit" disabled={many === 0 || tooMany} loading={query.isFetching}>
              {many > 0 ? `Tìm ${count(many)} câu` : "Tìm"}
            </Button>
            <FileButton onChange={(f) => void load(f)} accept=".txt,.csv,.tsv,text/plain,text/csv">
              {(props) => (
                <Button {...props} variant="default">
                  Mở tệp danh sách
                </Button>
              )}
            </FileButton>
            {text !== "" && (
              <Button
                variant="subtle"
                onClick={() => {
                  setText("");
                  setSent("");
                }}
              >
                Xóa danh sách
              </Button>
            )}
          </Group>
          {unread && (
            <Text size="sm" c="red.8" role="alert">
              Không mở được tệp {unread}.
            </Text>
          )}
        </Stack>
      </form>
      {sent !== "" && <Ask query={query}>{(answer) => <Table answer={answer} sent={sent} />}</Ask>}
    </Stack>
  );
}

type Line = Schema["BatchRow"];

/** unknownNumber: a number was asked for that no paper has, so that what was found only shares words with it. */
const unknownNumber = (r: Line) => (r.notices ?? []).some((n) => n.code === "search-number-unknown");
const doubtful = (r: Line) => r.total === 0 || unknownNumber(r);

function Table({ answer, sent }: { answer: Schema["BatchAnswer"]; sent: string }) {
  const [onlyNone, setOnlyNone] = useState(false);
  const rows = (answer.items ?? []).filter((r) => !onlyNone || doubtful(r));
  const none = answer.total - answer.found;
  const unsure = (answer.items ?? []).filter(doubtful).length;
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="sm">
        <Text size="sm" role="status">
          {count(answer.total)} câu: {count(answer.found)} câu tìm thấy, <b>{count(none)} câu không thấy</b>
        </Text>
        <Download sent={sent} />
      </Group>
      {unsure > 0 && unsure < answer.total && <Checkbox size="sm" label={`Chỉ xem ${count(unsure)} câu không thấy hoặc không có số văn bản đó`} checked={onlyNone} onChange={(e) => setOnlyNone(e.currentTarget.checked)} />}
      <ol className={css.rows} aria-label="Kết quả từng câu">
        {rows.map((r) => (
          <li key={r.line} className={css.line}>
            <Text size="sm" c="dimmed" aria-label={`Dòng ${r.line}`}>
              {r.line}
            </Text>
            <Anchor component={Link} to={writeAsk(plain(r.query))} size="sm" className={css.text}>
              {r.query}
            </Anchor>
            <Text size="sm" fw={600} c={doubtful(r) ? "red.8" : undefined}>
              {r.total === 0 ? "Không thấy" : unknownNumber(r) ? "Không có số này" : `${count(r.total)} văn bản`}
            </Text>
            <div>
              {(r.notices ?? []).length > 0 && (
                <Box mb={6}>
                  <Notices of={r.notices} />
                </Box>
              )}
              {(r.hits ?? []).map((h) => (
                <Text key={h.document} size="sm" className={css.text}>
                  <Anchor component={Link} to={onPage(h.document, { page: h.page, quote: h.snippet })} size="sm">
                    {h.title || fileName(h.path)}
                  </Anchor>{" "}
                  <Text span size="xs" c="dark.4">
                    {[factsOf(h), h.place].filter(Boolean).join(" · ")}
                  </Text>
                </Text>
              ))}
            </div>
          </li>
        ))}
      </ol>
    </Stack>
  );
}

/** Download fetches the answer as a table for Excel. */
function Download({ sent }: { sent: string }) {
  const fetchFile = useMutation({
    mutationFn: async (format: "csv" | "xlsx") => {
      const blob = (await take(api.POST("/api/v1/search/batch/{format}", { params: { path: { format } }, body: { lines: sent.split(/\r?\n/) }, parseAs: "blob" }))) as unknown as Blob;
      const address = URL.createObjectURL(blob);
      const link = document.createElement("a");
      link.href = address;
      link.download = `ket-qua-tim.${format}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    },
  });
  return (
    <Group gap="xs">
      <Button size="compact-sm" variant="light" loading={fetchFile.isPending} onClick={() => fetchFile.mutate("xlsx")}>
        Tải về Excel
      </Button>
      <Button size="compact-sm" variant="default" disabled={fetchFile.isPending} onClick={() => fetchFile.mutate("csv")}>
        Tải về CSV
      </Button>
      {fetchFile.error && <Trouble error={fetchFile.error} />}
    </Group>
  );
}
