import type { Clock } from '../core/ports.ts';

/** The system's clocks: the only place where time is read. */
export const systemClock: Clock = {
  nowText: () => new Date().toISOString(),
  nowMs: () => Date.now(),
  // CLOCK_MONOTONIC and its like: since boot, the same in every process, and nobody can set it.
  monotonicMs: () => Number(process.hrtime.bigint() / 1_000_000n),
  zone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
};
