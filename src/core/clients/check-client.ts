import { CLIENT_LIMITS, METADATA_NAME, type ClientPatch } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { checkName } from '../format/name-index.ts';
import { isClientId, type StoredProfile } from './client-record.ts';

type TextKey = 'external_id' | 'email' | 'description';

const TEXT_LIMITS: Readonly<Record<TextKey, number>> = {
  external_id: CLIENT_LIMITS.externalIdChars,
  email: CLIENT_LIMITS.emailChars,
  description: CLIENT_LIMITS.descriptionChars,
};
const EMAIL = /^[^\s@]+@[^\s@]+$/;

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/**
 * The name as it is, if a client may have it: what a secret may have, and not the form of an id, which is how doors
 * tell the two apart.
 * @throws VaultError `name_invalid`.
 */
export function checkClientName(name: unknown): string {
  if (typeof name !== 'string') throw new VaultError('name_invalid');
  if (isClientId(name) || name === '*') {
    throw new VaultError('name_invalid', { hint: 'A client cannot be named like an id.' });
  }
  return checkName(name);
}

/** The profile after a patch: null removes, what is absent stays. @throws VaultError `invalid_input`, `name_invalid`. */
export function patchProfile(base: StoredProfile, patch: ClientPatch): StoredProfile {
  const { newName, externalId, email, description, metadata, plan: _plan, ...unknown } = patch;
  if (Object.keys(unknown).length > 0) refuse('There is no such entry of a client.');
  const entries = new Map<string, unknown>(Object.entries(base));
  if (newName !== undefined) entries.set('name', checkClientName(newName));
  const texts: Record<TextKey, unknown> = { external_id: externalId, email, description };
  for (const [key, value] of Object.entries(texts) as [TextKey, unknown][]) {
    if (value === undefined) continue;
    if (value === null) entries.delete(key);
    else entries.set(key, checkText(key, value));
  }
  if (metadata !== undefined) entries.set('metadata', patchMetadata(base.metadata ?? {}, metadata));
  return Object.fromEntries(entries) as StoredProfile;
}

function checkText(key: TextKey, value: unknown): string {
  if (!isTidy(value, TEXT_LIMITS[key])) refuse('A text is too long or is not well-formed text.');
  if (key !== 'description' && (value === '' || value.trim() !== value)) {
    refuse('An external id or email is not empty and has no space at either end.');
  }
  if (key === 'email' && !EMAIL.test(value)) refuse('That is not an email address.');
  return value;
}

/** Texts by name after a patch: null removes an entry, what is absent stays. @throws VaultError `invalid_input`. */
export function patchMetadata(
  base: Readonly<Record<string, string>>,
  patch: unknown,
): Readonly<Record<string, string>> {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    refuse('The metadata is not an object of texts.');
  }
  const entries = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(patch as Record<string, unknown>)) {
    if (!METADATA_NAME.test(name)) {
      refuse('A name in the metadata has 1 to 64 of the characters A-Z a-z 0-9 _ . -');
    }
    if (value === null) entries.delete(name);
    else if (isTidy(value, CLIENT_LIMITS.metadataValueChars)) entries.set(name, value);
    else refuse('A text in the metadata is too long or is not well-formed text.');
  }
  if (entries.size > CLIENT_LIMITS.metadataEntries) {
    refuse(`The metadata has at most ${String(CLIENT_LIMITS.metadataEntries)} entries.`);
  }
  return Object.fromEntries(entries);
}

function isTidy(value: unknown, maxChars: number): value is string {
  return (
    typeof value === 'string' &&
    value.length <= maxChars &&
    value.isWellFormed() &&
    !value.includes('\0')
  );
}
