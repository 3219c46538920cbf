import type { Phrase } from './phrase.ts';

/** Where a countdown is read out; between them a screen reader is left alone. */
const SPOKEN_SECONDS = [5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

/** Whole seconds that are still to wait; 0 only when it is over. */
export function secondsLeft(remainingMs: number): number {
  return Math.max(0, Math.ceil(remainingMs / 1_000));
}

/** "45 s", "2 min 05 s". */
export function waitOf(seconds: number): Phrase {
  if (seconds < 60) return { key: 'doors.wait.seconds', values: { count: seconds } };
  return {
    key: 'doors.wait.minutes',
    values: {
      minutes: Math.floor(seconds / 60),
      seconds: String(seconds % 60).padStart(2, '0'),
    },
  };
}

/** The number of seconds a screen reader was last told, in a wait that began at `total`. */
export function spokenSeconds(seconds: number, total: number): number {
  const step = SPOKEN_SECONDS.find((spoken) => spoken >= seconds) ?? total;
  return Math.min(step, total);
}
