import { isInstant } from '../secrets/check-input.ts';

const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|[+-]00:?00)?)?$/;

/**
 * A UTC date or date and time, as SQLite, Python and RFC 3339 write them, in the form of the format:
 * `YYYY-MM-DDTHH:MM:SS.sssZ`. What is finer than a millisecond is cut off; a date alone is its first instant.
 * Null: not such a text, another time zone than UTC, or a day or time that does not exist.
 */
export function parseInstant(text: string): string | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const [, date = '', minutes = '00:00', seconds = '00', fraction = ''] = match;
  const instant = `${date}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  return isInstant(instant) ? instant : null;
}
