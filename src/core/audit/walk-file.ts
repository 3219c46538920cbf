import type { AuditEntry, AuditFault } from '../../shared/model.ts';
import type { AuditStorage } from '../ports.ts';
import type { Sliced } from '../next-turn.ts';
import type { ChainCursor } from './chain.ts';
import { parseLine, splitLines, type ParsedLine } from './line.ts';

const LOOKED_AHEAD = 16;

/** What a walk over one file found. */
export interface FileWalk {
  readonly file: string;
  /** Complete lines in the file, verified or not. */
  readonly lines: number;
  readonly verified: number;
  /** MAC text and number of the last line that can be read, whether it verified or not. */
  readonly last: { readonly seq: number; readonly mac: string } | null;
  /** The first wrong line. */
  readonly fault: AuditFault | null;
}

/** Lines taken before the work may be interrupted. */
const SLICE = 512;

/**
 * Takes the cursor along the lines of a file until one is wrong. `endSeq` is the number that follows the log's last
 * line as far as the state knows: what does not verify from there on was added.
 */
export function* walkFile(
  storage: AuditStorage,
  file: string,
  cursor: ChainCursor,
  endSeq: number | null,
  visit: (entry: AuditEntry, line: number) => void,
): Sliced<FileWalk> {
  const bytesRead = storage.read(file);
  yield;
  const { lines, rest } = splitLines(bytesRead);
  let verified = 0;
  let problem: AuditFault['problem'] | null = null;
  for (const [i, bytes] of lines.entries()) {
    if (i % SLICE === 0) yield;
    const line = parseLine(bytes);
    if (line === null || !cursor.take(line)) {
      problem = nameProblem(line, lines.slice(i + 1, i + 1 + LOOKED_AHEAD), cursor, endSeq);
      break;
    }
    verified += 1;
    visit(line.entry, verified);
  }
  if (problem === null && rest.length > 0) problem = nameProblem(null, [], cursor, endSeq);
  const last = parseLine(lines.at(-1) ?? rest);
  return {
    file,
    lines: lines.length,
    verified,
    last: last === null ? null : { seq: last.entry.seq, mac: last.mac },
    fault: problem === null ? null : { file, line: verified + 1, seq: cursor.nextSeq, problem },
  };
}

function nameProblem(
  line: ParsedLine | null,
  following: readonly Uint8Array[],
  cursor: ChainCursor,
  endSeq: number | null,
): AuditFault['problem'] {
  const ahead = following.map((bytes) => parseLine(bytes));
  if (endSeq !== null && cursor.nextSeq >= endSeq) return 'added';
  // The line that belongs here comes later: what stands before it does not belong.
  if (ahead.some((next) => next !== null && cursor.accepts(next))) return 'added';
  if (line === null) return 'unreadable';
  const { seq } = line.entry;
  const follower = following.length === 0 ? endSeq : (ahead[0]?.entry.seq ?? null);
  if (seq === cursor.nextSeq || follower === cursor.nextSeq + 1) return 'altered';
  return seq < cursor.nextSeq ? 'added' : 'missing';
}
