/** The segment that lines are appended to (docs/format.md §7). */
export const CURRENT_SEGMENT = 'audit.jsonl';

/** What a fault in the state file itself is reported under. */
export const STATE_FILE = 'chain';

const SEGMENT = /^audit-(\d{12})\.jsonl$/;
const BROKEN = /^audit-(0|[1-9]\d{0,8})\.broken\.jsonl$/;

/** Name of a full segment whose first line has this sequence number. */
export function segmentName(firstSeq: number): string {
  return `audit-${String(firstSeq).padStart(12, '0')}.jsonl`;
}

/** Sequence number of a full segment's first line by its name; null for any other name. */
export function segmentFirstSeq(name: string): number | null {
  const digits = SEGMENT.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Name of the n-th file that was set aside. */
export function brokenName(n: number): string {
  return `audit-${n}.broken.jsonl`;
}

/** The n of a file that was set aside by its name; null for any other name. */
export function brokenNumber(name: string): number | null {
  const digits = BROKEN.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Of all names in a folder the segments, oldest first and the current one last. */
export function segmentsAmong(names: readonly string[]): string[] {
  const full = names.filter((name) => segmentFirstSeq(name) !== null).sort();
  return names.includes(CURRENT_SEGMENT) ? [...full, CURRENT_SEGMENT] : full;
}

/** Of all names in a folder the files that were set aside, in the order in which that happened. */
export function brokenAmong(names: readonly string[]): string[] {
  return names
    .filter((name) => brokenNumber(name) !== null)
    .sort((a, b) => (brokenNumber(a) ?? 0) - (brokenNumber(b) ?? 0));
}
