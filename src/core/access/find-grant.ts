import type { Principal } from '../../shared/access.ts';
import type { GrantMode } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { SecretRef } from '../call.ts';
import { openGrant, type OpenGrant } from '../grants/grant-record.ts';
import { grantStanding } from '../grants/list-grants.ts';
import { fenceOf } from '../grants/rules.ts';
import type { SecretListRow, SecretRow } from '../rows.ts';
import { findRow } from '../secrets/find-record.ts';
import { openRecord, type OpenRecord } from '../secrets/record.ts';
import type { VaultSession } from '../session/vault-core.ts';
import type { Access } from './access.ts';
import { noteTampered } from './note-tampered.ts';

/** A secret and the grants by which its use is allowed at this moment, at least one. */
export interface Granted {
  readonly record: OpenRecord;
  readonly grants: readonly OpenGrant[];
}

/** Looked for where there is no secret, so that the answer takes as long as where there is one. */
const NO_SECRET = '00000000-0000-4000-8000-000000000000';

/**
 * The secret that is meant, if the client may use it in this way now. One that is not there and one that was not granted
 * are refused alike. @throws VaultError `not_granted`, `name_invalid`, `invalid_input`, `record_corrupt`.
 */
export function findGranted(
  access: Access,
  session: VaultSession,
  principal: Principal,
  { ref, mode }: { readonly ref: SecretRef; readonly mode: GrantMode },
): Granted {
  const known = access.memory.secret(ref);
  const row = known?.row ?? rowOf(access, session, ref);
  const given = grantsOver(access, session, principal.clientId, row?.id ?? NO_SECRET);
  if (row === null || given.length === 0) throw new VaultError('not_granted');
  const record = known ?? opened(access, session, ref, row);
  const grants = holding(access, principal, record, given).filter((grant) => grant.mode === mode);
  if (grants.length === 0) throw new VaultError('not_granted');
  return { record, grants };
}

/** Of a secret that is lent out, its name and side of the fence are remembered beside the sealed row; its value never is. */
function opened(
  { memory }: Access,
  { keys }: VaultSession,
  ref: SecretRef,
  row: SecretRow,
): OpenRecord {
  const record = openRecord(keys, row);
  if (record === null) throw new VaultError('record_corrupt');
  const { name, environment } = record.metadata;
  const metadata = { name, ...(environment === undefined ? {} : { environment }) };
  return memory.keepSecret(ref, { ...record, metadata });
}

/** Those of the grants that hold now. Without a key nothing live is handed out. */
export function holding(
  { core }: Access,
  { keyId }: Principal,
  { metadata }: OpenRecord<SecretListRow>,
  grants: readonly OpenGrant[],
): readonly OpenGrant[] {
  const fence = fenceOf(metadata.environment);
  if (keyId === null && fence === 'live') return [];
  const now = core.clock.nowText();
  return grants.filter((grant) => grantStanding(grant, fence, now) === 'holds');
}

function rowOf(access: Access, session: VaultSession, ref: SecretRef): SecretRow | null {
  try {
    return findRow(access.core.store, session, ref);
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'not_found') return null;
    throw thrown;
  }
}

/** A grant that does not open is none. */
function grantsOver(
  access: Access,
  { keys }: VaultSession,
  clientId: string,
  objectId: string,
): readonly OpenGrant[] {
  const { core, memory } = access;
  return memory.grants(clientId, objectId, () =>
    core.store
      .find('grants', 'object_id', objectId)
      .filter((row) => row.client_id === clientId && row.object_kind === 'secret')
      .flatMap((row) => {
        const grant = openGrant(keys, row);
        if (grant === null) noteTampered(access, { kind: 'grant', id: row.id });
        return grant ?? [];
      }),
  );
}
