import type { Clock } from '../ports.ts';
import type { Attempts } from './attempts.ts';

const FREE_FAILURES = 3;
const DELAYS_MS = [5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 900_000];
const LONG_DELAY_FROM = 100;
const LONG_DELAY_MS = 3_600_000;

/** Milliseconds between the last attempt and the next one after so many failures in a row. */
export function delayMs(failed: number): number {
  if (failed <= FREE_FAILURES) return 0;
  if (failed >= LONG_DELAY_FROM) return LONG_DELAY_MS;
  return DELAYS_MS[Math.min(failed - FREE_FAILURES, DELAYS_MS.length) - 1] ?? LONG_DELAY_MS;
}

/**
 * Milliseconds until the next attempt is accepted; 0 means now. Only the system's monotonic clock is asked, so no set
 * clock shortens it; a clock that stands before the last attempt started anew, and what it shows has passed since.
 */
export function retryAfterMs(attempts: Attempts, clock: Clock): number {
  const now = Math.floor(clock.monotonicMs());
  const elapsed = now < attempts.lastAttemptMs ? now : now - attempts.lastAttemptMs;
  return Math.max(0, delayMs(attempts.failed) - elapsed);
}
