import type { AuditEntry } from '../../shared/model.ts';
import type { AuditQuery } from '../call.ts';
import type { AuditStorage } from '../ports.ts';
import { segmentFirstSeq } from './file-names.ts';
import { parseLine, seqOf } from './line.ts';
import { linesBackward } from './read-segments.ts';

const DEFAULT_LIMIT = 100;

/**
 * The newest lines of the current chain that match, in ascending order; at most `limit` (default 100). Read from the
 * end; a line that is unreadable is passed over, MACs are not checked. Storage errors come through.
 */
export function queryLines(storage: AuditStorage, query: AuditQuery): AuditEntry[] {
  const { limit = DEFAULT_LIMIT, fromSeq = 0, beforeSeq = Infinity } = query;
  const marks = marksOf(query);
  const found: AuditEntry[] = [];
  for (const file of storage.segments().toReversed()) {
    if ((segmentFirstSeq(file) ?? 0) >= beforeSeq) continue;
    for (const { bytes } of linesBackward(storage, file)) {
      if (found.length >= limit) return found.reverse();
      const seq = seqOf(bytes);
      if (seq === null || seq >= beforeSeq) continue;
      if (seq >= fromSeq && !bears(bytes, marks)) continue;
      const entry = parseLine(bytes)?.entry;
      if (entry === undefined) continue;
      if (entry.seq < fromSeq) return found.reverse();
      if (matches(entry, query)) found.push(entry);
    }
  }
  return found.reverse();
}

/** What stands in the bytes of every line that matches. To look for it costs a quarter of reading the line. */
function marksOf(query: AuditQuery): readonly Buffer[] {
  const { event, outcome, correlationId, client, actor } = query;
  const begins = Object.entries({ event, outcome, correlation_id: correlationId, client, actor });
  return begins.flatMap(([name, text]) =>
    text === undefined ? [] : [Buffer.from(`"${name}":"${text}`, 'latin1')],
  );
}

function bears(line: Uint8Array, marks: readonly Buffer[]): boolean {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  return marks.every((mark) => bytes.includes(mark));
}

function matches(entry: AuditEntry, query: AuditQuery): boolean {
  return (
    (query.event === undefined || entry.event === query.event) &&
    (query.events === undefined || query.events.includes(entry.event)) &&
    (query.client === undefined || entry.ref['client'] === query.client) &&
    (query.actor === undefined || entry.actor === query.actor) &&
    (query.outcome === undefined || entry.outcome === query.outcome) &&
    (query.correlationId === undefined || entry.correlation_id.startsWith(query.correlationId))
  );
}
