import type { AuditEntry } from '../../shared/model.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { wipe } from '../crypto/bytes.ts';
import { randomBytes, randomId } from '../crypto/random.ts';
import type { AuditStorage, Clock } from '../ports.ts';
import { afterInterruption, afterLine, NO_ATTEMPTS, UNLOCK_EVENT } from './attempts.ts';
import { encodeState } from './chain-state.ts';
import { ChainCursor, chainStart, KEY_BYTES } from './chain.ts';
import { durably } from './durably.ts';
import { CURRENT_SEGMENT, segmentFirstSeq } from './file-names.ts';
import { checkWritable, encodeEntry } from './line.ts';
import { currentFirstSeq, lastLineOf, type SegmentLimits } from './read-segments.ts';
import { cutTornTail, recoverChain, type Misfit, type OpenChain } from './recover.ts';
import { RESTART_EVENT, restartRecord } from './restart-line.ts';

/** The state is made durable with every so many lines, and the vault's anchor is due. */
export const LINES_PER_ANCHOR = 256;

const CHAIN_ID_BYTES = 16;
const BOOT_BYTES = 4;

/** What the caller decides about a line; the writer adds number, time and MAC. */
export type LineFields = Pick<
  AuditEntry,
  'correlation_id' | 'actor' | 'event' | 'outcome' | 'reason' | 'ref' | 'n'
>;

/**
 * Owns the end of the chain: recovers it, appends to it, rotates, begins a new one. Order of a line: appended and
 * durable, key ratcheted in memory, state file. Every method throws VaultError `audit_unavailable` if the storage does
 * not do its part; the next call then tries again from where things stand.
 */
export class ChainWriter {
  /** The last committed generation; `n.gen` of the lines that follow. */
  generation: number | null = null;
  readonly #storage: AuditStorage;
  readonly #clock: Clock;
  readonly #limits: SegmentLimits;
  readonly #boot: string;
  #chain: OpenChain | null = null;
  /** The line that tells of a restart, until it is written. */
  #owed: LineFields | null = null;
  /** An append failed: the file may hold part of a line. */
  #tailUncertain = false;
  /** What the state file says is durable; true from the start, for what was read was there. */
  #stateDurable = true;
  #closed = false;

  constructor(storage: AuditStorage, clock: Clock, limits: SegmentLimits) {
    this.#storage = storage;
    this.#clock = clock;
    this.#limits = limits;
    this.#boot = Array.from(randomBytes(BOOT_BYTES), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
  }

  /** The chain if it is open; null if the storage could not be read or the writer is closed. */
  get chain(): OpenChain | null {
    return this.#chain;
  }

  /** The chain, recovered first if need be. */
  open(): OpenChain {
    if (this.#closed) throw new VaultError('audit_unavailable');
    return this.#chain ?? this.#recover();
  }

  /** Appends one line. @throws VaultError `internal`, and nothing is written, for fields that fit no line. */
  put(fields: LineFields, options: { readonly sync: boolean }): void {
    const chain = this.open();
    const entry = this.#entry(chain, fields);
    checkWritable(entry);
    if (this.#tailUncertain) durably(this.#storage, () => this.#repairTail(chain));
    this.#settleRestart(chain);
    if (chain.length >= this.#limits.segmentBytes) this.#rotate(chain);
    const moved = entry.seq !== chain.cursor.nextSeq;
    this.#append(chain, moved ? this.#entry(chain, fields) : entry, options.sync);
  }

  /** Sets all files of the chain aside and begins a new one. The throttle's counters live on. */
  restart(correlation: Pick<LineFields, 'correlation_id' | 'actor'>): void {
    const { chainId, cursor, attempts, seed } = this.open();
    const segments = durably(this.#storage, () => this.#storage.segments());
    const first = segmentFirstSeq(segments[0] ?? '') ?? 0;
    const next = cursor.nextSeq;
    this.#chain = null;
    cursor.wipe();
    wipe(seed);
    this.#begin({ lines: next - first, before: { chainId, next }, attempts }, correlation);
  }

  /** Writes the state file; durable when it returns if `sync` is asked. */
  writeState(options: { readonly sync: boolean }): void {
    this.#writeStateOf(this.open(), options.sync);
  }

  /** The same durably, if anything changed since that was last done. */
  settleState(): void {
    if (this.#chain !== null && !this.#stateDurable) this.#writeStateOf(this.#chain, true);
  }

  /** Forgets the keys. Every later call throws. */
  close(): void {
    this.#closed = true;
    this.#chain?.cursor.wipe();
    wipe(this.#chain?.seed);
    this.#chain = null;
    this.#storage.release();
  }

  #recover(): OpenChain {
    const { recovery, broken } = durably(this.#storage, () => ({
      recovery: recoverChain(this.#storage),
      broken: this.#storage.brokenFiles(),
    }));
    if (recovery.kind !== 'fits') {
      const misfit = recovery.kind === 'misfit' ? recovery.misfit : null;
      return this.#begin(misfit, systemCorrelation(), true);
    }
    const { chain, adopted } = recovery;
    this.#chain = chain;
    // A crash came between the new chain's state and its first line.
    const restarted = chain.cursor.nextSeq === 0 && broken.length > 0;
    if (restarted) this.#owed = restartLine(systemCorrelation(), { ref: {}, n: {} });
    if (adopted > 0) this.#tryTo(() => this.#writeStateOf(chain, false));
    this.#tryTo(() => this.#settleRestart(chain));
    this.#closeAttempt(chain);
    return chain;
  }

  #begin(
    misfit: Misfit | null,
    correlation: Pick<LineFields, 'correlation_id' | 'actor'>,
    recovering = false,
  ): OpenChain {
    const moved = misfit === null ? [] : this.#setAside(misfit);
    const seed = randomBytes(KEY_BYTES);
    const chain: OpenChain = {
      chainId: randomBytes(CHAIN_ID_BYTES),
      seed,
      cursor: new ChainCursor(chainStart(seed)),
      attempts: misfit?.attempts ?? NO_ATTEMPTS,
      length: 0,
      firstSeq: 0,
    };
    this.#writeStateOf(chain, true);
    this.#chain = chain;
    this.#tailUncertain = false;
    this.#owed = misfit === null ? null : restartLine(correlation, restartRecord(misfit, moved));
    if (recovering) {
      this.#tryTo(() => this.#settleRestart(chain));
      this.#closeAttempt(chain);
    } else {
      this.#settleRestart(chain);
    }
    return chain;
  }

  #setAside(misfit: Misfit): string[] {
    const before = new Set(durably(this.#storage, () => this.#storage.brokenFiles()));
    return durably(this.#storage, () => {
      cutTornTail(this.#storage, misfit.before?.next ?? misfit.lines ?? 0);
      this.#storage.setAside();
      return this.#storage.brokenFiles().filter((file) => !before.has(file));
    });
  }

  /** An attempt that a crash left open counts as a failure, whether or not the line about it can be written. */
  #closeAttempt(chain: OpenChain): void {
    if (!isPending(chain)) return;
    const fields: LineFields = {
      ...systemCorrelation(),
      event: UNLOCK_EVENT,
      outcome: 'denied',
      reason: null,
      ref: {},
      n: { interrupted: 1 },
    };
    this.#tryTo(() => this.#append(chain, this.#entry(chain, fields), false));
    if (isPending(chain)) chain.attempts = afterInterruption(chain.attempts);
  }

  #settleRestart(chain: OpenChain): void {
    if (this.#owed === null) return;
    const { nextSeq } = chain.cursor;
    try {
      this.#append(chain, this.#entry(chain, this.#owed), false);
    } finally {
      if (chain.cursor.nextSeq > nextSeq) this.#owed = null;
    }
  }

  #append(chain: OpenChain, entry: AuditEntry, sync: boolean): void {
    const { cursor } = chain;
    const { line, mac } = cursor.sign(encodeEntry(entry));
    durably(this.#storage, () => {
      if (this.#tailUncertain) this.#repairTail(chain);
      this.#tailUncertain = true;
      this.#storage.append(line);
      this.#tailUncertain = false;
    });
    chain.length += line.length;
    cursor.advance(mac);
    chain.attempts = afterLine(chain.attempts, entry);
    this.#writeStateOf(chain, sync || cursor.nextSeq % LINES_PER_ANCHOR === 0);
  }

  /** A line that failed half-way, or whole but not durably, must not stand before the next one. */
  #repairTail(chain: OpenChain): void {
    if (this.#storage.size(CURRENT_SEGMENT) > chain.length) {
      this.#storage.saveTorn(chain.cursor.nextSeq, chain.length);
    }
    this.#tailUncertain = false;
  }

  /** A rotation that fails (a full disk, a planted name) stops no line: the segment grows and it is tried again. */
  #rotate(chain: OpenChain): void {
    this.#tryTo(() =>
      durably(this.#storage, () => {
        chain.firstSeq ??= currentFirstSeq(this.#storage) ?? chain.cursor.nextSeq;
        this.#storage.rotate(chain.firstSeq);
      }),
    );
    chain.length = durably(this.#storage, () => this.#storage.size(CURRENT_SEGMENT));
    if (chain.length > 0) return;
    chain.firstSeq = chain.cursor.nextSeq;
    this.#dropOldest(chain);
  }

  /** The checkpoint is durable before its segment goes: a crash between leaves one segment too many, no gap. */
  #dropOldest(chain: OpenChain): void {
    const segments = durably(this.#storage, () => this.#storage.segments());
    const excess = segments.length - this.#limits.segmentsKept;
    for (const [i, file] of segments.slice(0, Math.max(0, excess)).entries()) {
      const from = segmentFirstSeq(file) ?? 0;
      const to = (segmentFirstSeq(segments[i + 1] ?? '') ?? chain.cursor.nextSeq) - 1;
      const last = durably(this.#storage, () => lastLineOf(this.#storage, file));
      const fields: LineFields = {
        ...systemCorrelation(),
        event: 'audit.checkpoint',
        outcome: 'ok',
        reason: null,
        ref: last?.entry.seq === to ? { mac: last.mac } : {},
        n: { from, to },
      };
      this.#append(chain, this.#entry(chain, fields), true);
      this.#tryTo(() => this.#storage.removeSegment(file));
    }
  }

  #writeStateOf(chain: OpenChain, sync: boolean): void {
    const { chainId, cursor, seed, attempts } = chain;
    const { nextSeq, lastMac, key } = cursor;
    const bytes = encodeState({ chainId, nextSeq, lastMac, key, seed, attempts });
    try {
      this.#stateDurable = false;
      durably(this.#storage, () => this.#storage.writeState(bytes, { sync }));
      this.#stateDurable = sync;
    } finally {
      wipe(bytes);
    }
  }

  #entry(chain: OpenChain, fields: LineFields): AuditEntry {
    return {
      v: 1,
      seq: chain.cursor.nextSeq,
      ts: this.#clock.nowText(),
      mono: Math.floor(this.#clock.monotonicMs()),
      boot: this.#boot,
      ...fields,
      n: this.generation === null ? fields.n : { ...fields.n, gen: this.generation },
    };
  }

  #tryTo(step: () => void): void {
    try {
      step();
    } catch {
      // What matters is found again: by the next line, or by the next start.
    }
  }
}

function isPending(chain: OpenChain): boolean {
  return chain.attempts.pending;
}

function systemCorrelation(): Pick<LineFields, 'correlation_id' | 'actor'> {
  return { correlation_id: randomId(), actor: 'system' };
}

function restartLine(
  correlation: Pick<LineFields, 'correlation_id' | 'actor'>,
  record: Pick<LineFields, 'ref' | 'n'>,
): LineFields {
  return { ...correlation, event: RESTART_EVENT, outcome: 'ok', reason: null, ...record };
}
