import { uuidText } from '../../shared/ids.ts';
import type { AuditEntry } from '../../shared/model.ts';
import { brokenNumber } from './file-names.ts';
import type { Misfit } from './recover.ts';

/** First line of a chain that follows another one. */
export const RESTART_EVENT = 'audit.restarted';

// More files than any restart ever moves; a record that claims more is not followed.
const MAX_FILES = 100_000;

/** What the first line of a new chain says of the log before it. */
export interface Restart {
  readonly file: string;
  readonly line: number;
  readonly seq: number;
  /** Numbers of the broken files that it became; null if there was no file. */
  readonly files: { readonly from: number; readonly to: number } | null;
  /** Id of the old chain as a UUID, and the number of the line that would have come next; null if unknown. */
  readonly before: { readonly chain: string; readonly next: number } | null;
}

/**
 * `n` and `ref` of that line: `lines` set aside, the `next` number and the `chain` by the old state, and from which to
 * which broken file they went. What is not known is left out.
 */
export function restartRecord(
  { lines, before }: Misfit,
  moved: readonly string[],
): Pick<AuditEntry, 'ref' | 'n'> {
  const numbers = moved.flatMap((file) => brokenNumber(file) ?? []);
  return {
    ref: before === null ? {} : { chain: uuidText(before.chainId) },
    n: {
      ...(lines === null ? {} : { lines }),
      ...(before === null ? {} : { next: before.next }),
      ...(numbers.length === 0
        ? {}
        : { from_file: Math.min(...numbers), to_file: Math.max(...numbers) }),
    },
  };
}

/** Reads such a line; null for any other. */
export function readRestart(entry: AuditEntry, file: string, line: number): Restart | null {
  if (entry.event !== RESTART_EVENT) return null;
  const { from_file: from, to_file: to, next } = entry.n;
  const { chain } = entry.ref;
  const sane = from !== undefined && to !== undefined && from <= to && to - from < MAX_FILES;
  return {
    file,
    line,
    seq: entry.seq,
    files: sane ? { from, to } : null,
    before: chain === undefined || next === undefined ? null : { chain, next },
  };
}
