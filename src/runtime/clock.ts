import type { Clock } from '../core/ports.ts';

// A busy gateway asks several times in the same millisecond.
let lastMs = Number.NaN;
let lastText = '';

function nowText(): string {
  const ms = Date.now();
  if (ms !== lastMs) {
    lastMs = ms;
    lastText = new Date(ms).toISOString();
  }
  return lastText;
}

/** The system's clocks: the only place where time is read. */
export const systemClock: Clock = {
  nowText,
  nowMs: () => Date.now(),
  // CLOCK_MONOTONIC and its like: since boot, the same in every process, and nobody can set it.
  monotonicMs: () => Number(process.hrtime.bigint() / 1_000_000n),
  zone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
};
