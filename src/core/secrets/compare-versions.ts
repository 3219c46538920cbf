import type { VersionChange, VersionComparison } from '../../shared/secret.ts';
import type { CallContext, SecretRef } from '../call.ts';
import { equal } from '../crypto/bytes.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { findRecord } from './find-record.ts';
import { openValue } from './open-value.ts';
import { wipeValueDocument, type ValueDocument, type ValueField } from './value-document.ts';
import { rowOfVersion } from './with-secret.ts';

/** What differs between two versions of a secret's value. Opens both, hands out neither, leaves a line. */
export function compareVersions(
  core: VaultCore,
  input: SecretRef & { readonly version: number; readonly with: number },
  context: CallContext,
): Promise<VersionComparison> {
  const event = 'secret.compare';
  return core.unlocked({ event }, context, (session) => {
    const record = findRecord(core.store, session, input);
    const open: ValueDocument[] = [];
    const openVersion = (version: number): ValueDocument => {
      const document = openValue(session.keys, rowOfVersion(core.store, record, version));
      open.push(document);
      return document;
    };
    const n = {
      earlier: Math.min(input.version, input.with),
      later: Math.max(input.version, input.with),
    };
    try {
      const comparison = compareDocuments(openVersion(n.earlier), openVersion(n.later));
      core.audit.write({ event, outcome: 'ok', ref: { secret: record.row.id }, n }, context);
      return comparison;
    } finally {
      open.forEach(wipeValueDocument);
    }
  });
}

function compareDocuments(before: ValueDocument, after: ValueDocument): VersionComparison {
  const gone = new Map(before.fields.map((field) => [field.name, field]));
  const fields = after.fields.map((field) => {
    const { name, concealed } = field;
    const change = fieldChange(gone.get(name), field);
    gone.delete(name);
    return { name, concealed, change };
  });
  for (const { name, concealed } of gone.values()) {
    fields.push({ name, concealed, change: 'removed' });
  }
  return { fields, totp: seedChange(before.totp, after.totp) };
}

function fieldChange(before: ValueField | undefined, after: ValueField): VersionChange {
  if (before === undefined) return 'added';
  // The same text is another value once it is read as base64.
  const same = before.encoding === after.encoding && equal(before.value, after.value);
  return same ? 'same' : 'changed';
}

function seedChange(before: Uint8Array | null, after: Uint8Array | null): VersionChange {
  if (before === null) return after === null ? 'same' : 'added';
  if (after === null) return 'removed';
  return equal(before, after) ? 'same' : 'changed';
}
