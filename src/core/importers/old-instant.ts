import { parseInstant } from './instant.ts';

const STAMP =
  /^(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?) ?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?$/i;
const NUMBER = /^\d{9,13}(?:\.\d{1,9})?$/;
/** Seconds of a Unix time have fewer digits than this until the year 5138, milliseconds have more from 1973 on. */
const FIRST_MILLISECONDS = 1e11;
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * An instant as older stores write it, as UTC in the form of the format: a date or a date and time in ISO 8601, in UTC
 * where it names no offset, or seconds or milliseconds of Unix time. What is finer than a millisecond is cut off. Null:
 * none of these, or a day or time that does not exist.
 */
export function readOldInstant(cell: unknown): string | null {
  if (typeof cell === 'number') return ofUnixTime(cell);
  if (typeof cell !== 'string') return null;
  if (NUMBER.test(cell)) return ofUnixTime(Number(cell));
  const match = STAMP.exec(cell);
  if (match === null) return null;
  const [, stamp = '', sign, hours = '0', minutes = '0'] = match;
  const naive = parseInstant(stamp.toUpperCase());
  if (naive === null || sign === undefined) return naive;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return ofMs(Date.parse(naive) - (sign === '-' ? -offsetMs : offsetMs));
}

function ofUnixTime(value: number): string | null {
  return ofMs(Math.trunc(value < FIRST_MILLISECONDS ? value * 1000 : value));
}

function ofMs(ms: number): string | null {
  // Written so that NaN is refused as well.
  return ms >= 0 && ms <= LAST_MS ? new Date(ms).toISOString() : null;
}
