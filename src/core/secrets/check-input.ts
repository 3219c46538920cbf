import type { ErrorCode } from '../../shared/errors.ts';
import { FIELD_NAME, SECRET_LIMITS, type MetadataPatch } from '../../shared/secret.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { FieldInput } from '../api.ts';
import type { StoredMetadata } from './record.ts';
import { isUtf8 } from './utf8.ts';

type TextKey = Exclude<keyof MetadataPatch, 'tags' | 'expires_at'>;

const TEXT_LIMITS: Record<TextKey, number> = {
  description: SECRET_LIMITS.descriptionChars,
  environment: SECRET_LIMITS.metadataTextChars,
  provider: SECRET_LIMITS.metadataTextChars,
  account: SECRET_LIMITS.metadataTextChars,
  url: SECRET_LIMITS.urlChars,
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether a text is a UTC instant as the format writes it, of a day that exists. */
export function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

function refuse(code: ErrorCode, hint?: string): never {
  throw new VaultError(code, hint === undefined ? {} : { hint });
}

/**
 * Checks fields before anything is written.
 * @throws VaultError `invalid_input`, `value_not_text`, `too_large`.
 */
export function checkFields(fields: readonly FieldInput[]): void {
  const names = new Set<string>();
  if (!Array.isArray(fields)) refuse('invalid_input', 'The fields are not a list.');
  for (const field of fields as readonly unknown[]) {
    if (!isField(field)) refuse('invalid_input', 'A field is not of the right form.');
    const { name, value } = field;
    if (!FIELD_NAME.test(name)) {
      refuse('invalid_input', 'A field name has 1 to 64 of the characters A-Z a-z 0-9 _ . -');
    }
    if (names.has(name)) refuse('invalid_input', 'A field was given twice.');
    names.add(name);
    if (value.length > SECRET_LIMITS.fieldBytes) refuse('too_large');
    if (!isUtf8(value)) refuse('value_not_text');
  }
}

/** What the types promise, looked at: a door with a bug must not put something else into an envelope. */
function isField(field: unknown): field is FieldInput {
  if (typeof field !== 'object' || field === null) return false;
  const { name, value, concealed, encoding } = field as Record<keyof FieldInput, unknown>;
  return (
    typeof name === 'string' &&
    value instanceof Uint8Array &&
    (concealed === undefined || typeof concealed === 'boolean') &&
    (encoding === undefined || encoding === 'base64')
  );
}

/** Checks the whole of a secret's fields. @throws VaultError `too_large`. */
export function checkTotal(
  fields: readonly { readonly value: Uint8Array }[],
  totp: Uint8Array | null,
): void {
  const total = fields.reduce((sum, { value }) => sum + value.length, totp?.length ?? 0);
  if (fields.length > SECRET_LIMITS.fields || total > SECRET_LIMITS.totalBytes) {
    refuse('too_large');
  }
}

/** The metadata after a patch: null removes, an absent key leaves. @throws VaultError `invalid_input`. */
export function patchMetadata(base: StoredMetadata, patch: MetadataPatch = {}): StoredMetadata {
  const entries = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries<unknown>(patch)) {
    if (value === undefined) continue;
    checkMetadata(key, value);
    if (value === null) entries.delete(key);
    else entries.set(key, value);
  }
  return Object.fromEntries(entries) as StoredMetadata;
}

function checkMetadata(key: string, value: unknown): void {
  if (!isMetadataKey(key)) refuse('invalid_input', 'There is no such metadata.');
  if (value === null) return;
  if (key === 'tags') {
    checkTags(value);
  } else if (key === 'expires_at') {
    if (typeof value !== 'string' || !isInstant(value)) {
      refuse('invalid_input', 'The expiry is not a UTC instant.');
    }
  } else {
    if (!isTidyText(value, TEXT_LIMITS[key])) {
      refuse('invalid_input', 'A metadata text is too long or is not well-formed text.');
    }
  }
}

function isMetadataKey(key: string): key is keyof MetadataPatch {
  return key === 'tags' || key === 'expires_at' || Object.hasOwn(TEXT_LIMITS, key);
}

function checkTags(value: unknown): void {
  if (!Array.isArray(value) || value.length > SECRET_LIMITS.tags) {
    refuse('invalid_input', 'A secret has at most 32 tags.');
  }
  for (const tag of value as readonly unknown[]) {
    if (!isTidyText(tag, SECRET_LIMITS.tagChars) || tag === '') {
      refuse('invalid_input', 'A tag has 1 to 64 characters.');
    }
  }
}

function isTidyText(value: unknown, maxChars: number): value is string {
  return (
    typeof value === 'string' &&
    value.length <= maxChars &&
    value.isWellFormed() &&
    !value.includes('\0')
  );
}
