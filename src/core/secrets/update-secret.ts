import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext, UpdateSecretInput } from '../api.ts';
import { checkName } from '../format/name-index.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { patchMetadata } from './check-input.ts';
import { findRecord } from './find-record.ts';
import { openValue } from './open-value.ts';
import type { OpenRecord } from './record.ts';
import { wipeValueDocument, type ValueDocument } from './value-document.ts';
import { writeChange } from './write-change.ts';

/** Changes metadata, or removes fields, of one secret. */
export function updateSecret(
  core: VaultCore,
  input: UpdateSecretInput,
  context: CallContext,
): Promise<{ version: number }> {
  const event = 'secret.update';
  return core.writable({ event }, context, (session) => {
    const record = findRecord(core.store, session, input.name);
    if (input.expectedVersion !== undefined && input.expectedVersion !== record.row.version) {
      throw new VaultError('version_conflict');
    }
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
  input: { readonly name: string; readonly newName: string },
  context: CallContext,
): Promise<void> {
  const event = 'secret.rename';
  return core.writable({ event }, context, (session) => {
    const record = findRecord(core.store, session, input.name);
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
  input: { readonly name: string; readonly version: number },
  context: CallContext,
): Promise<{ version: number }> {
  const event = 'secret.restore';
  return core.writable({ event }, context, (session) => {
    const record = findRecord(core.store, session, input.name);
    const older = core.store
      .versionsOf(record.row.id)
      .find(({ version }) => version === input.version);
    if (older === undefined) throw new VaultError('not_found');
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
  input: { readonly name: string },
  context: CallContext,
): Promise<void> {
  return core.writable({ event: 'secret.remove' }, context, (session) => {
    const row = core.store.secretByNameIndex(session.keys.nameIndex(checkName(input.name)));
    if (row === null) throw new VaultError('not_found');
    const event = { event: 'secret.remove', ref: { secret: row.id } };
    core.audit.write({ ...event, outcome: 'attempt' }, context);
    writeCovered(core, session, (tx) => {
      for (const { version } of tx.raw.versionsOf(row.id)) {
        tx.raw.remove('secret_versions', row.id, version);
      }
      tx.remove('secrets_metadata', [row.id]);
    });
    core.audit.write({ ...event, outcome: 'ok' }, context);
    core.store.compact();
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
