import { Alert, Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, type Schema, take } from "../api/client";
import { Ask } from "../parts";
import { BriefLink } from "./BriefLink";
import { loud } from "./loud";
import css from "./papers.module.css";
import { type Brief, roleName } from "./words";

export const useWork = (id: string) => useQuery({ queryKey: ["work", id], queryFn: () => take(api.GET("/api/v1/documents/{id}/work", { params: { path: { id } } })) });

/** ReplacedLine warns that a paper no longer holds. */
export function ReplacedLine({ id }: { id: string }) {
  const work = useWork(id).data;
  const own = (work?.versions ?? []).find((v) => v.document.id === id);
  if (own?.role !== "replaced") return null;
  return (
    <Alert color="orange" py="xs" title="Văn bản này đã bị thay thế hoặc bãi bỏ" styles={loud(true)}>
      {work?.replaced_by ? (
        <Text size="sm">
          Bởi <BriefLink of={work.replaced_by} />
        </Text>
      ) : (
        "Không còn được tính làm tài liệu kiểm chứng."
      )}
    </Alert>
  );
}

/** Versions are the drafts, signed papers, scans and copies of one paper, and its annexes. */
export function Versions({ id }: { id: string }) {
  return (
    <Ask query={useWork(id)}>
      {(work) => {
        const versions = work.versions ?? [];
        return (
          <>
            {versions.length <= 1 ? (
              <Text size="sm" c="dimmed">
                {work.work ? "Chỉ có bản này." : "Chưa đủ số, ngày và cơ quan ban hành nên không so với văn bản khác; bản này được tính riêng."}
              </Text>
            ) : (
              <VersionList of={versions} own={id} />
            )}
            <Hanging title="Phụ lục, văn bản kèm theo" of={work.annexes ?? []} />
            <Hanging title="Là phần kèm theo của" of={work.parents ?? []} />
          </>
        );
      }}
    </Ask>
  );
}

/** VersionList says of each version what it is and why. */
export function VersionList({ of: versions, own }: { of: Schema["VersionRow"][]; own?: string }) {
  return (
    <ul className={css.rows} aria-label="Các bản">
      {versions.map((v) => (
        <li key={v.document.id} className={css.badged}>
          <Badge color={roleName[v.role].color} variant="light" tt="none">
            {roleName[v.role].label}
          </Badge>
          <div>
            {v.document.id === own ? (
              <Text size="sm" fw={600}>
                Bản đang xem
              </Text>
            ) : (
              <BriefLink of={v.document} file />
            )}
            <Text size="sm" c="dark.4">
              {v.reason.message} {v.reason.remedy}
              {v.role !== "stands" && v.alike >= 0 && versions.length > 1 ? ` Giống ${Math.round(v.alike * 100)} % bản được tính.` : ""}
              {v.signer ? ` Người ký: ${v.signer}.` : ""}
            </Text>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Hanging({ title, of: papers }: { title: string; of: Brief[] }) {
  if (papers.length === 0) return null;
  return (
    <ul className={css.rows} aria-label={title}>
      {papers.map((p) => (
        <li key={p.id} className={css.badged}>
          <Text size="sm" c="dark.4">
            {title}
          </Text>
          <div>
            <BriefLink of={p} file />
          </div>
        </li>
      ))}
    </ul>
  );
}
