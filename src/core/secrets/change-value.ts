import { VaultError } from '../../shared/vault-error.ts';
import type { FieldInput, SecretChanges } from '../api.ts';
import { checkFields, checkTotal } from './check-input.ts';
import { checkTotpUri } from './totp.ts';
import type { ValueDocument, ValueField } from './value-document.ts';

/** The part of a change that the sealed value is about. */
export type ValueChanges = Pick<SecretChanges, 'putFields' | 'removeFields' | 'totp'>;

/** Whether a change names fields or the seed: the value before it then joins the history. */
export function touchesValue({ putFields = [], removeFields = [], totp }: ValueChanges): boolean {
  return putFields.length > 0 || removeFields.length > 0 || totp !== undefined;
}

/** Checks what a change puts, before anything is looked up. @throws VaultError as `checkFields` and `checkSeed` do. */
export function checkValueChanges({ putFields = [], removeFields = [], totp }: ValueChanges): void {
  checkFields(putFields);
  if (putFields.some(({ name }) => removeFields.includes(name))) {
    throw new VaultError('invalid_input', { hint: 'A field is both put and removed.' });
  }
  checkSeed(totp);
}

/** Passes for no seed and for a URI that codes can be made from. @throws VaultError `invalid_input`. */
export function checkSeed(totp: Uint8Array | null | undefined): void {
  if (totp !== undefined && totp !== null) checkTotpUri(totp);
}

/**
 * The value after a change, with the buffers of both.
 * @throws VaultError `not_found` for a field to be removed that is not there, `too_large`.
 */
export function changeValue(base: ValueDocument, changes: ValueChanges): ValueDocument {
  const removed = new Set(changes.removeFields);
  const kept = base.fields.filter(({ name }) => !removed.has(name));
  if (base.fields.length - kept.length !== removed.size) {
    throw new VaultError('not_found', { hint: 'The secret has no field of that name.' });
  }
  const fields = putFields(kept, changes.putFields ?? []);
  const totp = changes.totp === undefined ? base.totp : changes.totp;
  checkTotal(fields, totp);
  return { ...base, fields, totp };
}

function putFields(base: readonly ValueField[], inputs: readonly FieldInput[]): ValueField[] {
  const given = new Map(inputs.map((field) => [field.name, field]));
  const fields = base.map((field) => {
    const next = given.get(field.name);
    given.delete(field.name);
    return next === undefined ? field : toField(next, field);
  });
  for (const field of given.values()) fields.push(toField(field));
  return fields;
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
