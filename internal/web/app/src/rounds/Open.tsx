import { Anchor, Button, Group, Modal, MultiSelect, NumberInput, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { api, take } from "../api/client";
import { Trouble } from "../parts";
import { useUnits, useWho } from "../who";
import { type RoundRow, useRoundsChanged } from "./steps";

/** Open opens a round, or changes the name, days and offices of one. */
export function Open({ of, onClose, onSaved }: { of?: RoundRow; onClose: () => void; onSaved: (r: RoundRow) => void }) {
  const who = useWho();
  const changed = useRoundsChanged();
  const units = useUnits().data?.items ?? [];
  const [year, setYear] = useState<number | string>(of?.year ?? new Date().getFullYear());
  const [title, setTitle] = useState(of?.title ?? "");
  const [due, setDue] = useState(of?.due ?? "");
  const [chosen, setProvisional] = useState<string>();
  const inUse = useQuery({ queryKey: ["criteria"], queryFn: () => take(api.GET("/api/v1/criteria")), staleTime: 60_000 }).data?.year;
  // A year without a catalogue of its own goes on with the one of the year before.
  const provisional = chosen ?? (inUse && Number(year) > inUse ? "1" : "");
  const [offices, setOffices] = useState<string[]>(of?.offices ?? []);
  const save = useMutation({
    mutationFn: () => {
      const said = { title: title.trim() || undefined, due: due || undefined, offices: offices.length > 0 ? offices : undefined, ...who };
      if (of) return take(api.PUT("/api/v1/rounds/{id}", { params: { path: { id: of.id } }, body: { ...said, period: of.period } }));
      return take(api.POST("/api/v1/rounds", { body: { ...said, year: Number(year), provisional: provisional !== "" || undefined } }));
    },
    onSuccess: (r) => {
      changed();
      onSaved(r);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={of ? "Sửa đợt đánh giá" : "Mở đợt đánh giá"} closeButtonProps={{ "aria-label": "Đóng" }}>
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="sm">
          {!of && <NumberInput label="Năm" min={1990} max={2200} value={year} onChange={setYear} allowDecimal={false} allowNegative={false} data-autofocus />}
          <TextInput label="Tên đợt" placeholder={`Đợt đánh giá năm ${year}`} value={title} maxLength={300} required={of !== undefined} data-autofocus={of ? true : undefined} onChange={(e) => setTitle(e.currentTarget.value)} />
          <TextInput type="date" label="Hạn tự chấm, nộp tài liệu" value={due} onChange={(e) => setDue(e.currentTarget.value)} />
          {!of && (
            <Radio.Group label="Bộ tiêu chí" value={provisional} onChange={setProvisional}>
              <Stack gap={6} mt={4}>
                <Radio value="" label={inUse ? `Bộ tiêu chí đang dùng, của năm ${inUse}` : "Bộ tiêu chí đang dùng"} />
                <Radio value="1" label={`Tạm dùng bộ tiêu chí năm trước${Number(year) ? ` cho năm ${year}` : ""}, cho đến khi có bộ mới`} />
              </Stack>
            </Radio.Group>
          )}
          <MultiSelect
            label="Đơn vị được đánh giá riêng"
            description="Để trống: đánh giá toàn cơ quan, một bảng điểm. Chọn đơn vị: mỗi đơn vị một bảng điểm."
            placeholder={offices.length === 0 ? "Toàn cơ quan" : undefined}
            data={units.map((u) => ({ value: u.id, label: u.name }))}
            value={offices}
            onChange={setOffices}
            searchable
            nothingFoundMessage="Không có đơn vị nào như vậy"
          />
          <Anchor component={Link} to="/don-vi" size="xs">
            Danh sách đơn vị
          </Anchor>
          {save.error && <Trouble error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Thôi
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!of && !Number(year)}>
              {of ? "Lưu" : "Mở đợt"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
