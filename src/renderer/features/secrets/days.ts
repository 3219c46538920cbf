/** Days as the owner reads them: `YYYY-MM-DD`. */

const DAY_MS = 86_400_000;
const MIDNIGHT_UTC = 'T00:00:00.000Z';

/** The day of an instant where the owner is. */
export function localDay(instant: string): string {
  const date = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** An expiry that is a day and no time is kept as the first instant of that day, UTC; so is one from the command line. */
export function instantOfDay(day: string): string {
  return `${day}${MIDNIGHT_UTC}`;
}

/** The day of an expiry: the day itself if it was kept as one, wherever the owner is. */
export function dayOfExpiry(instant: string): string {
  return instant.endsWith(MIDNIGHT_UTC) ? instant.slice(0, 10) : localDay(instant);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
