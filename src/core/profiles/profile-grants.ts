import type { ProfileMode } from '../../shared/profile.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { presentClient } from '../conversations/party.ts';
import { randomId } from '../crypto/random.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { openGrant, sealGrant } from '../grants/grant-record.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { StoreReader } from '../ports.ts';
import type { GrantRow } from '../rows.ts';
import type { VaultCore } from '../session/vault-core.ts';

const KIND = 'profile';

function grantsOf(store: StoreReader, keys: VaultKeys, clientId: string): readonly GrantRow[] {
  return store
    .find('grants', 'client_id', clientId)
    .filter((row) => row.object_kind === KIND && row.object_id === clientId)
    .filter((row) => openGrant(keys, row) !== null);
}

/** Whether a client may do this with its own profile at this instant; who may write may read. */
export function mayUseProfile(
  store: StoreReader,
  keys: VaultKeys,
  clientId: string,
  mode: ProfileMode,
  nowText: string,
): boolean {
  return grantsOf(store, keys, clientId).some(
    (row) =>
      (row.mode === mode || row.mode === 'write') &&
      (row.expires_at === null || row.expires_at > nowText),
  );
}

/** Lets a client read or write its own profile, or no longer. @throws VaultError `not_found`, `invalid_input`. */
export function allowProfile(
  core: VaultCore,
  input: { readonly client: string; readonly mode: ProfileMode; readonly allowed: boolean },
  context: CallContext,
): Promise<void> {
  const event = input.allowed ? 'grant.add' : 'grant.remove';
  return core.writable({ event }, context, (session) => {
    const { keys } = session;
    const { mode, allowed } = input;
    if ((mode as unknown) !== 'read' && mode !== 'write') {
      throw new VaultError('invalid_input', { hint: 'A profile is read or written.' });
    }
    const client = presentClient(core.store, keys, input.client);
    const present = grantsOf(core.store, keys, client).filter((row) => row.mode === mode);
    if (allowed === present.length > 0) return;
    const content = {
      id: present[0]?.id ?? `grt_${randomId()}`,
      version: 1,
      client_id: client,
      object_kind: KIND,
      object_id: client,
      mode,
      fence: null,
      created_at: core.clock.nowText(),
      expires_at: null,
    };
    const ref = { client, grant: content.id, profile: client };
    carryOut(core, session, { event, ref }, context, (tx) => {
      if (allowed) tx.insert('grants', sealGrant(keys, content, { rules: {}, limits: {} }));
      else for (const { id } of present) tx.remove('grants', [id]);
    });
  });
}
