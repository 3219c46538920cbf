import type { AuditEntry } from '../../../shared/model.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';

/** How a line is drawn: word and icon say the same, the tone only supports them. */
export interface OutcomeLook {
  readonly words: MessageKey;
  readonly sign: 'begun' | 'done' | 'denied' | 'failed' | 'locked' | 'found';
  readonly tone: 'soft' | 'ok' | 'brass' | 'wax';
}

const LOOKS: Readonly<Record<AuditEntry['outcome'], OutcomeLook>> = {
  attempt: { words: 'audit.outcome.attempt', sign: 'begun', tone: 'soft' },
  ok: { words: 'audit.outcome.ok', sign: 'done', tone: 'ok' },
  denied: { words: 'audit.outcome.denied', sign: 'denied', tone: 'wax' },
  error: { words: 'audit.outcome.error', sign: 'failed', tone: 'wax' },
};
const LOCKED: OutcomeLook = { words: 'audit.outcome.locked', sign: 'locked', tone: 'brass' };
const FOUND: OutcomeLook = { words: 'audit.outcome.found', sign: 'found', tone: 'wax' };

/** Lines that report a finding of an unlock: nothing was tried, so nothing failed. */
const FINDINGS: ReadonlySet<string> = new Set([
  'vault.tampered',
  'vault.verifier_tampered',
  'vault.audit_gap',
]);

export function outcomeLook({
  event,
  outcome,
  reason,
}: Pick<AuditEntry, 'event' | 'outcome' | 'reason'>): OutcomeLook {
  if (FINDINGS.has(event)) return FOUND;
  return outcome === 'denied' && reason === 'locked' ? LOCKED : LOOKS[outcome];
}
