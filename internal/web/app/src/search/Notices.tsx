import { Alert, Text } from "@mantine/core";
import type { Schema } from "../api/client";

/** Notices say what was not understood and which limits acted, and what to do about it. */
export function Notices({ of }: { of: Schema["Said"][] | null | undefined }) {
  if (!of?.length) return null;
  return (
    <Alert color="yellow" py="xs" aria-label="Lưu ý">
      {of.map((n) => (
        <Text key={n.code + n.message} size="sm">
          {n.message}{" "}
          {n.remedy && (
            <Text span size="sm" c="dark.4">
              {n.remedy}
            </Text>
          )}
        </Text>
      ))}
    </Alert>
  );
}
