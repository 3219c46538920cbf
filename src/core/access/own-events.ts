import type { Principal } from '../../shared/access.ts';
import type { AuditEntry } from '../../shared/model.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { AuditQuery, CallContext } from '../call.ts';
import { asClient } from './act-as-client.ts';
import type { Access } from './access.ts';

/** Lines of the log that one call looks at: a client does not make the vault read all of a long log. */
const LINES_READ = 50_000;
const MOST = 1000;

/**
 * See `AccessApi.events`: what the client itself did, among the newest 50 000 lines before `beforeSeq`. What the owner did
 * about it is not its own.
 */
export function ownEvents(
  access: Access,
  principal: Principal,
  query: Pick<AuditQuery, 'beforeSeq' | 'fromSeq' | 'limit' | 'correlationId'>,
  context: CallContext,
): Promise<readonly AuditEntry[]> {
  const { core } = access;
  return asClient(access, { event: 'audit.read', principal }, context, () => {
    const { beforeSeq, fromSeq = 0, limit = 100, correlationId } = query;
    const numbers = [beforeSeq ?? 0, fromSeq, limit].every(
      (n) => Number.isSafeInteger(n) && n >= 0,
    );
    const fits = correlationId === undefined || /^[0-9a-f-]{1,36}$/.test(correlationId);
    if (!numbers || !fits) throw new VaultError('invalid_input');
    const last = (core.audit.summary().lastSeq ?? -1) + 1;
    const end = Math.min(beforeSeq ?? last, last);
    return core.audit.query({
      client: principal.clientId,
      actor: 'gateway',
      beforeSeq: end,
      fromSeq: Math.max(fromSeq, end - LINES_READ),
      limit: Math.min(limit, MOST),
      ...(correlationId === undefined ? {} : { correlationId }),
    });
  });
}
