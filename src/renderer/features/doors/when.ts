import { timeText } from '../../components/time-text.ts';
import type { Phrase } from './phrase.ts';

const DAY_MS = 86_400_000;

export interface Calendar {
  /** BCP 47 tag. */
  readonly locale: string;
  /** IANA name; the system's if absent. */
  readonly timeZone?: string;
}

/** When something happened, as it stands inside a sentence: "at 09:32", "yesterday at 09:32", "on 14 Nov 2026 at 09:32". */
export function whenOf(instant: string, now: string, calendar: Calendar): Phrase {
  const dateOf = (iso: string) => timeText(iso, { ...calendar, style: 'date' });
  const time = timeText(instant, { ...calendar, style: 'time' });
  const date = dateOf(instant);
  const yesterday = new Date(Date.parse(now) - DAY_MS).toISOString();
  if (date === dateOf(now)) return { key: 'doors.when.today', values: { time } };
  if (date === dateOf(yesterday)) return { key: 'doors.when.yesterday', values: { time } };
  return { key: 'doors.when.earlier', values: { date, time } };
}
