import { civilDay, dayNumber, isDay } from './calendar.ts';
import { invalidInput } from './usage-error.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;
const MS_PER_DAY = 24 * MS_PER_HOUR;
const RULE =
  'A date is 2026-12-31, an instant like 2026-12-31T18:00Z, or a time from now like 90d or 12w.';
const DATE = String.raw`(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)`;
const TIME = String.raw`(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<milli>\d{3}))?)?`;
const ZONE = String.raw`(?:Z|(?<sign>[+-])(?<zoneHour>\d\d):(?<zoneMinute>\d\d))`;
const INSTANT = new RegExp(`^${DATE}(?:T${TIME}${ZONE})?$`);

/** `--expires`: null for `never`, else the UTC instant as it is stored. A date alone means its first moment, UTC. */
export function parseExpiry(text: string, nowMs: number): string | null {
  return text === 'never' ? null : parseHorizon(text, nowMs);
}

/** A date, an instant, or so many days (90d) or weeks (12w) from now, as a UTC instant. */
export function parseHorizon(text: string, nowMs: number): string {
  const days = parseDays(text);
  return instantText(days === null ? parseInstant(text) : nowMs + days * MS_PER_DAY);
}

function parseDays(text: string): number | null {
  const match = /^(\d{1,5})([dw])$/.exec(text);
  return match === null ? null : Number(match[1]) * (match[2] === 'w' ? 7 : 1);
}

/** Milliseconds since 1970. A part out of its range is refused, not carried over into the next. */
function parseInstant(text: string): number {
  const parts = INSTANT.exec(text)?.groups;
  if (parts === undefined) throw invalidInput(RULE);
  const part = (key: string, max: number): number => {
    const value = Number(parts[key] ?? 0);
    if (value > max) throw invalidInput(RULE);
    return value;
  };
  const date = { year: part('year', 9999), month: part('month', 12), day: part('day', 31) };
  if (!isDay(date)) throw invalidInput(RULE);
  const time =
    part('hour', 23) * MS_PER_HOUR +
    part('minute', 59) * MS_PER_MINUTE +
    part('second', 59) * 1000 +
    part('milli', 999);
  const zone = part('zoneHour', 14) * MS_PER_HOUR + part('zoneMinute', 59) * MS_PER_MINUTE;
  const offset = parts['sign'] === '-' ? -zone : zone;
  return dayNumber(date) * MS_PER_DAY + time - offset;
}

function instantText(ms: number): string {
  const days = Math.floor(ms / MS_PER_DAY);
  const { year, month, day } = civilDay(days);
  if (year < 0 || year > 9999) throw invalidInput(RULE);
  const rest = ms - days * MS_PER_DAY;
  const hour = Math.floor(rest / MS_PER_HOUR);
  const minute = Math.floor(rest / MS_PER_MINUTE) % 60;
  const second = Math.floor(rest / 1000) % 60;
  const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  const time = `${digits(hour, 2)}:${digits(minute, 2)}:${digits(second, 2)}`;
  return `${date}T${time}.${digits(rest % 1000, 3)}Z`;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
