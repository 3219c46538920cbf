import type { GrantedSecret, Principal } from '../../shared/access.ts';
import { GRANT_MODES } from '../../shared/client.ts';
import { VaultError, asVaultError } from '../../shared/vault-error.ts';
import type { CallContext, OpenSecret, SecretRef, TotpCode } from '../call.ts';
import { openGrant, type OpenGrant } from '../grants/grant-record.ts';
import { nextTurn } from '../next-turn.ts';
import { openValue } from '../secrets/open-value.ts';
import { openMetadata } from '../secrets/record.ts';
import { totpNow } from '../secrets/totp.ts';
import { wipeValueDocument } from '../secrets/value-document.ts';
import { handOut, openWithLine } from '../secrets/with-secret.ts';
import { asClient } from './act-as-client.ts';
import type { Access } from './access.ts';
import { findGranted, holding } from './find-grant.ts';

/** Grants opened before the event loop gets a turn. */
const SLICE = 64;

/** See `AccessApi.listSecrets`: by name. */
export function listGrantedSecrets(
  access: Access,
  principal: Principal,
  context: CallContext,
): Promise<readonly GrantedSecret[]> {
  const { core } = access;
  return asClient(access, { event: 'secret.list', principal }, context, async (session) => {
    const bySecret = new Map<string, OpenGrant[]>();
    for (const [i, row] of core.store.find('grants', 'client_id', principal.clientId).entries()) {
      if (i % SLICE === SLICE - 1) await nextTurn();
      core.assertCurrent(session);
      const grant = openGrant(session.keys, row);
      if (grant === null || row.object_kind !== 'secret') continue;
      bySecret.set(row.object_id, [...(bySecret.get(row.object_id) ?? []), grant]);
    }
    const shown: GrantedSecret[] = [];
    let i = 0;
    for (const [id, grants] of bySecret) {
      i += 1;
      if (i % SLICE === 0) await nextTurn();
      core.assertCurrent(session);
      const secret = grantedSecret(access, principal, id, grants);
      if (secret !== null) shown.push(secret);
    }
    const { compare } = new Intl.Collator('en');
    return shown.sort((a, b) => compare(a.name, b.name));
  });
}

function grantedSecret(
  access: Access,
  principal: Principal,
  id: string,
  grants: readonly OpenGrant[],
): GrantedSecret | null {
  const { core } = access;
  const row = core.store.get('secrets_metadata', id);
  const record =
    row === null || core.session === null ? null : openMetadata(core.session.keys, row);
  if (record === null) return null;
  const held = new Set(holding(access, principal, record, grants).map(({ mode }) => mode));
  if (held.size === 0) return null;
  const { name, environment, expires_at: expiresAt } = record.metadata;
  const expiry = expiresAt === undefined ? Number.NaN : Date.parse(expiresAt);
  return {
    id,
    name,
    kind: record.kind,
    environment: environment ?? null,
    modes: GRANT_MODES.filter((mode) => held.has(mode)),
    expiresInSeconds: Number.isNaN(expiry)
      ? null
      : Math.floor((expiry - core.clock.nowMs()) / 1000),
  };
}

/** See `AccessApi.withSecret`: the line of the read is durable before `use` gets the value. */
export async function withGrantedSecret<R>(
  access: Access,
  { principal, ref }: { readonly principal: Principal; readonly ref: SecretRef },
  use: (secret: OpenSecret) => R | Promise<R>,
  context: CallContext,
): Promise<R> {
  const { core } = access;
  const event = 'secret.read';
  const opened = await asClient(access, { event, principal }, context, (session, _, own) => {
    const { record, grants } = findGranted(access, session, principal, { ref, mode: 'read' });
    const grant = countUse(access, principal, grants);
    return openWithLine(core, session, record, { event, ref: { grant } }, own);
  });
  return handOut(core, opened, use);
}

/** See `AccessApi.totp`. */
export function grantedTotp(
  access: Access,
  { principal, ref }: { readonly principal: Principal; readonly ref: SecretRef },
  context: CallContext,
): Promise<TotpCode> {
  const { core } = access;
  const event = 'secret.totp';
  return asClient(access, { event, principal }, context, (session, _, own) => {
    const { record, grants } = findGranted(access, session, principal, { ref, mode: 'read' });
    const grant = countUse(access, principal, grants);
    const document = openValue(session.keys, record.row);
    try {
      if (document.totp === null) {
        throw new VaultError('not_found', { hint: 'This secret has no TOTP seed.' });
      }
      const code = totpNow(document.totp, core.clock.nowMs());
      core.audit.write({ event, outcome: 'ok', ref: { secret: record.row.id, grant } }, own);
      return code;
    } finally {
      wipeValueDocument(document);
    }
  });
}

/** Counts a read under the first grant whose limits leave room, and returns its id. @throws `rate_limited`. */
function countUse(access: Access, principal: Principal, grants: readonly OpenGrant[]): string {
  let refusal = new VaultError('not_granted');
  for (const { row, limits } of grants) {
    try {
      access.metering.countRead(principal.clientId, { id: row.id, limits });
      return row.id;
    } catch (thrown) {
      refusal = asVaultError(thrown);
      if (refusal.code !== 'rate_limited') throw refusal;
    }
  }
  throw refusal;
}
