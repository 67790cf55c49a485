import { useQueryClient } from "@tanstack/react-query";
import type { Schema } from "../api/client";

export type RoundRow = Schema["RoundRow"];
export type ScoreRow = Schema["ScoreRow"];

/** steps are the states of a round in their order, with what each means for those who work on it. */
export const steps = [
  { state: "open", label: "Tự chấm", what: "Đơn vị nhập điểm tự chấm, nộp tài liệu, giải trình." },
  { state: "locked", label: "Đã khoá", what: "Điểm tự chấm không sửa được nữa; tài liệu đến sau được ghi là “bổ sung sau khi khoá”. Chương trình giữ một bản chụp điểm, tài liệu và tình trạng lúc khoá." },
  { state: "appraising", label: "Thẩm định lần 1", what: "Tổ thẩm định nhập điểm lần 1. Đơn vị giải trình ở bước sau." },
  { state: "explaining", label: "Giải trình", what: "Đơn vị xem điểm lần 1 và giải trình những chỗ còn khác." },
  { state: "reappraised", label: "Thẩm định lần 2", what: "Tổ thẩm định xem giải trình và nhập điểm lần 2." },
  { state: "published", label: "Công bố", what: "Đợt đã kết thúc, không sửa gì nữa." },
];

export type Points = "self" | "first" | "second";

/** openColumn is the column of points that can be filled in a state of a round. */
export const openColumn = (state: string): Points | undefined => ({ open: "self", appraising: "first", reappraised: "second" })[state] as Points | undefined;

/** useRoundsChanged has what goes by rounds and scores asked again. */
export function useRoundsChanged() {
  const client = useQueryClient();
  return () => {
    for (const k of ["rounds", "round", "scores", "coverage"]) void client.invalidateQueries({ queryKey: [k] });
  };
}
