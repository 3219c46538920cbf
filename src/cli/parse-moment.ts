import { parseHorizon } from './parse-expiry.ts';
import { invalidInput } from './usage-error.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

/** A day (UTC) or an instant, as one edge of a span: the span ends when the day is over. */
export function parseMoment(text: string, edge: 'begin' | 'end'): string {
  if (!text.includes('-')) {
    throw invalidInput('A day is 2026-12-31, an instant like 2026-12-31T18:00Z.');
  }
  if (edge === 'begin' || !DAY.test(text)) return parseHorizon(text, 0);
  return new Date(Date.parse(parseHorizon(text, 0)) + DAY_MS).toISOString();
}
