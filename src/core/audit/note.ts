import type { AuditNote, NotedEvent } from '../api.ts';
import type { CallContext } from '../call.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { AuditLog } from './audit-log.ts';

/** What a door may note, and how it ended. Events of the vault itself are written by the vault alone. */
const OUTCOMES: Readonly<Record<NotedEvent, 'ok' | 'denied' | 'error'>> = {
  'ipc.refused': 'denied',
  'page.gone': 'error',
  'page.unresponsive': 'error',
  'gateway.start': 'ok',
  'gateway.stop': 'ok',
  'gateway.refused': 'denied',
};

/**
 * Writes the line of something that happened at a door and never reached the vault.
 * @throws VaultError `audit_unavailable`; `internal`, and nothing is written, for an event that is not a door's.
 */
export function writeNote(log: AuditLog, note: AuditNote, context: CallContext): void {
  const { event, reason = null, ref = {}, n = {} } = note;
  if (!Object.hasOwn(OUTCOMES, event)) {
    throw new VaultError('internal', { hint: 'A door may not note this event.' });
  }
  log.write({ event, outcome: OUTCOMES[event], reason, ref, n }, context);
}
