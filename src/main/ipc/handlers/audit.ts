import type { AuditEntry } from '../../../shared/model.ts';
import type { GroupHandlers } from './handlers.ts';
import type { HandlerPorts } from './ports.ts';

export function auditHandlers({ host, clipboard }: HandlerPorts): GroupHandlers<'audit'> {
  return {
    query: ({ limit, ...conditions }) => {
      const found = host.vault.audit.query({ ...conditions, limit: limit + 1 });
      const more = found.length > limit;
      const entries = found.slice(more ? 1 : 0).toReversed();
      return { entries: entries.map(entryOf), more };
    },
    verify: (_nothing, context) => host.vault.audit.verify(context),
    acknowledgeGap: async (_nothing, context) => {
      await host.vault.audit.acknowledgeGap(context);
      host.changed();
      return null;
    },
    copyCorrelationId: async ({ correlationId }) => {
      await clipboard.copyText(correlationId);
      return { clearsInMs: null };
    },
  };
}

/** What a line says, and nothing that somebody may have written into the file beside it. */
function entryOf(entry: AuditEntry): AuditEntry {
  const { v, seq, ts, mono, boot, correlation_id, actor, event, outcome, reason, ref, n } = entry;
  return { v, seq, ts, mono, boot, correlation_id, actor, event, outcome, reason, ref, n };
}
