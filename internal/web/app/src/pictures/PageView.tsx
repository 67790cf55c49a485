import { Alert, Badge, Box, Button, Center, Group, Loader, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { api, Problem, type Schema, take } from "../api/client";
import { Quote } from "../parts";
import { Pager } from "./Pager";
import { pictureOf } from "./place";
import css from "./pictures.module.css";

type Marks = Schema["PictureMarks"];
type TextPage = Schema["DocumentPage"];

const width = 1000; // pixels of the pictures; sharp enough for A4 on half a screen
const closeUp = 2000;

/**
 * PageView shows the pages of a paper one at a time as pictures, with a quote marked, and
 * their text beside or instead of them; the text alone where no picture can be made.
 */
export function PageView({ document: d, pages, start, quote }: { document: Schema["Document"]; pages: TextPage[]; start: number; quote: string }) {
  // A print has its own pages, so a page of the record says nothing about it: 0 asks for
  // the one the quote stands on.
  const own = d.format === "pdf" || d.format === "image";
  const first = own && pages.some((p) => p.number === start) ? start : 0;
  const [asked, setAsked] = useState(first);
  const [view, setView] = useState("picture");
  const wide = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const marks = useQuery({
    queryKey: ["marks", d.id, asked, quote],
    queryFn: () =>
      take(api.GET("/api/v1/documents/{id}/pages/{page}/marks", { params: { path: { id: d.id, page: asked }, query: { width, quote: quote || undefined } } })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (marks.error && !marks.data)
    return (
      <Stack gap="sm">
        <Alert color="blue" title={marks.error.message}>
          {marks.error instanceof Problem ? marks.error.remedy : null}
        </Alert>
        {quote && <Quote>{quote}</Quote>}
        <Texts pages={pages} />
      </Stack>
    );
  if (!marks.data)
    return (
      <Center p="xl">
        <Loader mr="sm" size="sm" />
        <Text size="sm" c="dimmed">
          {own ? "Đang mở ảnh trang…" : "Đang tạo trang bản in thử, lần đầu có thể mất chừng mười giây…"}
        </Text>
      </Center>
    );
  const shown = marks.data;
  const text = <Texts pages={own ? pages.filter((p) => p.number === shown.page) : pages} />;
  const picture = <Sheet id={d.id} marks={shown} quote={quote} stale={marks.isPlaceholderData} />;
  return (
    <Stack gap="sm">
      <Group gap="sm" justify="space-between">
        <Pager page={shown.page} first={shown.first} last={shown.last} onChoose={setAsked} />
        <Group gap="xs">
          {shown.rendition && <Label hint="Trang do LibreOffice dựng từ tệp gốc; số trang và cách ngắt dòng có thể khác bản in thật.">Trang bản in thử</Label>}
          {own && pages.some((p) => p.number === shown.page && p.source === "ocr") && <Label hint="Trang là ảnh chụp; phần chữ do chương trình nhận dạng, có thể sai.">Chữ nhận dạng từ ảnh</Label>}
          {!wide && (
            <SegmentedControl
              size="xs"
              value={view}
              onChange={setView}
              data={[
                { value: "picture", label: "Ảnh trang" },
                { value: "text", label: "Chữ" },
              ]}
            />
          )}
        </Group>
      </Group>
      {marks.error && <Alert color="orange" title={marks.error.message} />}
      {quote && !marks.isPlaceholderData && <Finding marks={shown} quote={quote} away={asked !== first} back={() => setAsked(first)} />}
      {wide ? (
        <div className={css.both}>
          {picture}
          <Box className={css.text}>{text}</Box>
        </div>
      ) : view === "picture" ? (
        picture
      ) : (
        text
      )}
    </Stack>
  );
}

const Label = ({ hint, children }: { hint: string; children: ReactNode }) => (
  <Badge color="blue" variant="light" tt="none" title={hint}>
    {children}
  </Badge>
);

/** Finding says whether the quote was found on the picture. */
function Finding({ marks, quote, away, back }: { marks: Marks; quote: string; away: boolean; back: () => void }) {
  if ((marks.boxes ?? []).length > 0) return null; // it is seen
  return (
    <Box>
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {away ? "Đoạn trích không nằm trên trang này." : "Chưa xác định được đoạn trích nằm ở đâu trên ảnh trang:"}
        </Text>
        {away && (
          <Button size="compact-sm" variant="default" onClick={back}>
            Về trang có đoạn trích
          </Button>
        )}
      </Group>
      {!away && <Quote>{quote}</Quote>}
    </Box>
  );
}

function Sheet({ id, marks, quote, stale }: { id: string; marks: Marks; quote: string; stale: boolean }) {
  const image = useRef<HTMLImageElement>(null);
  const [broken, setBroken] = useState("");
  const source = pictureOf(id, marks.page, width, quote);
  // The quote is brought before the eyes once its picture is there.
  const loaded = () => {
    const box = marks.boxes?.[0];
    if (!quote || !image.current) return;
    const at = image.current.getBoundingClientRect();
    const spot = box ? at.top + (box.top / 1000) * at.height - window.innerHeight * 0.4 : at.top - 120;
    if (box || at.top < 0) window.scrollTo({ top: Math.max(0, window.scrollY + spot) });
  };
  if (broken === source)
    return (
      <Alert color="blue" title="Chưa tải được ảnh trang này.">
        <Button size="compact-sm" variant="default" onClick={() => setBroken("")}>
          Tải lại
        </Button>
      </Alert>
    );
  return (
    <a href={pictureOf(id, marks.page, closeUp, quote)} target="_blank" rel="noreferrer" title="Mở ảnh lớn">
      <img
        ref={image}
        className={css.sheet}
        data-stale={stale || undefined}
        src={source}
        width={marks.width}
        height={marks.height}
        alt={`Ảnh trang ${marks.page}`}
        onLoad={loaded}
        onError={() => setBroken(source)}
      />
    </a>
  );
}

/** Texts are the words of pages, as they were read. */
function Texts({ pages }: { pages: TextPage[] }) {
  return (
    <>
      {pages.map((p, i) => (
        <Box key={i} mb="sm">
          {p.number > 0 && (
            <Text size="xs" c="dimmed">
              Trang {p.number}
              {p.source === "ocr" ? ", chữ nhận dạng từ ảnh" : ""}
            </Text>
          )}
          {p.needs_ocr && (
            <Text size="sm" c="orange.8">
              Trang này là ảnh chụp, chưa nhận dạng được chữ.
            </Text>
          )}
          <Text size="sm" component="div" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {p.text.split("\n").map((line, n) => (
              <div key={n} className={css.line}>
                {line}
              </div>
            ))}
          </Text>
        </Box>
      ))}
    </>
  );
}
