import type { ErrorCode } from '../../shared/errors.ts';
import type { AuditEntry, AuditSummary } from '../../shared/model.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { AuditQuery, CallContext } from '../call.ts';
import { concat, wipe } from '../crypto/bytes.ts';
import type { AuditStorage, Clock } from '../ports.ts';
import { UNLOCK_EVENT } from './attempts.ts';
import { ChainWriter, LINES_PER_ANCHOR } from './chain-writer.ts';
import { durably } from './durably.ts';
import { segmentFirstSeq } from './file-names.ts';
import { queryLines } from './query.ts';
import { SEGMENT_LIMITS, type SegmentLimits } from './read-segments.ts';
import { retryAfterMs } from './throttle.ts';
import { verifyLinesSince, type AuditAnchor, type LinesSince } from './verify-since.ts';

/** What happened. `ref` are ids by name, `n` integers by name; `n.gen` is the log's own. */
export interface AuditEventInput {
  /** `[a-z0-9_.]`, at most 64. */
  readonly event: string;
  readonly outcome: AuditEntry['outcome'];
  readonly reason?: ErrorCode | null;
  readonly ref?: Readonly<Record<string, string>>;
  readonly n?: Readonly<Record<string, number>>;
}

/** How an unlock attempt ended. */
export interface AttemptResult {
  readonly outcome: 'ok' | 'denied' | 'error';
  readonly reason: ErrorCode | null;
  /** By the table of docs/format.md §10. */
  readonly countsAsFailure: boolean;
}

/** The end of the chain; every buffer is the caller's own copy and his to wipe. */
export interface AuditHead {
  readonly chainId: Uint8Array;
  readonly nextSeq: number;
  readonly lastMac: Uint8Array;
  /** The current K. */
  readonly key: Uint8Array;
  /** K_0 while it is not sealed, then null. */
  readonly seed: Uint8Array | null;
}

/**
 * The audit log of one vault folder (docs/format.md §7): a line is durable when its call returns, every line is MACed
 * with a key that the next one makes unrecoverable, and the throttle's counters lie beside it. All storage failures
 * are VaultError `audit_unavailable`; after one, the next call tries again.
 */
export class AuditLog {
  /** Called after every 256th line: the vault's anchor should be renewed. What it throws is dropped. */
  onAnchorDue: (() => void) | null = null;
  readonly #storage: AuditStorage;
  readonly #clock: Clock;
  readonly #limits: SegmentLimits;
  readonly #writer: ChainWriter;
  #attemptRunning = false;

  private constructor(storage: AuditStorage, clock: Clock, limits: SegmentLimits) {
    this.#storage = storage;
    this.#clock = clock;
    this.#limits = limits;
    this.#writer = new ChainWriter(storage, clock, limits);
  }

  /**
   * Recovers the log: adopts lines behind the state, saves a torn tail, counts an attempt that a crash left open, sets
   * a log that does not fit aside and begins anew. Never throws: if the storage does not work, `write` will.
   */
  static start(
    storage: AuditStorage,
    clock: Clock,
    limits: SegmentLimits = SEGMENT_LIMITS,
  ): AuditLog {
    const log = new AuditLog(storage, clock, limits);
    try {
      log.#writer.open();
    } catch {
      // The first write says so, and tries again.
    }
    return log;
  }

  /** Failed unlocks in a row; 0 while the log is unavailable (no attempt can begin then). */
  get failedAttempts(): number {
    return this.#writer.chain?.attempts.failed ?? 0;
  }

  /**
   * Milliseconds until the next unlock attempt is accepted; 0 means now.
   * @throws VaultError `audit_unavailable` while the counters cannot be read: no attempt slips through then.
   */
  retryAfterMs(): number {
    return retryAfterMs(this.#writer.open().attempts, this.#clock);
  }

  /**
   * Writes one line; it is durable when this returns.
   * @throws VaultError `audit_unavailable`; `internal`, and nothing is written, for an event that fits no line.
   */
  write(event: AuditEventInput, context: CallContext): void {
    this.#put(event, context, false);
  }

  /** Before the KDF runs: the attempt's line and the state file are durable when this returns. */
  beginAttempt(context: CallContext): void {
    this.#put({ event: UNLOCK_EVENT, outcome: 'attempt' }, context, true);
    this.#attemptRunning = true;
  }

  /** The outcome of that attempt. A good one sets the counter of failures back; a counting one carries `n.counted`. */
  endAttempt(result: AttemptResult, context: CallContext): void {
    const { outcome, reason, countsAsFailure } = result;
    this.#attemptRunning = false;
    const n = countsAsFailure ? { counted: 1 } : {};
    this.#put({ event: UNLOCK_EVENT, outcome, reason, n }, context, outcome === 'ok');
  }

  /** The last committed generation of the unlocked vault: `n.gen` of the lines that follow. Null while locked. */
  setGeneration(generation: number | null): void {
    this.#writer.generation = generation;
  }

  /** Where the chain ends. @throws VaultError `audit_unavailable` if there is none. */
  head(): AuditHead {
    const { chainId, cursor, seed } = this.#writer.open();
    return {
      chainId: concat(chainId),
      nextSeq: cursor.nextSeq,
      lastMac: concat(cursor.lastMac),
      key: concat(cursor.key),
      seed: seed === null ? null : concat(seed),
    };
  }

  /** K_0 lies sealed in the vault: zeroes it here and, durably, in the state file. */
  seedSealed(): void {
    const chain = this.#writer.open();
    wipe(chain.seed);
    chain.seed = null;
    this.#writer.writeState({ sync: true });
  }

  /** Makes the state file durable. */
  sync(): void {
    this.#writer.writeState({ sync: true });
  }

  /** Sets the files of the chain aside and begins a new one with `audit.restarted`. The throttle's counters stay. */
  restart(context: CallContext): void {
    this.#writer.restart({ correlation_id: context.correlationId, actor: context.actor });
  }

  /**
   * Verifies the lines from the vault's anchor (without one: from the chain's first key) to the end. Call it before
   * `endAttempt`: the attempt that is running is not counted, and a good outcome ends the count. Never throws: a log
   * that cannot be read does not fit.
   */
  verifySince(anchor: AuditAnchor | null, seed: Uint8Array | null): LinesSince {
    try {
      const { cursor } = this.#writer.open();
      const log = {
        storage: this.#storage,
        limits: this.#limits,
        end: cursor,
        attemptRunning: this.#attemptRunning,
      };
      return verifyLinesSince(log, anchor, seed);
    } catch {
      return { fits: false, highestGeneration: null, failures: 0, failedSince: null };
    }
  }

  /** The newest matching lines of the current chain, ascending. @throws VaultError `audit_unavailable`. */
  query(query: AuditQuery): readonly AuditEntry[] {
    return durably(this.#storage, () => queryLines(this.#storage, query));
  }

  /** How far the chain reaches, by its state and the names of its files. @throws VaultError `audit_unavailable`. */
  summary(): AuditSummary {
    const { nextSeq } = this.#writer.open().cursor;
    const [oldest = ''] = durably(this.#storage, () => this.#storage.segments());
    return {
      lines: nextSeq - (segmentFirstSeq(oldest) ?? 0),
      lastSeq: nextSeq === 0 ? null : nextSeq - 1,
    };
  }

  /** Makes the state durable if it can, and forgets the keys. Every later write throws. */
  close(): void {
    try {
      this.#writer.settleState();
    } catch {
      // The lines are durable; the next start adopts what the state lacks.
    }
    this.#writer.close();
  }

  #put(event: AuditEventInput, context: CallContext, sync: boolean): void {
    const { n = {}, reason = null } = event;
    if ('gen' in n) throw new VaultError('internal', { hint: 'n.gen is written by the log.' });
    const before = this.#writer.open().cursor.nextSeq;
    const fields = {
      correlation_id: context.correlationId,
      actor: context.actor,
      event: event.event,
      outcome: event.outcome,
      reason,
      ref: { ...context.by, ...event.ref },
      n,
    };
    this.#writer.put(fields, { sync });
    const after = this.#writer.open().cursor.nextSeq;
    if (Math.floor(before / LINES_PER_ANCHOR) === Math.floor(after / LINES_PER_ANCHOR)) return;
    try {
      this.onAnchorDue?.();
    } catch {
      // The line is written; an anchor that stays older is still an anchor.
    }
  }
}
