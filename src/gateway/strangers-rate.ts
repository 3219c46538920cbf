/** Requests in a row that a listener answers to whoever shows nothing good, and how many more each second. */
const BURST = 240;
const PER_SECOND = 40;

/**
 * A bucket of tokens for one listener: exempt routes and refusals take from it. Who shows a good credential is never
 * asked for one, so nobody can shut a client out by emptying it.
 */
export class StrangersRate {
  readonly #monotonicMs: () => number;
  #tokens = BURST;
  #atMs: number;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
    this.#atMs = monotonicMs();
  }

  /** Takes a token; null if there was one, else milliseconds until the next. */
  take(): number | null {
    const nowMs = this.#monotonicMs();
    this.#tokens = Math.min(BURST, this.#tokens + ((nowMs - this.#atMs) * PER_SECOND) / 1000);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) * 1000) / PER_SECOND);
    this.#tokens -= 1;
    return null;
  }
}
