import type { VersionSummary } from '../../shared/secret.ts';
import type { CallContext, SecretRef, TotpCode } from '../call.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { findRecord } from './find-record.ts';
import { openValue } from './open-value.ts';
import { totpNow } from './totp.ts';
import { wipeValueDocument } from './value-document.ts';

/** The versions of a secret's value, newest first; no value is opened. */
export function listHistory(
  core: VaultCore,
  input: SecretRef,
  context: CallContext,
): Promise<readonly VersionSummary[]> {
  return core.unlocked({ event: 'secret.history' }, context, (session) => {
    const { row } = findRecord(core.store, session, input);
    const older = core.store
      .versionsOf(row.id)
      .map(({ version, created_at: createdAt }) => ({ version, createdAt, current: false }));
    return [{ version: row.version, createdAt: row.updated_at, current: true }, ...older];
  });
}

/** The TOTP code of this moment. @throws VaultError `not_found` if the secret has no seed. */
export function currentTotp(
  core: VaultCore,
  input: SecretRef,
  context: CallContext,
): Promise<TotpCode> {
  const event = 'secret.totp';
  return core.unlocked({ event }, context, (session) => {
    const { row } = findRecord(core.store, session, input);
    const document = openValue(session.keys, row);
    try {
      if (document.totp === null) {
        throw new VaultError('not_found', { hint: 'This secret has no TOTP seed.' });
      }
      const code = totpNow(document.totp, core.clock.nowMs());
      core.audit.write({ event, outcome: 'ok', ref: { secret: row.id } }, context);
      return code;
    } finally {
      wipeValueDocument(document);
    }
  });
}
