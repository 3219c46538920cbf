import type { AuditEntry } from '../shared/model.ts';
import type { Deps } from './deps.ts';

/** One line an entry; with `--json` the entry itself, so that a stream of them can be read line by line. */
export async function showEntries(
  entries: readonly AuditEntry[],
  { output }: Pick<Deps, 'output'>,
): Promise<void> {
  await output.lines(entries.map((entry) => (output.json ? JSON.stringify(entry) : toLine(entry))));
}

function toLine({ ts, actor, event, outcome, reason, correlation_id: id }: AuditEntry): string {
  const what = reason === null ? outcome : `${outcome} (${reason})`;
  return `${ts}  ${actor}  ${event}  ${what}  ${id}`;
}
