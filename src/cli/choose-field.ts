import type { OpenSecret } from '../core/call.ts';
import { DEFAULT_FIELD } from '../shared/secret.ts';
import { invalidInput } from './usage-error.ts';

export type OpenField = OpenSecret['fields'][number];

/**
 * The named field of an opened secret; without a name `value`, or the only one.
 * @throws VaultError `invalid_input` with the names there are.
 */
export function chooseField(
  { fields, totp }: Pick<OpenSecret, 'fields' | 'totp'>,
  name: string | null,
): OpenField {
  const wanted = name ?? (fields.length === 1 ? fields[0]?.name : DEFAULT_FIELD);
  const field = fields.find((candidate) => candidate.name === wanted);
  if (field !== undefined) return field;
  const names = fields.map((candidate) => candidate.name).join(', ');
  if (names === '' && totp !== null) {
    throw invalidInput('This secret is a TOTP seed alone; `strongroom totp` gives its code.');
  }
  if (names === '') throw invalidInput('This secret has no fields.');
  throw invalidInput(`Name one of its fields with --field: ${names}.`);
}
