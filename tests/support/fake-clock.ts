import type { Clock } from '../../src/core/ports.ts';

/** Stands still until it is moved. */
export class FakeClock implements Clock {
  #wallMs: number;
  #monotonicMs: number;

  constructor(wall = '2026-11-20T07:00:00.000Z', monotonicMs = 1_000_000) {
    this.#wallMs = Date.parse(wall);
    this.#monotonicMs = monotonicMs;
  }

  nowText(): string {
    return new Date(this.#wallMs).toISOString();
  }

  nowMs(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  zone(): string {
    return 'Europe/Berlin';
  }

  /** Time passes. */
  advance(ms: number): void {
    this.#wallMs += ms;
    this.#monotonicMs += ms;
  }

  /** Someone sets the wall clock; the monotonic one goes on. */
  setWall(text: string): void {
    this.#wallMs = Date.parse(text);
  }

  /** The system starts anew: the monotonic clock begins at `sinceBootMs`. */
  reboot(sinceBootMs = 0): void {
    this.#monotonicMs = sinceBootMs;
  }
}
