import { Alert, Anchor, Button, FileButton, Group, Modal, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type Schema, take } from "../api/client";
import { Ask, Trouble } from "../parts";
import { done } from "../search/ask";
import { fold } from "../search/words";
import { count } from "../words";
import { loud } from "./loud";
import css from "./papers.module.css";
import { send } from "./send";
import { dayWrong, held, readDay } from "./words";

type Agency = Schema["Agency"];
type Taken = Schema["AgenciesTaken"];

const key = ["agencies"];

/** Agencies lists the offices papers come from: their names, signs, when they existed and who took over. */
export function Agencies() {
  const query = useQuery({ queryKey: key, queryFn: () => take(api.GET("/api/v1/agencies")) });
  const [filter, setFilter] = useState("");
  const [editing, setEditing] = useState<Agency | "new">();
  return (
    <Stack gap="sm" maw={960}>
      <Title order={2} size="h4">
        Cơ quan
      </Title>
      <Text size="sm">
        Một cơ quan có thể có nhiều tên: tên cũ, tên viết tắt, tên trước khi sáp nhập. Ghi vào đây để chương trình hiểu đó là một cơ quan và gom các bản của cùng một văn bản. Có tác dụng ngay.
      </Text>
      <Group gap="sm" align="flex-end">
        <TextInput label="Lọc danh sách" flex="1 1 14rem" maw={420} value={filter} onChange={(e) => setFilter(e.currentTarget.value)} />
        <Button onClick={() => setEditing("new")}>Thêm cơ quan</Button>
        <Import />
      </Group>
      <Ask query={query}>
        {(list) => {
          const all = [...(list.items ?? [])].sort((a, b) => a.name.localeCompare(b.name, "vi"));
          const wanted = fold(filter.trim());
          const rows = all.filter((a) => fold([a.name, a.sign, ...(a.aliases ?? []).map((x) => x.name)].join(" ")).includes(wanted));
          return (
            <>
              <Text size="sm" role="status">
                {all.length === 0 ? "Chưa có cơ quan nào trong danh mục." : rows.length === all.length ? `${count(all.length)} cơ quan` : `${count(rows.length)} trong ${count(all.length)} cơ quan`}
              </Text>
              <ul className={css.rows} aria-label="Các cơ quan">
                {rows.map((a) => (
                  <One key={a.id} of={a} all={all} onEdit={() => setEditing(a)} />
                ))}
              </ul>
              {editing && <Edit of={editing === "new" ? undefined : editing} all={all} onClose={() => setEditing(undefined)} />}
            </>
          );
        }}
      </Ask>
    </Stack>
  );
}

/** useChange has the list, and everything that goes by it, asked again. */
function useChange<T, R>(change: (of: T) => Promise<R>, then?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: key });
      for (const queryKey of [["work"], ["document"], ["coverage"], ["search"]]) void client.invalidateQueries({ queryKey });
      then?.();
    },
  });
}

function Import() {
  const [name, setName] = useState("");
  const take = useChange((file: File) => {
    setName(file.name);
    return send<Taken>("/api/v1/agencies/import", file);
  });
  const problems = take.data?.problems ?? [];
  return (
    <>
      <FileButton accept=".xlsx,.xls,.ods,.csv" onChange={(f) => f && take.mutate(f)}>
        {(props) => (
          <Button {...props} variant="default" loading={take.isPending} title="Bảng có các cột: tên, ký hiệu, tên khác, từ ngày, đến ngày, kế thừa">
            Nhập từ bảng tính
          </Button>
        )}
      </FileButton>
      {take.error && (
        <div style={{ flexBasis: "100%" }}>
          <Trouble error={take.error} />
        </div>
      )}
      {take.data && (
        <Alert flex="1 1 100%" color={problems.length > 0 ? "orange" : "green"} py="xs" role="status" styles={loud(problems.length > 0)} title={`Đã nhập ${count((take.data.agencies ?? []).length)} cơ quan từ ${name}`}>
          {problems.map((p) => (
            <Text size="sm" key={`${p.line} ${p.reason.code}`}>
              Dòng {p.line}: {p.reason.message} {p.reason.remedy}
            </Text>
          ))}
        </Alert>
      )}
    </>
  );
}

function One({ of: a, all, onEdit }: { of: Agency; all: Agency[]; onEdit: () => void }) {
  const next = all.find((o) => o.id === a.successor);
  const before = all.filter((o) => o.successor === a.id);
  return (
    <li>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} style={{ overflowWrap: "anywhere" }}>
            {a.name}
            {a.sign ? ` (${a.sign})` : ""}
          </Text>
          {held(a.valid) && <Text size="sm">Tồn tại {held(a.valid)}</Text>}
          {(a.aliases ?? []).length > 0 && (
            <Text size="sm" c="dark.4" style={{ overflowWrap: "anywhere" }}>
              Còn gọi: {(a.aliases ?? []).map((x) => x.name + (held(x.valid) ? ` (${held(x.valid)})` : "")).join("; ")}
            </Text>
          )}
          {next && <Text size="sm">Cơ quan kế thừa: {next.name}</Text>}
          {before.length > 0 && <Text size="sm">Kế thừa từ: {before.map((b) => b.name).join("; ")}</Text>}
        </div>
        <Button size="compact-sm" variant="default" onClick={onEdit} aria-label={`Sửa ${a.name}`} style={{ flexShrink: 0 }}>
          Sửa
        </Button>
      </Group>
    </li>
  );
}

/** idOf makes an identity nobody has out of a sign or a name. */
function idOf(name: string, sign: string, all: Agency[]): string {
  const slug = (s: string) => fold(s).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 50);
  const base = slug(sign) || slug(name) || "co-quan";
  let id = base;
  for (let n = 2; all.some((a) => a.id === id); n++) id = `${base}-${n}`;
  return id;
}

type Days = { from: string; to: string };
type Alias = Days & { name: string };

const typed = (p?: { from?: string; to?: string }): Days => ({ from: (p?.from ?? "").split("-").reverse().join("/"), to: (p?.to ?? "").split("-").reverse().join("/") });
const period = (d: Days) => (d.from.trim() || d.to.trim() ? { from: readDay(d.from), to: readDay(d.to) } : undefined);

/** Edit adds an agency, corrects or removes one. */
function Edit({ of: a, all, onClose }: { of?: Agency; all: Agency[]; onClose: () => void }) {
  const [name, setName] = useState(a?.name ?? "");
  const [sign, setSign] = useState(a?.sign ?? "");
  const [valid, setValid] = useState(typed(a?.valid));
  const [successor, setSuccessor] = useState(a?.successor ?? "");
  const [aliases, setAliases] = useState<Alias[]>((a?.aliases ?? []).map((x) => ({ name: x.name, ...typed(x.valid) })));
  const [removing, setRemoving] = useState(false);
  const save = useChange((body: { name: string; sign?: string; valid?: Schema["Period"]; successor?: string; aliases?: Schema["Alias"][] }) => take(api.PUT("/api/v1/agencies/{id}", { params: { path: { id: a?.id ?? idOf(name, sign, all) } }, body })), onClose);
  const remove = useChange((id: string) => done(api.DELETE("/api/v1/agencies/{id}", { params: { path: { id } } })), onClose);
  const bad = [valid, ...aliases].some((d) => dayWrong(d.from) || dayWrong(d.to));
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (bad || name.trim() === "") return;
    const known = aliases.filter((x) => x.name.trim() !== "").map((x) => ({ name: x.name.trim(), valid: period(x) }));
    save.mutate({ name: name.trim(), sign: sign.trim() || undefined, valid: period(valid), successor: successor || undefined, aliases: known });
  };
  const alias = (i: number, change: Partial<Alias>) => setAliases(aliases.map((x, n) => (n === i ? { ...x, ...change } : x)));
  const error = save.error ?? remove.error;
  return (
    <Modal opened onClose={onClose} size="lg" title={a ? "Sửa cơ quan" : "Thêm cơ quan"} closeButtonProps={{ "aria-label": "Đóng" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label="Tên đầy đủ" placeholder="Sở Thông tin và Truyền thông" value={name} maxLength={200} onChange={(e) => setName(e.currentTarget.value)} data-autofocus />
          <TextInput label="Ký hiệu trong số văn bản" placeholder="STTTT" maw={260} value={sign} maxLength={60} onChange={(e) => setSign(e.currentTarget.value)} />
          <Group gap="sm" align="flex-start">
            <DayBox label="Tồn tại từ ngày" value={valid.from} onChange={(from) => setValid({ ...valid, from })} />
            <DayBox label="Đến ngày" value={valid.to} onChange={(to) => setValid({ ...valid, to })} />
          </Group>
          <NativeSelect
            label="Cơ quan kế thừa (khi sáp nhập, đổi tên)"
            value={successor}
            onChange={(e) => setSuccessor(e.currentTarget.value)}
            data={[{ value: "", label: "Không có" }, ...all.filter((o) => o.id !== a?.id).map((o) => ({ value: o.id, label: o.name }))]}
          />
          <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
            <Text size="sm" fw={500} component="legend" mb={4}>
              Tên gọi khác, ký hiệu khác
            </Text>
            <Stack gap="xs">
              {aliases.map((x, i) => (
                <div key={i} className={css.alias}>
                  <TextInput aria-label={`Tên gọi khác ${i + 1}`} placeholder="Sở TT&TT" autoFocus={i >= (a?.aliases ?? []).length && x.name === ""} value={x.name} maxLength={200} onChange={(e) => alias(i, { name: e.currentTarget.value })} />
                  <DayBox hidden label={`Tên gọi khác ${i + 1}, từ ngày`} placeholder="từ ngày" value={x.from} onChange={(from) => alias(i, { from })} />
                  <DayBox hidden label={`Tên gọi khác ${i + 1}, đến ngày`} placeholder="đến ngày" value={x.to} onChange={(to) => alias(i, { to })} />
                  <Button variant="subtle" color="red" px="xs" onClick={() => setAliases(aliases.filter((_, n) => n !== i))} aria-label={`Bỏ tên gọi khác ${i + 1}`}>
                    Bỏ
                  </Button>
                </div>
              ))}
              <Anchor component="button" type="button" size="sm" style={{ alignSelf: "flex-start" }} onClick={() => setAliases([...aliases, { name: "", from: "", to: "" }])}>
                Thêm một tên gọi khác
              </Anchor>
            </Stack>
          </fieldset>
          {error && <Trouble error={error} />}
          <Group justify="space-between">
            {a && !removing ? (
              <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                Xóa cơ quan này
              </Button>
            ) : a ? (
              <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(a.id)}>
                Xóa thật
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Thôi
              </Button>
              <Button type="submit" loading={save.isPending} disabled={bad || name.trim() === ""}>
                Lưu
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function DayBox({ label, hidden, placeholder = "15/01/2020", value, onChange }: { label: string; hidden?: boolean; placeholder?: string; value: string; onChange: (text: string) => void }) {
  return <TextInput {...(hidden ? { "aria-label": label } : { label })} placeholder={placeholder} flex={hidden ? undefined : "0 1 12rem"} value={value} error={dayWrong(value)} onChange={(e) => onChange(e.currentTarget.value)} />;
}
