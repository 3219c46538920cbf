import type { AuditFault, AuditVerification } from '../../shared/model.ts';
import { uuidText } from '../../shared/ids.ts';
import { equal, wipe } from '../crypto/bytes.ts';
import type { Sliced } from '../next-turn.ts';
import type { AuditStorage } from '../ports.ts';
import { readChainState, type ChainState } from './chain-state.ts';
import { ChainCursor, chainStart, macBytes } from './chain.ts';
import {
  brokenName,
  brokenNumber,
  CURRENT_SEGMENT,
  segmentFirstSeq,
  STATE_FILE,
} from './file-names.ts';
import { groupBySeed, type ChainSeed, type PlacedFile } from './match-seed.ts';
import { checkpointMac, SEGMENT_LIMITS, type SegmentLimits } from './read-segments.ts';
import { readRestart, type Restart } from './restart-line.ts';
import { walkFile, type FileWalk } from './walk-file.ts';

/**
 * Walks every chain from its first key: the current segments in order, then each file that was set aside. Names the
 * first wrong line of each. A set-aside file ends wherever it ends; it is at fault only for a wrong line in it, or if
 * the line that records the restart knew of more. Read-only. Storage errors come through.
 *
 * Works in slices, and the log may grow between two of them: lines that were added are walked as well, and after a
 * rotation the walk begins again.
 */
export function* verifyChains(
  storage: AuditStorage,
  seeds: readonly ChainSeed[],
  limits: SegmentLimits = SEGMENT_LIMITS,
): Sliced<AuditVerification> {
  for (;;) {
    const files = filesOf(storage);
    const walk = new ChainWalk(storage, seeds, limits);
    try {
      const verification = yield* walk.all();
      if (filesOf(storage) === files) return verification;
    } catch (thrown) {
      if (filesOf(storage) === files) throw thrown;
    } finally {
      walk.wipe();
    }
  }
}

function filesOf(storage: AuditStorage): string {
  return [...storage.segments(), ...storage.brokenFiles()].join();
}

/** How far a chain that was set aside verifies, and in which file that is. */
interface ChainEnd {
  readonly seq: number;
  readonly file: string | null;
  readonly fault: boolean;
}

class ChainWalk {
  readonly #storage: AuditStorage;
  readonly #seeds: readonly ChainSeed[];
  readonly #limits: SegmentLimits;
  readonly #faults: AuditFault[] = [];
  readonly #walks = new Map<string, FileWalk>();
  readonly #restarts: Restart[] = [];
  readonly #ends = new Map<string, ChainEnd>();
  readonly #unmatched = new Set<string>();
  readonly #cursors: ChainCursor[] = [];
  #chains = 0;

  constructor(storage: AuditStorage, seeds: readonly ChainSeed[], limits: SegmentLimits) {
    this.#storage = storage;
    this.#seeds = seeds;
    this.#limits = limits;
  }

  *all(): Sliced<AuditVerification> {
    yield* this.#current();
    yield* this.#setAside();
    this.#checkRestarts();
    let linesVerified = 0;
    for (const { verified } of this.#walks.values()) linesVerified += verified;
    const faults = this.#faults;
    return { ok: faults.length === 0, linesVerified, chains: this.#chains, faults };
  }

  /** Overwrites every key that the walk came by. */
  wipe(): void {
    for (const cursor of this.#cursors) cursor.wipe();
  }

  *#current(): Sliced<void> {
    const files = this.#storage.segments();
    const state = readChainState(this.#storage);
    const empty = files.every((file) => this.#storage.size(file) === 0);
    if (state === null) {
      const gone = this.#storage.readState() === null;
      if (gone && empty && this.#storage.brokenFiles().length === 0) return;
      this.#fault(STATE_FILE, 0, 0, gone ? 'missing' : 'unreadable');
    }
    this.#chains += 1;
    try {
      if (!empty || (state !== null && state.nextSeq > 0)) yield* this.#walkCurrent(files, state);
    } finally {
      wipe(state?.key, state?.seed);
    }
  }

  *#walkCurrent(files: readonly string[], state: ChainState | null): Sliced<void> {
    const [file = CURRENT_SEGMENT] = files;
    const known = this.#seeds.find(
      ({ chainId }) => state !== null && equal(chainId, state.chainId),
    );
    const seed = known ?? (yield* this.#seedByTrying(files));
    if (seed === undefined) {
      this.#fault(file, 1, 0, 'no_seed');
      return;
    }
    const first = segmentFirstSeq(file) ?? 0;
    const cursor = yield* this.#cursorAt(seed, first, state?.nextSeq ?? null, files, null);
    if (cursor === null) {
      this.#fault(file, 1, 0, 'missing');
      return;
    }
    for (const name of files) {
      if ((yield* this.#walkOne(name, cursor, state?.nextSeq ?? null)) === null) return;
    }
    const last = files.at(-1) ?? CURRENT_SEGMENT;
    if (state !== null && cursor.nextSeq < state.nextSeq) {
      this.#fault(last, (this.#walks.get(last)?.lines ?? 0) + 1, cursor.nextSeq, 'missing');
    } else if (state?.nextSeq === cursor.nextSeq && !cursor.isAt(state)) {
      this.#fault(STATE_FILE, 0, cursor.nextSeq, 'altered');
    }
  }

  *#seedByTrying(files: readonly string[]): Sliced<ChainSeed | undefined> {
    const { groups } = yield* groupBySeed(this.#storage, files, this.#seeds);
    return [...groups.keys()][0];
  }

  *#setAside(): Sliced<void> {
    const all = this.#storage.brokenFiles();
    const files = all.filter((file) => this.#storage.size(file) > 0);
    const found = yield* groupBySeed(this.#storage, files, this.#seeds);
    const { groups, lastMacs, unmatched } = found;
    this.#chains += groups.size + unmatched.length;
    for (const file of unmatched) {
      this.#unmatched.add(file);
      this.#fault(file, 1, 0, 'no_seed');
    }
    for (const [seed, group] of groups) {
      yield* this.#walkGroup(seed, group, all, lastMacs.get(seed));
    }
  }

  /** The set-aside files of one chain in the order of their lines: a crash may have numbered them otherwise. */
  *#walkGroup(
    seed: ChainSeed,
    group: readonly PlacedFile[],
    files: readonly string[],
    lastMacs: ReadonlyMap<number, string> | undefined,
  ): Sliced<void> {
    let cursor = null as ChainCursor | null;
    let end: ChainEnd = { seq: 0, file: null, fault: false };
    for (const { file, firstSeq } of group) {
      if (cursor?.nextSeq !== firstSeq) {
        const before = macBytes(lastMacs?.get(firstSeq - 1) ?? '');
        cursor = yield* this.#cursorAt(seed, firstSeq, null, files, before);
        if (cursor === null) this.#fault(file, 1, 0, 'missing');
      }
      if (cursor !== null) cursor = yield* this.#walkOne(file, cursor, null);
      if (cursor === null) end = { ...end, fault: true };
      else if (cursor.nextSeq > end.seq) end = { ...end, seq: cursor.nextSeq, file };
    }
    this.#ends.set(uuidText(seed.chainId), end);
  }

  /** What restarts recorded about the files they set aside must still be true. */
  #checkRestarts(): void {
    const present = new Set(this.#storage.brokenFiles().map(brokenNumber));
    for (const restart of this.#restarts) {
      const { from, to } = restart.files ?? { from: 1, to: 0 };
      const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
      const gone = numbers.find((n) => !present.has(n));
      if (gone === undefined) this.#checkEnd(restart);
      else this.#fault(brokenName(gone), 1, 0, 'missing');
    }
  }

  /** The chain that a restart ended must reach the line that its state told of. */
  #checkEnd({ file, line, seq, files, before }: Restart): void {
    if (before === null) return;
    const last = files === null ? null : brokenName(files.to);
    if (last !== null && this.#unmatched.has(last)) return;
    const end = this.#ends.get(before.chain) ?? { seq: 0, file: null, fault: false };
    if (end.fault || end.seq >= before.next) return;
    const at = end.file ?? last;
    if (at === null) this.#fault(file, line, seq, 'missing');
    else this.#fault(at, (this.#walks.get(at)?.lines ?? 0) + 1, end.seq, 'missing');
  }

  /** A cursor before line `first`; null if nothing tells the MAC of the line before it. */
  *#cursorAt(
    { seed }: ChainSeed,
    first: number,
    endSeq: number | null,
    files: readonly string[],
    before: Uint8Array | null,
  ): Sliced<ChainCursor | null> {
    const cursor = new ChainCursor(chainStart(seed));
    this.#cursors.push(cursor);
    if (first === 0) return cursor;
    const mac = before ?? (yield* checkpointMac(this.#storage, files, first - 1, this.#limits));
    if (mac === null || (endSeq !== null && first > endSeq)) return null;
    yield* cursor.skipInSlices(first, mac);
    return cursor;
  }

  /** Walks one file; returns the cursor, or null if the file is at fault. */
  *#walkOne(file: string, cursor: ChainCursor, endSeq: number | null): Sliced<ChainCursor | null> {
    const walk = yield* walkFile(this.#storage, file, cursor, endSeq, (entry, line) => {
      const restart = readRestart(entry, file, line);
      if (restart !== null) this.#restarts.push(restart);
    });
    this.#walks.set(file, walk);
    if (walk.fault === null) return cursor;
    this.#faults.push(walk.fault);
    return null;
  }

  #fault(file: string, line: number, seq: number, problem: AuditFault['problem']): void {
    this.#faults.push({ file, line, seq, problem });
  }
}
