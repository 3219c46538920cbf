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
export function groupBySeed(
  storage: AuditStorage,
  files: readonly string[],
  seeds: readonly ChainSeed[],
): FilesBySeed {
  const groups = new Map<ChainSeed, PlacedFile[]>();
  const lastMacs = new Map<ChainSeed, LastMacs>(seeds.map((seed) => [seed, new Map()]));
  let unmatched = [...files];
  for (let before = -1; before !== unmatched.length;) {
    before = unmatched.length;
    unmatched = unmatched.filter((file) => {
      const { lines } = splitLines(storage.read(file));
      const match = matchSeed(lines, seeds, lastMacs);
      if (match === null) return true;
      const { seed, firstSeq } = match;
      const last = parseLine(lines.at(-1) ?? new Uint8Array(0));
      if (last !== null) lastMacs.get(seed)?.set(last.entry.seq, last.mac);
      groups.set(seed, [...(groups.get(seed) ?? []), { file, firstSeq }]);
      return false;
    });
  }
  for (const group of groups.values()) group.sort((a, b) => a.firstSeq - b.firstSeq);
  return { groups, lastMacs, unmatched };
}

function matchSeed(
  lines: readonly Uint8Array[],
  seeds: readonly ChainSeed[],
  lastMacs: ReadonlyMap<ChainSeed, LastMacs>,
): { seed: ChainSeed; firstSeq: number } | null {
  const parsed = lines.slice(0, LINES_TRIED).map((bytes) => parseLine(bytes));
  for (const seed of seeds) {
    const cursor = new ChainCursor(chainStart(seed.seed));
    const index = parsed.findIndex((line, i) => {
      const seq = line?.entry.seq ?? 0;
      if (line === null || seq < cursor.nextSeq || seq > MAX_STEPS) return false;
      const before = macBefore(seq, parsed[i - 1] ?? null, lastMacs.get(seed));
      if (before === null) return false;
      cursor.skipTo(seq, before);
      return cursor.accepts(line);
    });
    const found = cursor.nextSeq;
    cursor.wipe();
    if (index !== -1) return { seed, firstSeq: Math.max(0, found - index) };
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
