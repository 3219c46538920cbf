const MOST = 3;
const WITHIN_MS = 60_000;

/** Tells a page that died from one that always does. */
export class PageFailures {
  readonly #clock: { readonly monotonicMs: () => number };
  #times: readonly number[] = [];

  constructor(clock: { readonly monotonicMs: () => number }) {
    this.#clock = clock;
  }

  /** One more; true if there is no sense in another page. */
  isLoop(): boolean {
    const now = this.#clock.monotonicMs();
    this.#times = [...this.#times.filter((time) => now - time < WITHIN_MS), now];
    return this.#times.length >= MOST;
  }
}
