import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext, SecretRef, UpdateSecretInput, VersionGuard } from '../api.ts';
import { checkName } from '../format/name-index.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import { tryTo, type VaultCore, type VaultSession } from '../session/vault-core.ts';
import { patchMetadata } from './check-input.ts';
import { checkVersion, findRecord, findRow } from './find-record.ts';
import { openValue } from './open-value.ts';
import type { OpenRecord } from './record.ts';
import { wipeValueDocument, type ValueDocument } from './value-document.ts';
import { noSuchVersion } from './with-secret.ts';
import { writeChange } from './write-change.ts';

/** Changes metadata, or removes fields, of one secret. */
export function updateSecret(
  core: VaultCore,
  input: UpdateSecretInput,
  context: CallContext,
): Promise<{ version: number }> {
  const event = 'secret.update';
  return core.writable({ event }, context, (session) => {
    const record = findRecord(core.store, session, input);
    checkVersion(record.row, input);
    const metadata = patchMetadata(record.metadata, input.metadata);
    return withOpenValue(session, record, (document) => {
      const removed = new Set(input.removeFields);
      const fields = document.fields.filter(({ name }) => !removed.has(name));
      if (document.fields.length - fields.length !== removed.size) {
        throw new VaultError('not_found', { hint: 'The secret has no field of that name.' });
      }
      return writeChange(
        core,
        session,
        record,
        { event, metadata, document: { ...document, fields }, keepsHistory: removed.size > 0 },
        context,
      );
    });
  });
}

/** Gives a secret another name. The same name in another case is no clash. */
export function renameSecret(
  core: VaultCore,
  input: SecretRef & VersionGuard & { readonly newName: string },
  context: CallContext,
): Promise<void> {
  const event = 'secret.rename';
  return core.writable({ event }, context, (session) => {
    const record = findRecord(core.store, session, input);
    checkVersion(record.row, input);
    const newName = checkName(input.newName);
    const taken = core.store.secretByNameIndex(session.keys.nameIndex(newName));
    if (taken !== null && taken.id !== record.row.id) throw new VaultError('name_taken');
    const metadata = { ...record.metadata, name: newName };
    withOpenValue(session, record, (document) =>
      writeChange(
        core,
        session,
        record,
        { event, metadata, document, keepsHistory: false },
        context,
      ),
    );
  });
}

/** Makes an older value the newest; works as well when the present value is damaged, which joins the history. */
export function restoreSecret(
  core: VaultCore,
  input: SecretRef & VersionGuard & { readonly version: number },
  context: CallContext,
): Promise<{ version: number }> {
  const event = 'secret.restore';
  return core.writable({ event }, context, (session) => {
    const record = findRecord(core.store, session, input);
    checkVersion(record.row, input);
    const older = core.store
      .versionsOf(record.row.id)
      .find(({ version }) => version === input.version);
    if (older === undefined) throw noSuchVersion();
    const place = { id: record.row.id, kind: record.row.kind, version: older.version };
    const document = openValue(session.keys, {
      ...place,
      encrypted_value: older.encrypted_value,
    });
    try {
      const { metadata } = record;
      const change = { event, metadata, document, keepsHistory: true };
      return writeChange(core, session, record, change, context);
    } finally {
      wipeValueDocument(document);
    }
  });
}

/** Removes a secret with its history. A damaged record can be removed too: the owner named it. */
export function removeSecret(
  core: VaultCore,
  input: SecretRef & VersionGuard,
  context: CallContext,
): Promise<void> {
  return core.writable({ event: 'secret.remove' }, context, (session) => {
    const row = findRow(core.store, session, input);
    checkVersion(row, input);
    const event = { event: 'secret.remove', ref: { secret: row.id } };
    core.audit.write({ ...event, outcome: 'attempt' }, context);
    writeCovered(core, session, (tx) => {
      for (const { version } of tx.raw.versionsOf(row.id)) {
        tx.raw.remove('secret_versions', row.id, version);
      }
      tx.remove('secrets_metadata', [row.id]);
    });
    core.done(event, context);
    tryTo(() => {
      core.store.compact();
    });
  });
}

function withOpenValue<R>(
  session: VaultSession,
  { row }: OpenRecord,
  use: (document: ValueDocument) => R,
): R {
  const document = openValue(session.keys, row);
  try {
    return use(document);
  } finally {
    wipeValueDocument(document);
  }
}
