import type { Timers } from '../../src/runtime/auto-lock.ts';

interface Waiting {
  readonly atMs: number;
  readonly run: () => void;
}

/** Timers that go off when the test says that time has passed, in the order in which they are due. */
export class ManualTimers implements Timers {
  nowMs = 0;
  readonly #waiting = new Set<Waiting>();

  after(ms: number, run: () => void): () => void {
    const waiting = { atMs: this.nowMs + ms, run };
    this.#waiting.add(waiting);
    return () => {
      this.#waiting.delete(waiting);
    };
  }

  get size(): number {
    return this.#waiting.size;
  }

  advance(ms: number): void {
    const until = this.nowMs + ms;
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#waiting.delete(next);
      this.nowMs = next.atMs;
      next.run();
    }
    this.nowMs = until;
  }

  #next(until: number): Waiting | undefined {
    return [...this.#waiting]
      .filter(({ atMs }) => atMs <= until)
      .sort((a, b) => a.atMs - b.atMs)
      .at(0);
  }
}
