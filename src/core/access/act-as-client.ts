import type { Principal } from '../../shared/access.ts';
import { AuthenticationError, VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { isClientId, openClient } from '../clients/client-record.ts';
import { EVERYONE } from '../../shared/client.ts';
import { keyState } from '../clients/key-record.ts';
import type { CallEvent, VaultSession } from '../session/vault-core.ts';
import type { KnownClient } from './access-memory.ts';
import type { Access } from './access.ts';
import { noteTampered } from './note-tampered.ts';
import { hasEnded, keyFault, keylessClient, tokenFault } from './identify.ts';

/** Lets one request in and counts it; see `AccessApi.admit`. */
export function admit(access: Access, principal: Principal): void {
  const { session } = access.core;
  if (session === null) throw new AuthenticationError('locked');
  if (session.tampered) throw new VaultError('tampered');
  const { id: clientId, plan } = mayAct(access, session, principal);
  access.metering.admit({ clientId, plan });
}

/**
 * Runs a verb on behalf of a client. Whether it may act is looked at again: between `admit` and the verb its key may have
 * been revoked. The ids of who acts go into every line of the call.
 * @throws VaultError as `admit`, `unauthorized`, or what `body` throws, each with its line.
 */
export function asClient<R>(
  access: Access,
  act: CallEvent & { readonly principal: Principal },
  context: CallContext,
  body: (session: VaultSession, client: KnownClient, own: CallContext) => R | Promise<R>,
): Promise<R> {
  const { principal, ...event } = act;
  const own = contextOf(principal, context);
  return access.core.writable(event, own, (session) =>
    body(session, mayAct(access, session, principal), own),
  );
}

/** The context with the ids of who acts, as the credential says it. */
export function contextOf(principal: Principal, context: CallContext): CallContext {
  const { clientId: client, keyId: key, tokenId: token } = principal;
  const by = { client, ...(key === null ? {} : { key }), ...(token === null ? {} : { token }) };
  return { ...context, by };
}

/**
 * The client behind a principal, if it may act now.
 * @throws VaultError `unauthorized`, `suspended`, `paused`, `tampered`.
 */
export function mayAct(access: Access, session: VaultSession, principal: Principal): KnownClient {
  const { memory } = access;
  if (hasEnded(principal, access.core.clock.nowText())) throw new VaultError('unauthorized');
  if (!memory.isConfirmed(principal)) {
    if (!isGood(access, principal)) throw new VaultError('unauthorized');
    memory.confirm(principal);
  }
  const client = clientOf(access, session, principal.clientId);
  if (client.status === 'deleted') throw new VaultError('unauthorized');
  if (client.status === 'suspended') throw new VaultError('suspended');
  if (client.isPaused) throw new VaultError('paused');
  return client;
}

/** Whether the rows still say what they said when the principal was made. */
function isGood(access: Access, { clientId, keyId, tokenId }: Principal): boolean {
  const { store } = access.core;
  if (keyId === null) return keylessClient(access) === clientId;
  const key = store.get('api_keys', keyId);
  if (key?.client_id !== clientId) return false;
  // A principal from before a rotation bears the end that its key had then.
  if (keyState(key, access.core.clock.nowText()) !== 'active') return false;
  if (tokenId === null) return keyFault(access.core, key) === null;
  const token = store.get('session_tokens', tokenId);
  return token?.key_id === keyId && tokenFault(access.core, token, key) === null;
}

function clientOf(access: Access, { keys }: VaultSession, id: string): KnownClient {
  const { core, memory } = access;
  return memory.client(id, () => {
    const row = isClientId(id) ? core.store.get('clients', id) : null;
    if (row === null) throw new VaultError('unauthorized');
    const client = openClient(keys, row);
    if (client === null) {
      noteTampered(access, { kind: 'client', id });
      throw new VaultError('tampered');
    }
    const { profile, plan, status } = client;
    const isPaused = [EVERYONE, id].some((target) => core.store.get('pauses', target) !== null);
    return { id, name: profile.name, plan, status, isPaused };
  });
}
