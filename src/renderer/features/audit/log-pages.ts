import type { AuditPage } from '../../../shared/ipc/replies.ts';
import type { AuditEntry } from '../../../shared/model.ts';

/** What was read of the log so far: newest first, without holes. */
export interface LogPages {
  readonly entries: readonly AuditEntry[];
  /** There are older ones. */
  readonly more: boolean;
}

/** The log with the page before its oldest line. A page that was asked for twice changes nothing. */
export function withOlder(log: LogPages, page: AuditPage): LogPages {
  const oldest = log.entries.at(-1);
  const older =
    oldest === undefined ? page.entries : page.entries.filter(({ seq }) => seq < oldest.seq);
  return { entries: [...log.entries, ...older], more: page.more };
}

/**
 * The log with its newest page read again. Lines that came in between stand on top; if the page does not reach down to
 * what was read before, or the log was started anew, the page stands alone.
 */
export function withNewest(log: LogPages, page: AuditPage): LogPages {
  const newest = log.entries[0];
  const meets = page.entries.findIndex(({ seq }) => seq === newest?.seq);
  const met = page.entries[meets];
  if (newest === undefined || met?.correlation_id !== newest.correlation_id) {
    return { entries: page.entries, more: page.more };
  }
  return meets === 0 ? log : { ...log, entries: [...page.entries.slice(0, meets), ...log.entries] };
}
