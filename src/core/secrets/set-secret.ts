import { KIND_BYTES } from '../../shared/secret.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext, FieldInput, SecretsApi, SetSecretInput } from '../api.ts';
import { wipe } from '../crypto/bytes.ts';
import { randomId } from '../crypto/random.ts';
import { checkName } from '../format/name-index.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { checkFields, checkTotal, patchMetadata } from './check-input.ts';
import { checkVersion } from './find-record.ts';
import { openRecord, type OpenRecord } from './record.ts';
import { checkTotpUri } from './totp.ts';
import { openValue } from './open-value.ts';
import {
  encodeValueDocument,
  wipeValueDocument,
  type ValueDocument,
  type ValueField,
} from './value-document.ts';
import { writeChange } from './write-change.ts';
import { sealRecord } from './write-record.ts';

const EVENT = 'secret.set';

/**
 * Creates a secret or changes the one of that name. Fields that are not named stay; a change of the value moves the
 * old one into the history.
 */
export function setSecret(
  core: VaultCore,
  input: SetSecretInput,
  context: CallContext,
): ReturnType<SecretsApi['set']> {
  return core.writable({ event: EVENT }, context, (session) => {
    const name = checkName(input.name);
    checkFields(input.fields);
    if (input.totp !== undefined && input.totp !== null) checkTotpUri(input.totp);
    const row = core.store.secretByNameIndex(session.keys.nameIndex(name));
    if (row === null) {
      if (input.expectedVersion !== undefined) throw new VaultError('version_conflict');
      return create(core, session, input, context);
    }
    checkVersion(row, input);
    const record = openRecord(session.keys, row);
    if (record === null) throw new VaultError('record_corrupt');
    if (input.kind !== undefined && input.kind !== record.kind) {
      throw new VaultError('invalid_input', { hint: 'The kind of a secret cannot be changed.' });
    }
    return change(core, session, record, input, context);
  });
}

/** Writes a secret whose name is free. Also the import's way in, with dates of its own. */
export function create(
  core: VaultCore,
  session: VaultSession,
  input: SetSecretInput & { readonly createdAt?: string; readonly updatedAt?: string },
  context: CallContext,
): { id: string; version: number; created: boolean } {
  const metadata = patchMetadata({ name: input.name }, input.metadata);
  const now = core.clock.nowText();
  const createdAt = input.createdAt ?? now;
  const content = {
    id: randomId(),
    kind: KIND_BYTES[input.kind ?? 'generic'],
    version: 1,
    metadata,
    createdAt,
    updatedAt: input.updatedAt ?? createdAt,
  };
  const value = encodeValueDocument(merge({ fields: [], totp: null }, input));
  try {
    const row = sealRecord(session.keys, { ...content, value });
    const event = { event: EVENT, ref: { secret: content.id } };
    core.audit.write({ ...event, outcome: 'attempt' }, context);
    writeCovered(core, session, (tx) => {
      tx.insert('secrets_metadata', row);
    });
    core.done({ ...event, n: { version: 1 } }, context);
  } finally {
    wipe(value);
  }
  return { id: content.id, version: 1, created: true };
}

function change(
  core: VaultCore,
  session: VaultSession,
  record: OpenRecord,
  input: SetSecretInput,
  context: CallContext,
): { id: string; version: number; created: boolean } {
  const metadata = patchMetadata(record.metadata, input.metadata);
  const current = openValue(session.keys, record.row);
  try {
    const document = merge(current, input);
    const keepsHistory = touchesValue(input);
    const next = { event: EVENT, metadata, document, keepsHistory };
    const { version } = writeChange(core, session, record, next, context);
    return { id: record.row.id, version, created: false };
  } finally {
    wipeValueDocument(current);
  }
}

function touchesValue({ fields, totp }: SetSecretInput): boolean {
  return fields.length > 0 || totp !== undefined;
}

/** The document after the input's fields were put in; it borrows the buffers of both. */
function merge(base: ValueDocument, input: SetSecretInput): ValueDocument {
  const given = new Map(input.fields.map((field) => [field.name, field]));
  const fields = base.fields.map((field) => {
    const next = given.get(field.name);
    given.delete(field.name);
    return next === undefined ? field : toField(next, field);
  });
  for (const field of given.values()) fields.push(toField(field));
  const totp = input.totp === undefined ? base.totp : input.totp;
  checkTotal(fields, totp);
  return { ...base, fields, totp };
}

function toField(input: FieldInput, old?: ValueField): ValueField {
  return {
    name: input.name,
    value: input.value,
    concealed: input.concealed ?? old?.concealed ?? true,
    ...(input.encoding === undefined ? {} : { encoding: input.encoding }),
    ...(old?.extra === undefined ? {} : { extra: old.extra }),
  };
}
