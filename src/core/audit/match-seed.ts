import type { Sliced } from '../next-turn.ts';
import type { AuditStorage } from '../ports.ts';
import { ChainCursor, chainStart, KEY_BYTES, macBytes } from './chain.ts';
import { parseLine, splitLines, type ParsedLine } from './line.ts';

const LINES_TRIED = 64;
// A file may claim any number for its first line; each one costs a step of the ratchet (100 million: three minutes).
const MAX_STEPS = 100_000_000;

/** A chain's first key as the vault keeps it. */
export interface ChainSeed {
  readonly chainId: Uint8Array;
  readonly seed: Uint8Array;
}

/** A file and the number that its first line has or would have. */
export interface PlacedFile {
  readonly file: string;
  readonly firstSeq: number;
}

/** MAC texts of files' last lines, by number: what may stand before the first line of another file of that chain. */
type LastMacs = Map<number, string>;

/** Files by the seed that their lines were MACed from, in the order of their lines. */
export interface FilesBySeed {
  readonly groups: ReadonlyMap<ChainSeed, readonly PlacedFile[]>;
  readonly lastMacs: ReadonlyMap<ChainSeed, ReadonlyMap<number, string>>;
  readonly unmatched: readonly string[];
}

/**
 * Finds by trying which seed each file belongs to: a line that verifies behind the MAC text of the line before it
 * decides. A file too short for that is tried behind the last line of every other one.
 */
export function* groupBySeed(
  storage: AuditStorage,
  files: readonly string[],
  seeds: readonly ChainSeed[],
): Sliced<FilesBySeed> {
  const groups = new Map<ChainSeed, PlacedFile[]>();
  const lastMacs = new Map<ChainSeed, LastMacs>(seeds.map((seed) => [seed, new Map()]));
  let unmatched = [...files];
  for (let before = -1; before !== unmatched.length;) {
    before = unmatched.length;
    const tried = unmatched;
    unmatched = [];
    for (const file of tried) {
      const { lines } = splitLines(storage.read(file));
      yield;
      const match = yield* matchSeed(lines, seeds, lastMacs);
      if (match === null) {
        unmatched.push(file);
        continue;
      }
      const { seed, firstSeq } = match;
      const last = parseLine(lines.at(-1) ?? new Uint8Array(0));
      if (last !== null) lastMacs.get(seed)?.set(last.entry.seq, last.mac);
      groups.set(seed, [...(groups.get(seed) ?? []), { file, firstSeq }]);
    }
  }
  for (const group of groups.values()) group.sort((a, b) => a.firstSeq - b.firstSeq);
  return { groups, lastMacs, unmatched };
}

function* matchSeed(
  lines: readonly Uint8Array[],
  seeds: readonly ChainSeed[],
  lastMacs: ReadonlyMap<ChainSeed, LastMacs>,
): Sliced<{ seed: ChainSeed; firstSeq: number } | null> {
  const parsed = lines.slice(0, LINES_TRIED).map((bytes) => parseLine(bytes));
  for (const seed of seeds) {
    const cursor = new ChainCursor(chainStart(seed.seed));
    try {
      const index = yield* firstAccepted(cursor, parsed, lastMacs.get(seed));
      if (index !== null) return { seed, firstSeq: Math.max(0, cursor.nextSeq - index) };
    } finally {
      cursor.wipe();
    }
  }
  return null;
}

/** Index of the first line that is one of the cursor's chain; the cursor is before it then. */
function* firstAccepted(
  cursor: ChainCursor,
  parsed: readonly (ParsedLine | null)[],
  lastMacs: LastMacs | undefined,
): Sliced<number | null> {
  for (const [i, line] of parsed.entries()) {
    const seq = line?.entry.seq ?? 0;
    if (line === null || seq < cursor.nextSeq || seq > MAX_STEPS) continue;
    const before = macBefore(seq, parsed[i - 1] ?? null, lastMacs);
    if (before === null) continue;
    yield* cursor.skipInSlices(seq, before);
    if (cursor.accepts(line)) return i;
  }
  return null;
}

function macBefore(
  seq: number,
  previous: ParsedLine | null,
  lastMacs: LastMacs | undefined,
): Uint8Array | null {
  if (seq === 0) return new Uint8Array(KEY_BYTES);
  const text = previous?.entry.seq === seq - 1 ? previous.mac : lastMacs?.get(seq - 1);
  return text === undefined ? null : macBytes(text);
}
