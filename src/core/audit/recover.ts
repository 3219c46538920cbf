import { wipe } from '../crypto/bytes.ts';
import type { AuditStorage } from '../ports.ts';
import { afterLine, type Attempts } from './attempts.ts';
import { readChainState } from './chain-state.ts';
import { ChainCursor, macText } from './chain.ts';
import { CURRENT_SEGMENT, segmentFirstSeq } from './file-names.ts';
import { parseLine, splitLines } from './line.ts';
import { lastLineOf, placeAfter } from './read-segments.ts';

/** A chain that goes on where its last line is. */
export interface OpenChain {
  readonly chainId: Uint8Array;
  /** K_0 until it is sealed. */
  seed: Uint8Array | null;
  readonly cursor: ChainCursor;
  attempts: Attempts;
  /** Bytes of the current segment that are lines of the chain. */
  length: number;
  /** Number of the current segment's first line; null until it is asked for. */
  firstSeq: number | null;
}

/** What is known of a log that is set aside. */
export interface Misfit {
  /** Lines in its files by the numbers they bear, null if no line is readable. */
  readonly lines: number | null;
  /** Its chain and the number of the line that would have come next, by the state; null without one. */
  readonly before: { readonly chainId: Uint8Array; readonly next: number } | null;
  /** The throttle's counters live on in the next chain. */
  readonly attempts: Attempts | null;
}

/** What lies in the folder: nothing yet, a chain to go on with, or something that does not fit. */
export type Recovery =
  | { readonly kind: 'empty' }
  | { readonly kind: 'fits'; readonly chain: OpenChain; readonly adopted: number }
  | { readonly kind: 'misfit'; readonly misfit: Misfit };

/**
 * Reads the state and the lines behind it. Lines that verify are adopted and counted; a torn tail is saved and cut
 * off. Writes nothing else. Storage errors come through.
 */
export function recoverChain(storage: AuditStorage): Recovery {
  const state = readChainState(storage);
  const segments = storage.segments();
  if (state === null) {
    const nothing = segments.every((file) => storage.size(file) === 0);
    if (nothing && storage.readState() === null && storage.brokenFiles().length === 0) {
      return { kind: 'empty' };
    }
    return misfit(storage, null, null);
  }
  const chain: OpenChain = {
    chainId: state.chainId,
    seed: state.seed,
    cursor: new ChainCursor(state),
    attempts: state.attempts,
    length: 0,
    firstSeq: null,
  };
  wipe(state.key);
  const adopted = adoptLines(storage, segments, chain);
  if (adopted !== null) return { kind: 'fits', chain, adopted };
  chain.cursor.wipe();
  wipe(chain.seed);
  const before = { chainId: state.chainId, next: state.nextSeq };
  return misfit(storage, before, chain.attempts);
}

/** Saves what follows the last \n of the current segment; returns the segment's length without it. */
export function cutTornTail(storage: AuditStorage, seq: number): number {
  const size = storage.size(CURRENT_SEGMENT);
  if (size === 0) return 0;
  let length = 0;
  let chunk = 4096;
  for (let offset = size; offset > 0 && length === 0; chunk *= 16) {
    offset = Math.max(0, size - chunk);
    const at = storage.read(CURRENT_SEGMENT, offset).lastIndexOf(0x0a);
    if (at !== -1) length = offset + at + 1;
  }
  if (length < size) storage.saveTorn(seq, length);
  return length;
}

function adoptLines(
  storage: AuditStorage,
  segments: readonly string[],
  chain: OpenChain,
): number | null {
  const { cursor } = chain;
  const first = cursor.nextSeq;
  const mac = macText(cursor.lastMac);
  const place = placeAfter(storage, segments, first - 1, mac);
  if (place === null) return null;
  for (const [i, file] of segments.entries()) {
    if (i < place.segment) continue;
    const offset = i === place.segment ? place.offset : 0;
    const { lines, rest } = splitLines(storage.read(file, offset));
    if (file !== CURRENT_SEGMENT && rest.length > 0) return null;
    for (const bytes of lines) {
      const line = parseLine(bytes);
      if (line === null || !cursor.take(line)) return null;
      chain.attempts = afterLine(chain.attempts, line.entry);
    }
  }
  chain.length = cutTornTail(storage, cursor.nextSeq);
  return cursor.nextSeq - first;
}

function misfit(
  storage: AuditStorage,
  before: Misfit['before'],
  attempts: Attempts | null,
): Recovery {
  return { kind: 'misfit', misfit: { lines: countLines(storage), before, attempts } };
}

/** Lines of the current files by the first and the last number among them: no file is read as a whole. */
function countLines(storage: AuditStorage): number | null {
  const segments = storage.segments();
  for (const file of segments.toReversed()) {
    const last = lastLineOf(storage, file);
    if (last !== null) return last.entry.seq + 1 - (segmentFirstSeq(segments[0] ?? '') ?? 0);
  }
  return segments.every((file) => storage.size(file) === 0) ? 0 : null;
}
