import { Paper, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, take } from "../api/client";
import { Ask, More, viDate } from "../parts";
import { count } from "../words";
import { VersionList } from "./Versions";

const pageSize = 50;

/** Doubles lists papers that bear the same number but do not say the same. */
export function Doubles() {
  const query = useInfiniteQuery({
    queryKey: ["work", "doubles"],
    initialPageParam: 0,
    queryFn: ({ pageParam }) => take(api.GET("/api/v1/doubles", { params: { query: { offset: pageParam, limit: pageSize } } })),
    getNextPageParam: (last, pages) => (pages.length * pageSize < last.total ? pages.length * pageSize : undefined),
  });
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        Bản trùng số
      </Title>
      <Text size="sm">Các văn bản cùng cơ quan, cùng số, cùng ngày nhưng nội dung khác nhau. Có thể chương trình đọc nhầm số, hoặc văn thư cấp trùng số. Mở từng bản để xem; đọc nhầm thì sửa số của bản đó.</Text>
      <Ask query={query}>
        {(data) => (
          <>
            <Text size="sm" role="status">
              {data.pages[0].total === 0 ? "Không có văn bản nào trùng số." : `${count(data.pages[0].total)} số bị trùng`}
            </Text>
            {data.pages
              .flatMap((p) => p.items ?? [])
              .map((d) => {
                const first = d.versions?.[0]?.document;
                return (
                  <Paper key={d.work} withBorder p="sm" component="section" aria-label={`Số ${first?.code ?? ""}`}>
                    <Title order={3} size="h5">
                      Số {first?.code}
                      {first?.issued_date ? ` ngày ${viDate(first.issued_date)}` : ""}
                    </Title>
                    <VersionList of={d.versions ?? []} />
                  </Paper>
                );
              })}
            <More query={query} />
          </>
        )}
      </Ask>
    </Stack>
  );
}
