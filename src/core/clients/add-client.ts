import type { AddClientInput } from '../../shared/client.ts';
import { BUILT_IN_PLANS } from '../../shared/plan.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { randomId } from '../crypto/random.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { carryOut } from '../integrity/carry-out.ts';
import { newProfile } from '../profiles/profile-record.ts';
import type { CoveredTransaction } from '../integrity/write-covered.ts';
import type { Clock, StoreReader } from '../ports.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { SETTINGS } from '../settings/definitions.ts';
import { checkPlan } from '../plans/check-plan.ts';
import { checkClientName, patchProfile } from './check-client.ts';
import { profileIndexes, sealClient, type StoredProfile } from './client-record.ts';

const EVENT = 'client.add';

/**
 * Lets a client in, without a key and without a grant.
 * @throws VaultError `name_taken`, `name_invalid`, `invalid_input`.
 */
export function addClient(
  core: VaultCore,
  input: AddClientInput,
  context: CallContext,
): Promise<{ readonly id: string }> {
  return core.writable({ event: EVENT }, context, (session) => {
    const { name, plan = BUILT_IN_PLANS[0], ...rest } = input;
    const profile = patchProfile({ name: checkClientName(name) }, rest);
    const id = `cli_${randomId()}`;
    const now = core.clock.nowText();
    const content = {
      id,
      version: 1,
      profile,
      plan: checkPlan(core.store, session.keys, plan),
      status: 'active',
    };
    refuseTaken(core.store, session.keys, profile, id);
    const row = sealClient(session.keys, { ...content, createdAt: now, updatedAt: now });
    carryOut(core, session, { event: EVENT, ref: { client: id } }, context, (tx) => {
      tx.insert('clients', row);
      tx.raw.insert('profiles', newProfile(session.keys, id, now).row);
      storeZone(tx, core.clock);
    });
    return { id };
  });
}

/** With the first client the owner's calendar begins to matter, and a desktop that travels must not move it. */
export function storeZone(tx: CoveredTransaction, clock: Clock): void {
  const name = 'time.zone';
  const zone = SETTINGS[name].parse(clock.zone());
  if (zone === null || tx.raw.get('settings', name) !== null) return;
  tx.insert('settings', { name, value: zone, updated_at: clock.nowText() });
}

/** Passes if no other client has this name, external id or email. @throws VaultError `name_taken`. */
export function refuseTaken(
  store: StoreReader,
  keys: VaultKeys,
  profile: StoredProfile,
  ownId: string,
): void {
  const indexes = profileIndexes(keys, profile);
  const words = {
    name_index: 'name',
    external_id_index: 'external id',
    email_index: 'email address',
  } as const;
  for (const column of ['name_index', 'external_id_index', 'email_index'] as const) {
    const index = indexes[column];
    const holder = index === null ? undefined : store.find('clients', column, index)[0];
    if (holder === undefined || holder.id === ownId) continue;
    const removed = holder.status === 'deleted' ? ', which was removed. A purge frees it' : '';
    throw new VaultError('name_taken', {
      hint: `The ${words[column]} belongs to another client${removed}.`,
    });
  }
}
