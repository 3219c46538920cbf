import { invalidInput } from './usage-error.ts';

const CLOCK_TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const LONGEST_MS = 12 * 60 * 60_000;

/** The next instant at which the clock on the wall shows HH:MM, as milliseconds since 1970; at most twelve hours away. */
export function parseClockTime(text: string, nowMs: number): number {
  const [, hour, minute] = CLOCK_TIME.exec(text) ?? [];
  if (hour === undefined || minute === undefined) {
    throw invalidInput('A time of day is HH:MM, like 18:30.');
  }
  const at = new Date(nowMs);
  at.setHours(Number(hour), Number(minute), 0, 0);
  if (at.getTime() <= nowMs) at.setDate(at.getDate() + 1);
  if (at.getTime() - nowMs > LONGEST_MS) {
    throw invalidInput('Clients go on for twelve hours at most.');
  }
  return at.getTime();
}

/** HH:MM as the clock on the wall shows it. */
export function clockTime(ms: number): string {
  const at = new Date(ms);
  const digits = (value: number): string => String(value).padStart(2, '0');
  return `${digits(at.getHours())}:${digits(at.getMinutes())}`;
}
