import { Alert, Anchor, Box, Code, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, take } from "../api/client";
import { askOf, plain, useNames, writeAsk } from "./ask";
import { useSaved } from "./saved";
import { narrowing } from "./words";

const examples: [string, string][] = [
  ["kiem tra cai cach hanh chinh", "Gõ không dấu cũng tìm được"],
  ["15/KH-STTTT", "Tìm theo số, ký hiệu"],
  ['"kiểm soát thủ tục hành chính"', "Các chữ đứng liền nhau"],
  ["loại:BC năm:2020 CCHC", "Báo cáo năm 2020 nói về CCHC"],
  ['cơ quan:"Sở Nội vụ" tuyển dụng', "Văn bản của một cơ quan"],
];

const fewSaved = 6;

/** Hints stand where the results will be, until something is searched. */
export function Hints() {
  const saved = useSaved();
  const some = (saved.data?.items ?? []).slice(0, fewSaved);
  const names = useNames(some.length > 0);
  return (
    <Stack gap="lg">
      <Nothing />
      <SimpleGrid cols={{ base: 1, md: some.length > 0 ? 2 : 1 }} spacing="xl">
        <Box>
          <Title order={2} size="h5" mb="xs">
            Ví dụ, bấm để tìm thử
          </Title>
          <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
            {examples.map(([text, means]) => (
              <li key={text}>
                <Anchor component={Link} to={writeAsk(plain(text))} size="sm">
                  <Code fz="sm" c="blue.8">
                    {text}
                  </Code>
                </Anchor>
                <Text size="sm" c="dark.4">
                  {means}
                </Text>
              </li>
            ))}
          </Stack>
        </Box>
        {some.length > 0 && (
          <Box>
            <Title order={2} size="h5" mb="xs">
              Câu tìm đã lưu
            </Title>
            <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
              {some.map((s) => (
                <li key={s.id}>
                  <Anchor component={Link} to={writeAsk(askOf(s))} size="sm">
                    {s.name}
                  </Anchor>
                  <Text size="sm" c="dark.4" truncate>
                    {[s.query, narrowing(askOf(s), names.data?.facets)].filter(Boolean).join(" · ")}
                  </Text>
                </li>
              ))}
            </Stack>
          </Box>
        )}
      </SimpleGrid>
    </Stack>
  );
}

/** Nothing says that there is nothing to be searched yet. */
function Nothing() {
  const health = useQuery({ queryKey: ["health"], queryFn: () => take(api.GET("/api/v1/health")) });
  if (!health.data || (health.data.files?.indexed ?? 0) > 0) return null;
  return (
    <Alert color="blue" title="Chưa có văn bản nào được đọc">
      Thả tệp vào thư mục được theo dõi, hoặc gửi tệp ở{" "}
      <Anchor component={Link} to="/so-tiep-nhan" size="sm">
        Sổ tiếp nhận
      </Anchor>
      ; đọc xong là tìm được ngay.
    </Alert>
  );
}
