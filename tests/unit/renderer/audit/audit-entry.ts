import type { AuditEntry } from '../../../../src/shared/model.ts';

/** A line of the log; what a test says nothing about is plain. */
export function auditEntry(given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    v: 1,
    seq: 0,
    ts: '2026-11-03T09:45:12.345Z',
    mono: 1,
    boot: '00000000',
    correlation_id: '7f3a91c2-0000-4000-8000-000000000000',
    actor: 'owner',
    event: 'vault.unlock',
    outcome: 'ok',
    reason: null,
    ref: {},
    n: {},
    ...given,
  };
}
