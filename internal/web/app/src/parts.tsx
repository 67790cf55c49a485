import { Alert, Badge, Button, Center, Loader, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Problem } from "./api/client";

const verdicts: Record<string, { label: string; color: string }> = {
  covered: { label: "Đủ tài liệu", color: "green" },
  pending: { label: "Chờ xác nhận", color: "blue" },
  partial: { label: "Thiếu một phần", color: "orange" },
  missing: { label: "Chưa có tài liệu kiểm chứng", color: "red" },
  explained: { label: "Có giải trình", color: "grape" },
  not_applicable: { label: "Không áp dụng", color: "gray" },
  survey: { label: "Điều tra XHH", color: "gray" },
};

const states: Record<string, { label: string; color: string }> = {
  queued: { label: "Chờ đọc", color: "blue" },
  reading: { label: "Đang đọc", color: "blue" },
  waiting: { label: "Chờ đọc tiếp", color: "orange" },
  indexed: { label: "Đã đọc", color: "green" },
  duplicate: { label: "Trùng", color: "gray" },
  ignored: { label: "Bỏ qua", color: "gray" },
  quarantined: { label: "Không nhận", color: "red" },
  failed: { label: "Lỗi", color: "red" },
  suggested: { label: "Đề xuất", color: "blue" },
  submitted: { label: "Đã nộp", color: "cyan" },
  explanation_asked: { label: "Đề nghị giải trình", color: "orange" },
  accepted: { label: "Chấp nhận", color: "green" },
  rejected: { label: "Không chấp nhận", color: "red" },
};

function Mark({ of, names }: { of: string; names: typeof states }) {
  const m = names[of] ?? { label: of, color: "gray" };
  return (
    <Badge color={m.color} variant="light" tt="none" style={{ flexShrink: 0 }}>
      {m.label}
    </Badge>
  );
}

export const verdictLabel = (verdict: string) => verdicts[verdict]?.label ?? verdict;
export const verdictColor = (verdict: string) => verdicts[verdict]?.color ?? "gray";
export const VerdictBadge = ({ verdict }: { verdict: string }) => <Mark of={verdict} names={verdicts} />;
export const StateBadge = ({ state }: { state: string }) => <Mark of={state} names={states} />;
export const stateLabel = (state: string) => states[state]?.label ?? state;

/** Ask shows what a query came to: waiting, a problem with its remedy, or the data. */
export function Ask<T>({ query, children }: { query: { data?: T; error: Error | null; isPending: boolean }; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Trouble error={query.error} />;
  return (
    <Center p="xl">
      <Loader aria-label="Đang tải" />
    </Center>
  );
}

export function Trouble({ error }: { error: Error }) {
  return (
    <Alert color="red" title={error.message} my="sm">
      {error instanceof Problem ? error.remedy : null}
    </Alert>
  );
}

export function More({ query }: { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  if (!query.hasNextPage) return null;
  return (
    <Center mt="md">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        Xem thêm
      </Button>
    </Center>
  );
}

/** place says where a passage stands: "mục II.3, trang 4", "Điều 5, trang 2" or "đoạn 12". */
export function place(at: { page?: number | null; paragraph?: number; section?: string }): string {
  const parts: string[] = [];
  if (at.section) parts.push(/^\p{Lu}?\p{Ll}/u.test(at.section) ? at.section : `mục ${at.section}`);
  if (at.page) parts.push(`trang ${at.page}`);
  else if (at.paragraph) parts.push(`đoạn ${at.paragraph}`);
  return parts.join(", ");
}

export const fileName = (path: string) => path.split(/[\\/]/).pop() ?? path;

/** viDate writes an ISO date the way offices do. */
export const viDate = (iso?: string) => (iso ? iso.slice(0, 10).split("-").reverse().join("/") : "");

export const points = (n: number) => n.toLocaleString("vi-VN", { maximumFractionDigits: 2 });

export function Quote({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" fs="italic" pl="sm" style={{ borderLeft: "3px solid var(--mantine-color-blue-3)" }}>
      {children}
    </Text>
  );
}
