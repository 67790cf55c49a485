import { Stack, Title } from "@mantine/core";
import { Ledger } from "../intake/Ledger";
import { UploadBox } from "../intake/UploadBox";

/** IntakePage is where files come in and where each of them stands. */
export function IntakePage() {
  return (
    <Stack maw={1280} mx="auto">
      <Title order={1} size="h3">
        Sổ tiếp nhận
      </Title>
      <UploadBox />
      <Ledger />
    </Stack>
  );
}
