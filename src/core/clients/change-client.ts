import type { ClientPatch, ClientStatus, ClientRef } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { UnsignedRow } from '../integrity/write-covered.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { refuseTaken } from './add-client.ts';
import { checkPlan } from '../plans/check-plan.ts';
import { patchProfile } from './check-client.ts';
import { sealClient, type OpenClient, type StoredProfile } from './client-record.ts';
import { findPresentClient } from './find-client.ts';

/** What changes of a client; the rest stays. */
interface ClientChange {
  readonly profile?: StoredProfile;
  readonly plan?: string;
  readonly status?: ClientStatus;
}

/** The client's row in its next version, without its MAC. */
export function nextClientRow(
  keys: VaultKeys,
  { row, profile }: OpenClient,
  change: ClientChange,
  nowText: string,
): UnsignedRow<'clients'> {
  return sealClient(keys, {
    id: row.id,
    version: row.version + 1,
    profile,
    plan: row.plan,
    status: row.status,
    createdAt: row.created_at,
    updatedAt: nowText,
    ...change,
  });
}

/**
 * Changes what the owner says about a client, its name and its plan, all at once or nothing.
 * @throws VaultError `not_found`, `name_taken`, `invalid_input` also if nothing is to be changed.
 */
export function updateClient(
  core: VaultCore,
  { ref, patch }: { readonly ref: ClientRef; readonly patch: ClientPatch },
  context: CallContext,
): Promise<void> {
  const event = 'client.update';
  return core.writable({ event }, context, (session) => {
    const client = findPresentClient(core.store, session.keys, ref);
    if (Object.values(patch).every((value) => value === undefined)) {
      throw new VaultError('invalid_input', { hint: 'Nothing is to be changed.' });
    }
    const profile = patchProfile(client.profile, patch);
    const plan =
      patch.plan === undefined ? client.plan : checkPlan(core.store, session.keys, patch.plan);
    const { id } = client.row;
    refuseTaken(core.store, session.keys, profile, id);
    const next = nextClientRow(session.keys, client, { profile, plan }, core.clock.nowText());
    const n = { renamed: Number(profile.name !== client.profile.name) };
    carryOut(core, session, { event, ref: { client: id }, n }, context, (tx) => {
      tx.update('clients', [id], next);
    });
  });
}

/** Shuts a client out until it is resumed; its keys and grants stay. @throws VaultError `not_found`. */
export function suspendClient(
  core: VaultCore,
  ref: ClientRef,
  context: CallContext,
): Promise<void> {
  return setStatus(core, ref, { event: 'client.suspend', status: 'suspended' }, context);
}

/** Lets a suspended client in again. @throws VaultError `not_found`. */
export function resumeClient(core: VaultCore, ref: ClientRef, context: CallContext): Promise<void> {
  return setStatus(core, ref, { event: 'client.resume', status: 'active' }, context);
}

function setStatus(
  core: VaultCore,
  ref: ClientRef,
  { event, status }: { readonly event: string; readonly status: ClientStatus },
  context: CallContext,
): Promise<void> {
  return core.writable({ event }, context, (session) => {
    const client = findPresentClient(core.store, session.keys, ref);
    const { id } = client.row;
    const next = nextClientRow(session.keys, client, { status }, core.clock.nowText());
    carryOut(core, session, { event, ref: { client: id } }, context, (tx) => {
      if (client.status !== status) tx.update('clients', [id], next);
    });
  });
}
