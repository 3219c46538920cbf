import type { ClientList, ClientSummary, ClientRef } from '../../shared/client.ts';
import type { CallContext } from '../call.ts';
import { nextTurn } from '../next-turn.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { openClient, summarizeClient } from './client-record.ts';
import { findClient } from './find-client.ts';

/** Clients opened before the event loop gets a turn. */
const SLICE = 64;

/** Every client by name, those that were removed only if asked for. Leaves no line in the log. */
export function listClients(
  core: VaultCore,
  { all = false }: { readonly all?: boolean },
  context: CallContext,
): Promise<ClientList> {
  return core.unlocked({ event: 'client.list' }, context, async (session) => {
    const clients: ClientSummary[] = [];
    const damaged: { id: string; createdAt: string }[] = [];
    for (const [i, row] of [...core.store.scan('clients')].entries()) {
      if (i % SLICE === SLICE - 1) await nextTurn();
      core.assertCurrent(session);
      const client = openClient(session.keys, row);
      if (client === null) damaged.push({ id: row.id, createdAt: row.created_at });
      else if (all || client.status !== 'deleted') {
        clients.push(summarizeClient(core.store, client));
      }
    }
    const { compare } = new Intl.Collator('en');
    clients.sort((a, b) => compare(a.name, b.name));
    return { clients, damaged };
  });
}

/** One client, removed or not. @throws VaultError `not_found`, `record_corrupt`. */
export function getClient(
  core: VaultCore,
  ref: ClientRef,
  context: CallContext,
): Promise<ClientSummary> {
  return core.unlocked({ event: 'client.get' }, context, ({ keys }) =>
    summarizeClient(core.store, findClient(core.store, keys, ref)),
  );
}
