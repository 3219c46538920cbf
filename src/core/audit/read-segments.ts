import type { AuditStorage } from '../ports.ts';
import type { Sliced } from '../next-turn.ts';
import { CURRENT_SEGMENT } from './file-names.ts';
import { parseLine, splitLines, type ParsedLine } from './line.ts';
import { macBytes } from './chain.ts';

const FIRST_CHUNK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;
const CHECKPOINT_MARK = '"event":"audit.checkpoint"';

/** When a segment is full, and how many files of the current chain are kept. */
export interface SegmentLimits {
  readonly segmentBytes: number;
  readonly segmentsKept: number;
}

/** Size of a segment in bytes, and how many are kept (docs/format.md §7). */
export const SEGMENT_LIMITS: SegmentLimits = { segmentBytes: 8 * 1024 * 1024, segmentsKept: 32 };

/** Some bytes of a file that end with \n (or the file, without one), and the offset behind them. */
export interface RawLine {
  readonly bytes: Uint8Array;
  readonly end: number;
}

/** A file's lines from its end on. Reads the tail first and more only while it is asked for. */
export function* linesBackward(storage: AuditStorage, file: string): Generator<RawLine> {
  let end = storage.size(file);
  for (let chunk = FIRST_CHUNK_BYTES; end > 0; chunk *= 2) {
    const offset = Math.max(0, end - chunk);
    const bytes = storage.read(file, offset).subarray(0, end - offset);
    let stop = bytes.length;
    while (stop > 0) {
      const start = bytes.lastIndexOf(NEWLINE, stop - 2) + 1;
      if (stop === 1 || (start === 0 && offset > 0)) break;
      yield { bytes: bytes.subarray(start, stop), end: offset + stop };
      stop = start;
    }
    if (stop === 1 && offset === 0) yield { bytes: bytes.subarray(0, 1), end: 1 };
    end = offset === 0 ? 0 : offset + stop;
  }
}

/** The last readable line of a file, or null. */
export function lastLineOf(storage: AuditStorage, file: string): ParsedLine | null {
  for (const { bytes } of linesBackward(storage, file)) {
    const line = parseLine(bytes);
    if (line !== null) return line;
  }
  return null;
}

/** Sequence number of the current segment's first line by what it and the lines after it say; null if it has none. */
export function currentFirstSeq(storage: AuditStorage): number | null {
  const { lines } = splitLines(storage.read(CURRENT_SEGMENT));
  for (const [i, bytes] of lines.entries()) {
    const line = parseLine(bytes);
    if (line !== null) return Math.max(0, line.entry.seq - i);
  }
  return null;
}

/** A place between two lines: which of the segments, and the offset in it. */
export interface FilePlace {
  readonly segment: number;
  readonly offset: number;
}

/**
 * The place behind the line with this number and MAC; for -1 the beginning. Looked for from the end, where it nearly
 * always is. Null if the log has no such line, or has it twice.
 */
export function placeAfter(
  storage: AuditStorage,
  segments: readonly string[],
  seq: number,
  mac: string,
): FilePlace | null {
  if (seq < 0) return { segment: 0, offset: 0 };
  for (let segment = segments.length - 1; segment >= 0; segment -= 1) {
    let found: FilePlace | null = null;
    for (const { bytes, end } of linesBackward(storage, segments[segment] ?? CURRENT_SEGMENT)) {
      const line = parseLine(bytes);
      if (found !== null) return line?.entry.seq === seq ? null : found;
      if (line === null || line.entry.seq > seq) continue;
      if (line.entry.seq < seq || line.mac !== mac) return null;
      found = { segment, offset: end };
    }
    if (found !== null) return found;
  }
  return null;
}

/**
 * The MAC of line `seq`, which was removed with its segment, as the checkpoint says that replaced it; null if none
 * does. A checkpoint counts only behind as many bytes as rotation keeps: who holds today's key can write one, but not
 * the lines of the past that must stand before it.
 */
export function* checkpointMac(
  storage: AuditStorage,
  files: readonly string[],
  seq: number,
  limits: SegmentLimits,
): Sliced<Uint8Array | null> {
  const due = (limits.segmentsKept - 1) * limits.segmentBytes;
  let before = 0;
  for (const file of files) {
    const bytes = storage.read(file);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = text.indexOf(CHECKPOINT_MARK);
    for (; at !== -1; at = text.indexOf(CHECKPOINT_MARK, at + 1)) {
      const start = text.lastIndexOf(NEWLINE, at) + 1;
      const { entry } = parseLine(bytes.subarray(start, bytes.indexOf(NEWLINE, at) + 1)) ?? {};
      const mac = macBytes(entry?.ref['mac'] ?? '');
      if (entry?.n['to'] === seq && mac !== null && before + start >= due) return mac;
    }
    before += bytes.length;
    yield;
  }
  return null;
}
