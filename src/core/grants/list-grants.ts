import type { Fence, GrantStanding, GrantSummary, ClientRef } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext, SecretRef } from '../call.ts';
import { findClient } from '../clients/find-client.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { StoreReader } from '../ports.ts';
import type { GrantRow } from '../rows.ts';
import { findRow } from '../secrets/find-record.ts';
import { openRecord } from '../secrets/record.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { isGrantId, openGrant, type OpenGrant } from './grant-record.ts';
import { fenceOf } from './rules.ts';

/** Which grants: of one client, over one secret, of both, or all. */
export interface GrantFilter {
  readonly client?: ClientRef;
  readonly secret?: SecretRef;
}

/**
 * Grants, oldest first, each with whether it holds now. Leaves no line in the log.
 * @throws VaultError `not_found`, `record_corrupt`.
 */
export function listGrants(
  core: VaultCore,
  filter: GrantFilter,
  context: CallContext,
): Promise<readonly GrantSummary[]> {
  return core.unlocked({ event: 'grant.list' }, context, (session) => {
    const now = core.clock.nowText();
    return grantsFor(core.store, session, filter)
      .map((grant) => summarize(core.store, session.keys, grant, now))
      .sort((a, b) => Number(a.createdAt > b.createdAt) - Number(a.createdAt < b.createdAt));
  });
}

/** Takes a grant back. @throws VaultError `invalid_input`, `not_found`. */
export function removeGrant(
  core: VaultCore,
  { id }: { readonly id: string },
  context: CallContext,
): Promise<void> {
  const event = 'grant.remove';
  return core.writable({ event }, context, (session) => {
    if (typeof id !== 'string' || !isGrantId(id)) {
      throw new VaultError('invalid_input', { hint: 'That is not the id of a grant.' });
    }
    const row = core.store.get('grants', id);
    if (row === null) {
      throw new VaultError('not_found', { hint: 'There is no grant with this id.' });
    }
    const ref = { client: row.client_id, grant: id, [row.object_kind]: row.object_id };
    carryOut(core, session, { event, ref }, context, (tx) => {
      tx.remove('grants', [id]);
    });
  });
}

/** The grants that a filter names, opened, by id. @throws VaultError `not_found`, `record_corrupt`. */
export function grantsFor(
  store: StoreReader,
  session: VaultSession,
  filter: GrantFilter,
): readonly OpenGrant[] {
  return rowsFor(store, session, filter).map((row) => opened(session.keys, row));
}

function rowsFor(
  store: StoreReader,
  session: VaultSession,
  { client, secret }: GrantFilter,
): readonly GrantRow[] {
  const { keys } = session;
  const clientId = client === undefined ? null : findClient(store, keys, client).row.id;
  const secretId = secret === undefined ? null : findRow(store, session, secret).id;
  if (secretId !== null) {
    const rows = store.find('grants', 'object_id', secretId);
    return clientId === null ? rows : rows.filter((row) => row.client_id === clientId);
  }
  return clientId === null
    ? [...store.scan('grants')]
    : store.find('grants', 'client_id', clientId);
}

function opened(keys: VaultKeys, row: GrantRow): OpenGrant {
  const grant = openGrant(keys, row);
  if (grant === null) throw new VaultError('record_corrupt');
  return grant;
}

/**
 * Whether a grant holds at this instant. `object` is the secret's side of the fence now, undefined if the secret is no
 * more: what counts is where it stands when the grant is used, not where it stood.
 */
export function grantStanding(
  { fence, row }: Pick<OpenGrant, 'fence'> & { readonly row: Pick<GrantRow, 'expires_at'> },
  object: Fence | undefined,
  nowText: string,
): GrantStanding {
  if (object === undefined) return 'gone';
  if (row.expires_at !== null && row.expires_at <= nowText) return 'expired';
  return object === fence ? 'holds' : 'fenced';
}

function summarize(
  store: StoreReader,
  keys: VaultKeys,
  grant: OpenGrant,
  nowText: string,
): GrantSummary {
  const { row, mode, fence, rules, limits } = grant;
  const secretRow = store.get('secrets_metadata', row.object_id);
  const secret = secretRow === null ? null : openRecord(keys, secretRow);
  const isProfile = row.object_kind === 'profile';
  const object = isProfile
    ? null
    : secret === null
      ? undefined
      : fenceOf(secret.metadata.environment);
  return {
    id: row.id,
    clientId: row.client_id,
    objectKind: isProfile ? 'profile' : 'secret',
    objectId: row.object_id,
    objectName: secret?.metadata.name ?? null,
    mode,
    fence,
    rules,
    limits,
    standing: grantStanding(grant, object, nowText),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
