import { atOnce } from '../next-turn.ts';
import type { AuditStorage } from '../ports.ts';
import { FailureCount } from './attempts.ts';
import { ChainCursor, chainStart, macText, type ChainPlace } from './chain.ts';
import { segmentFirstSeq } from './file-names.ts';
import { parseLine, splitLines, type ParsedLine } from './line.ts';
import { checkpointMac, placeAfter, type SegmentLimits } from './read-segments.ts';

/** Where the vault last vouched for the log: the number and MAC of a line, and the key of the next one. */
export interface AuditAnchor {
  readonly seq: number;
  readonly mac: Uint8Array;
  readonly key: Uint8Array;
}

/** What the lines since an anchor say. */
export interface LinesSince {
  /** The anchor's line is there, and every line from it to the end verifies. */
  readonly fits: boolean;
  /** Highest `n.gen` of the verified lines, null if none bears one. */
  readonly highestGeneration: number | null;
  /** Failed unlocks since the last good one in the verified lines; attempts that never ended count. */
  readonly failures: number;
  /** Instant of the first of them; null if there are none or the log does not fit. */
  readonly failedSince: string | null;
}

/** What `verifyLinesSince` needs to know of the log: its files, its end and whether an attempt is running. */
export interface LogEnd {
  readonly storage: AuditStorage;
  readonly limits: SegmentLimits;
  readonly end: ChainPlace;
  readonly attemptRunning: boolean;
}

/**
 * Verifies the lines from an anchor (or, without one, from a chain's first key) to the log's end, reading only those.
 * What verified before the first wrong line is counted. Storage errors come through.
 */
export function verifyLinesSince(
  log: LogEnd,
  anchor: AuditAnchor | null,
  seed: Uint8Array | null,
): LinesSince {
  const from = placeOf(anchor, seed);
  const count = new FailureCount();
  if (from === null) return result(false, null, count);
  const cursor = new ChainCursor(from);
  let highest: number | null = null;
  const complete = walk(log, cursor, (line) => {
    count.note(line.entry);
    const gen = line.entry.n['gen'] ?? null;
    if (gen !== null && (highest === null || gen > highest)) highest = gen;
  });
  const fits = complete && cursor.isAt(log.end);
  cursor.wipe();
  count.end(log.attemptRunning);
  return result(fits, highest, count);
}

function walk(
  { storage, limits, end }: LogEnd,
  cursor: ChainCursor,
  visit: (line: ParsedLine) => void,
): boolean {
  const segments = storage.segments();
  const start = findStart(storage, segments, cursor, limits, end.nextSeq);
  if (start === null) return false;
  for (const [i, file] of segments.entries()) {
    if (i < start.segment) continue;
    const { lines, rest } = splitLines(storage.read(file, i === start.segment ? start.offset : 0));
    for (const bytes of lines) {
      const line = parseLine(bytes);
      if (line === null || !cursor.take(line)) return false;
      visit(line);
    }
    if (rest.length > 0) return false;
  }
  return true;
}

/** The place of the cursor in the files; if rotation removed it, cursor and place go on to the oldest line. */
function findStart(
  storage: AuditStorage,
  segments: readonly string[],
  cursor: ChainCursor,
  limits: SegmentLimits,
  endSeq: number,
): { segment: number; offset: number } | null {
  if (cursor.nextSeq > endSeq) return null;
  const first = segmentFirstSeq(segments[0] ?? '') ?? 0;
  if (first <= cursor.nextSeq) {
    return placeAfter(storage, segments, cursor.nextSeq - 1, macText(cursor.lastMac));
  }
  const mac = first > endSeq ? null : atOnce(checkpointMac(storage, segments, first - 1, limits));
  if (mac === null) return null;
  cursor.skipTo(first, mac);
  return { segment: 0, offset: 0 };
}

function placeOf(anchor: AuditAnchor | null, seed: Uint8Array | null): ChainPlace | null {
  if (anchor !== null) {
    return { nextSeq: anchor.seq + 1, lastMac: anchor.mac, key: anchor.key };
  }
  return seed === null ? null : chainStart(seed);
}

function result(fits: boolean, highestGeneration: number | null, count: FailureCount): LinesSince {
  const { failures, since } = count;
  return { fits, highestGeneration, failures, failedSince: fits ? since : null };
}
