import type { KeySummary, ClientRef } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { findClient, opened } from './find-client.ts';
import { summarizeKey } from './key-record.ts';

/**
 * The keys of one client or of all, newest first; those that have ended only if asked for. Leaves no line in the log.
 * @throws VaultError `not_found`, `record_corrupt`.
 */
export function listKeys(
  core: VaultCore,
  { client, all = false }: { readonly client?: ClientRef; readonly all?: boolean },
  context: CallContext,
): Promise<readonly KeySummary[]> {
  return core.unlocked({ event: 'key.list' }, context, ({ keys }) => {
    const rows =
      client === undefined
        ? [...core.store.scan('api_keys')]
        : core.store.find('api_keys', 'client_id', findClient(core.store, keys, client).row.id);
    const now = core.clock.nowText();
    return rows
      .map((row) => summarizeKey(core.store, opened(keys, row), now))
      .filter(({ state }) => all || state === 'active')
      .sort((a, b) => Number(a.createdAt < b.createdAt) - Number(a.createdAt > b.createdAt));
  });
}

/**
 * The key whose SHA-256 this is, ended or not. Leaves no line in the log.
 * @throws VaultError `invalid_input` unless the hash has 32 bytes, `not_found`, `record_corrupt`.
 */
export function findKeyByHash(
  core: VaultCore,
  { hash }: { readonly hash: Uint8Array },
  context: CallContext,
): Promise<KeySummary> {
  return core.unlocked({ event: 'key.get' }, context, ({ keys }) => {
    if (!(hash instanceof Uint8Array) || hash.length !== 32) {
      throw new VaultError('invalid_input', { hint: 'The hash of a key has 32 bytes.' });
    }
    const [row] = core.store.find('api_keys', 'key_hash', hash);
    if (row === undefined) throw new VaultError('not_found', { hint: 'No key has this hash.' });
    return summarizeKey(core.store, opened(keys, row), core.clock.nowText());
  });
}
