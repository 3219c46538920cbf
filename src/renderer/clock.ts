/** The page's clock: what is counted down in the page is measured here and nowhere else. */

/** Milliseconds that only go forward; for durations. */
export function monotonicMs(): number {
  return performance.now();
}

/** The present instant, UTC `YYYY-MM-DDTHH:MM:SS.sssZ`; for what is shown as a date. */
export function nowText(): string {
  return new Date().toISOString();
}

/** Milliseconds from now to an instant; negative when it is over. */
export function msUntil(instant: string): number {
  return Date.parse(instant) - Date.now();
}
