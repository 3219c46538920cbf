import type { AppHost } from '../host/app-host.ts';

/** Milliseconds by which main's clocks run ahead of the machine's. */
interface Ahead {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/** Sets main's clocks ahead: both by the same is time that passed, the wall clock alone is one that was set. */
export function setClocksAhead(app: AppHost, ahead: Ahead): Promise<void> {
  return app.evaluate((_electron, { monotonicMs, wallMs }) => {
    const kept = globalThis as { realMonotonic?: () => bigint };
    kept.realMonotonic ??= process.hrtime.bigint.bind(process.hrtime);
    const real = kept.realMonotonic;
    process.hrtime.bigint = () => real() + BigInt(monotonicMs) * 1_000_000n;
    // Not by Date.now: this is the function that it becomes.
    Date.now = () => Math.round(performance.timeOrigin + performance.now()) + wallMs;
  }, ahead);
}

/** Tells main what the machine did. */
export function tell(
  app: AppHost,
  event: 'suspend' | 'resume' | 'lock-screen' | 'user-did-resign-active' | 'shutdown',
): Promise<void> {
  return app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);
}
