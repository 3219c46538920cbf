import type { AuditQuery } from '../core/call.ts';
import type { AuditEntry } from '../shared/model.ts';

/** An attempt and its outcome are two lines; more than these are looked at only behind refusals that were no attempts. */
const LINES = 10;
const PAGES = 50;

/**
 * When the newest of `failures` failed unlocks in a row happened; null if there are none or the log does not say.
 * Never asks for more lines than those failures left: the log would be read from end to end.
 */
export function lastFailureAt(
  query: (query: AuditQuery) => readonly AuditEntry[],
  failures: number,
): string | null {
  if (failures === 0) return null;
  const limit = Math.min(LINES, 2 * failures);
  let beforeSeq = Number.MAX_SAFE_INTEGER;
  for (let page = 0; page < PAGES; page += 1) {
    const lines = query({ event: 'vault.unlock', beforeSeq, limit });
    const newest = lines.findLast(({ n }) => n['counted'] === 1 || n['interrupted'] === 1);
    if (newest !== undefined) return newest.ts;
    const [oldest] = lines;
    if (oldest === undefined || lines.length < limit) return null;
    beforeSeq = oldest.seq;
  }
  return null;
}
