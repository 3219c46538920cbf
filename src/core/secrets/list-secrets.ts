import type { SecretDetail } from '../../shared/secret.ts';
import type { CallContext, SecretList, SecretSelector } from '../api.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { expiryOf, expiryRule } from './expiry.ts';
import { findRecord } from './find-record.ts';
import { openMetadata, summarize } from './record.ts';
import { openValue } from './open-value.ts';
import { wipeValueDocument } from './value-document.ts';
import { rowOfVersion } from './with-secret.ts';

/** Everything by name. Opens metadata only; a record that does not open is named by id. */
export function listSecrets(core: VaultCore, context: CallContext): Promise<SecretList> {
  return core.unlocked({ event: 'secret.list' }, context, async (session) => {
    const rows = await core.store.listSecrets();
    core.assertCurrent(session);
    const rule = expiryRule(core);
    const secrets = [];
    const damaged = [];
    for (const row of rows) {
      const record = openMetadata(session.keys, row);
      if (record === null) damaged.push({ id: row.id, createdAt: row.created_at });
      else secrets.push(summarize(record, expiryOf(rule, record.metadata.expires_at)));
    }
    const { compare } = new Intl.Collator('en');
    secrets.sort((a, b) => compare(a.name, b.name));
    return { secrets, damaged };
  });
}

/** One secret with its field names, without values. Leaves a `secret.describe` line. */
export function describeSecret(
  core: VaultCore,
  selector: SecretSelector,
  context: CallContext,
): Promise<SecretDetail> {
  const event = 'secret.describe';
  return core.unlocked({ event }, context, (session) => {
    const record = findRecord(core.store, session, selector);
    const row = rowOfVersion(core.store, record, selector.version);
    const document = openValue(session.keys, row);
    try {
      core.audit.write({ event, outcome: 'ok', ref: { secret: row.id } }, context);
      return {
        ...summarize(record, expiryOf(expiryRule(core), record.metadata.expires_at)),
        version: row.version,
        fields: document.fields.map(({ name, concealed, encoding }) => ({
          name,
          concealed,
          ...(encoding === undefined ? {} : { encoding }),
        })),
        hasTotp: document.totp !== null,
      };
    } finally {
      wipeValueDocument(document);
    }
  });
}
