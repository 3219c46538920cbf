/** How often something may happen within a time; null: as often as one likes. */
export interface WindowLimit {
  readonly ms: number;
  readonly limit: number | null;
}

interface Window {
  beganMs: number;
  count: number;
}

/** Names above which those whose time is over are dropped. */
const MANY = 4096;

/**
 * Counts by name in fixed windows, each of which begins with the first use after the one before has ended. By the
 * monotonic clock: nobody who sets the calendar gets more. In memory only.
 */
export class RateWindows {
  readonly #sizesMs: readonly number[];
  readonly #names = new Map<string, Map<number, Window>>();

  /** @param sizesMs lengths of the windows that are counted. */
  constructor(sizesMs: readonly number[]) {
    this.#sizesMs = sizesMs;
  }

  /** Milliseconds until another use fits into every one of these windows; 0: it fits now. */
  waitMs(name: string, limits: readonly WindowLimit[], nowMs: number): number {
    let wait = 0;
    for (const { ms, limit } of limits) {
      const window = this.#current(name, ms, nowMs);
      if (limit === null || (window?.count ?? 0) < limit) continue;
      wait = Math.max(wait, window === null ? ms : window.beganMs + ms - nowMs);
    }
    return wait;
  }

  /** Counts one use in the window of each size. */
  count(name: string, nowMs: number): void {
    if (this.#names.size >= MANY && !this.#names.has(name)) this.#dropEnded(nowMs);
    const windows = this.#names.get(name) ?? new Map<number, Window>();
    this.#names.set(name, windows);
    for (const ms of this.#sizesMs) {
      const window = this.#current(name, ms, nowMs);
      if (window === null) windows.set(ms, { beganMs: nowMs, count: 1 });
      else window.count += 1;
    }
  }

  /** Uses in the current window of this size. */
  used(name: string, ms: number, nowMs: number): number {
    return this.#current(name, ms, nowMs)?.count ?? 0;
  }

  /** How many names are kept. */
  get size(): number {
    return this.#names.size;
  }

  forget(name: string): void {
    this.#names.delete(name);
  }

  #current(name: string, ms: number, nowMs: number): Window | null {
    const window = this.#names.get(name)?.get(ms);
    return window === undefined || nowMs - window.beganMs >= ms ? null : window;
  }

  #dropEnded(nowMs: number): void {
    for (const name of this.#names.keys()) {
      const ended = this.#sizesMs.every((ms) => this.#current(name, ms, nowMs) === null);
      if (ended) this.#names.delete(name);
    }
  }
}
