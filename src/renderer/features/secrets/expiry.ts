import type { SecretSummary } from '../../../shared/secret.ts';
import { addDays, dayOfExpiry, daysBetween } from './days.ts';

/** A secret's expiry as it is shown. */
export interface ExpiryView {
  readonly day: string;
  /** Days from today; negative when it is over. */
  readonly inDays: number;
  readonly over: boolean;
  /** What needs a look soon is brass, what is over is wax. */
  readonly tone: 'quiet' | 'brass' | 'wax';
}

const TONES = { none: 'quiet', later: 'quiet', soon: 'brass', expired: 'wax' } as const;

/** Null: it does not expire. Whether it is near or over is the vault's word; only days are counted here. */
export function viewExpiry(
  { metadata, expiry }: Pick<SecretSummary, 'metadata' | 'expiry'>,
  today: string,
): ExpiryView | null {
  if (metadata.expires_at === undefined || expiry === 'none') return null;
  const day = dayOfExpiry(metadata.expires_at);
  const over = expiry === 'expired';
  // The instant decides, and may be over while its day is not.
  const inDays = daysBetween(today, day);
  return { day, over, inDays: over ? Math.min(inDays, 0) : inDays, tone: TONES[expiry] };
}

/** The next of the owner's reminder days (`30,7,1`) before an expiry; null if there is none to come. */
export function nextReminder(day: string, reminderDays: string, today: string): string | null {
  const days = reminderDays
    .split(',')
    .map((days) => addDays(day, -Number(days)))
    .filter((reminder) => daysBetween(today, reminder) > 0);
  return days.toSorted()[0] ?? null;
}

/** Days from today in words: `in 42 days`, `tomorrow`, `3 days ago`. */
export function formatInDays(inDays: number, language: string): string {
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(inDays, 'day');
}
