/** count writes a whole number the Vietnamese way: 12.345. */
export const count = (n: number) => n.toLocaleString("vi-VN", { maximumFractionDigits: 0 });

const decimal = (n: number) => n.toLocaleString("vi-VN", { maximumFractionDigits: 1 });

/** span says how long something takes, as people say it; seconds in. */
export function span(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} giây`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} phút`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0 || hours >= 10 ? `${count(hours)} giờ` : `${hours} giờ ${rest} phút`;
}

/** pace says a rate a second; slow ones by the minute. */
export const pace = (rate: number, of: string) => (rate >= 1 ? `${decimal(rate)} ${of}/giây` : `${decimal(rate * 60)} ${of}/phút`);

/** size says a number of bytes. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} byte`;
  if (bytes < 1024 * 1024) return `${decimal(bytes / 1024)} KB`;
  if (bytes < 1024 ** 3) return `${decimal(bytes / 1024 ** 2)} MB`;
  return `${decimal(bytes / 1024 ** 3)} GB`;
}

/** moment writes an instant by the clock of the office: "14:05 25/11/2020". */
export function moment(iso: string): string {
  const at = new Date(iso);
  const clock = at.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  return `${clock} ${at.toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" })}`;
}
