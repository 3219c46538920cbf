/** Runs of each measurement; the median is what counts. */
export const RUNS = 9;

/** A claim about speed: a measured figure against its limit, in one unit. */
export interface Finding {
  readonly name: string;
  readonly unit: 'x' | 'ms' | 'MiB' | 'KiB' | '%';
  readonly measured: number;
  readonly limit: number;
  /** How the figure came about, in absolute numbers of this machine. */
  readonly detail: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const begun = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begun) / 1e6;
}

/** Milliseconds of the longest time in `work` in which nothing else of the process could run. */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const state = { running: true, longest: 0 };
  const tick = (last: bigint): void => {
    const now = process.hrtime.bigint();
    state.longest = Math.max(state.longest, Number(now - last) / 1e6);
    if (state.running) setImmediate(tick, now);
  };
  setImmediate(tick, process.hrtime.bigint());
  await work();
  await new Promise((resolve) => setImmediate(resolve));
  state.running = false;
  return state.longest;
}

/**
 * Medians of several works that take turns, so that a slow moment of the machine meets all of them alike. Each work
 * runs once beforehand, unmeasured.
 */
export async function takeTurns<K extends string>(
  works: Readonly<Record<K, () => unknown>>,
  runs = RUNS,
): Promise<Record<K, number>> {
  const names = Object.keys(works) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    K,
    number[]
  >;
  for (let run = -1; run < runs; run += 1) {
    for (const name of names) {
      const time = await timed(works[name]);
      if (run >= 0) times[name].push(time);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
}

/** `count` calls one after the other, as one work. */
export function repeat(count: number, work: (i: number) => unknown): () => Promise<void> {
  return async () => {
    for (let i = 0; i < count; i += 1) await work(i);
  };
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 3 : 1)} ms`;
