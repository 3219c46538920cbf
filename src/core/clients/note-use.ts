import type { CallContext } from '../call.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { findKey } from './find-client.ts';

/**
 * Notes that a key was used now, and its client seen. Only counts: no MAC, no generation, no line in the log.
 * @throws VaultError `not_found`, `invalid_input`.
 */
export function noteUse(
  core: VaultCore,
  { id }: { readonly id: string },
  context: CallContext,
): Promise<void> {
  return core.writable({ event: 'key.use' }, context, ({ keys }) => {
    const clientId = findKey(core.store, keys, id).row.client_id;
    const now = core.clock.nowText();
    core.store.transaction((tx) => {
      tx.remove('key_activity', id);
      tx.insert('key_activity', { key_id: id, last_used_at: now });
      tx.remove('client_activity', clientId);
      tx.insert('client_activity', { client_id: clientId, last_seen_at: now });
    });
  });
}
