import type { AuditEntry } from '../../shared/model.ts';
import type { AuditQuery } from '../api.ts';
import type { AuditStorage } from '../ports.ts';
import { parseLine } from './line.ts';
import { linesBackward } from './read-segments.ts';

const DEFAULT_LIMIT = 100;

/**
 * The newest lines of the current chain that match, in ascending order; at most `limit` (default 100). Read from the
 * end; a line that is unreadable is passed over, MACs are not checked. Storage errors come through.
 */
export function queryLines(storage: AuditStorage, query: AuditQuery): AuditEntry[] {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const found: AuditEntry[] = [];
  for (const file of storage.segments().toReversed()) {
    for (const { bytes } of linesBackward(storage, file)) {
      if (found.length >= limit) return found.reverse();
      const entry = parseLine(bytes)?.entry;
      if (entry === undefined) continue;
      if (query.fromSeq !== undefined && entry.seq < query.fromSeq) return found.reverse();
      if (matches(entry, query)) found.push(entry);
    }
  }
  return found.reverse();
}

function matches(entry: AuditEntry, query: AuditQuery): boolean {
  return (
    (query.event === undefined || entry.event === query.event) &&
    (query.outcome === undefined || entry.outcome === query.outcome) &&
    (query.correlationId === undefined || entry.correlation_id === query.correlationId)
  );
}
