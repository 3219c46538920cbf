import type { AuditEntry } from '../../shared/model.ts';

/** What the throttle knows of unlock attempts; lies in the chain's state file. */
export interface Attempts {
  /** Failed ones in a row. */
  readonly failed: number;
  /** One was begun and has no outcome yet. */
  readonly pending: boolean;
  /** System monotonic milliseconds of the last attempt or failure. */
  readonly lastAttemptMs: number;
}

/** Before the first attempt. */
export const NO_ATTEMPTS: Attempts = { failed: 0, pending: false, lastAttemptMs: 0 };

/** Event name of attempts and their outcomes. */
export const UNLOCK_EVENT = 'vault.unlock';

const MAX_FAILED = 2 ** 32 - 1;

/** What a line says about attempts: one begins, one succeeded, one failed, one ended without counting; or nothing. */
export type AttemptMark = 'begins' | 'ok' | 'failed' | 'ended' | null;

/**
 * Reads that out of a line. A failure that counts carries `n.counted` 1, one that a crash left open `n.interrupted` 1.
 * A refusal before the attempt (`throttled`, `busy`) is no attempt.
 */
export function attemptMark(entry: AuditEntry): AttemptMark {
  if (entry.event !== UNLOCK_EVENT) return null;
  if (entry.outcome === 'attempt') return 'begins';
  if (entry.reason === 'throttled' || entry.reason === 'busy') return null;
  if (entry.outcome === 'ok') return 'ok';
  return entry.n['counted'] === 1 || entry.n['interrupted'] === 1 ? 'failed' : 'ended';
}

/** The counters after one more line. An attempt that begins while another is open makes that one a failure. */
export function afterLine(attempts: Attempts, entry: AuditEntry): Attempts {
  const { failed, lastAttemptMs } = attempts;
  switch (attemptMark(entry)) {
    case null:
      return attempts;
    case 'begins': {
      const before = attempts.pending ? afterInterruption(attempts) : attempts;
      return { failed: before.failed, pending: true, lastAttemptMs: entry.mono };
    }
    case 'ok':
      return { failed: 0, pending: false, lastAttemptMs: entry.mono };
    case 'ended':
      return { failed, pending: false, lastAttemptMs };
    case 'failed': {
      const { failed: counted } = afterInterruption(attempts);
      const since = entry.n['interrupted'] === 1 ? lastAttemptMs : entry.mono;
      return { failed: counted, pending: false, lastAttemptMs: since };
    }
  }
}

/** The counters when the pending attempt is given up as a failure. */
export function afterInterruption(attempts: Attempts): Attempts {
  return { ...attempts, failed: Math.min(attempts.failed + 1, MAX_FAILED), pending: false };
}

/** Counts failures since the last good unlock over some lines, and remembers when the first of them began. */
export class FailureCount {
  failures = 0;
  since: string | null = null;
  #openSince: string | null = null;

  note(entry: AuditEntry): void {
    const mark = attemptMark(entry);
    if (mark === 'begins') {
      this.#fail(this.#openSince);
      this.#openSince = entry.ts;
    } else if (mark !== null) {
      if (mark === 'failed') this.#fail(this.#openSince ?? entry.ts);
      if (mark === 'ok') [this.failures, this.since] = [0, null];
      this.#openSince = null;
    }
  }

  /** After the last line: an attempt without an outcome failed, unless it is the one that is running now. */
  end(running: boolean): void {
    if (!running) this.#fail(this.#openSince);
    this.#openSince = null;
  }

  #fail(began: string | null): void {
    if (began === null) return;
    this.failures += 1;
    this.since ??= began;
  }
}
