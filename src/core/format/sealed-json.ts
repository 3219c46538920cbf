import { wipe } from '../crypto/bytes.ts';
import type { FieldAddress } from './field-address.ts';
import type { VaultKeys } from './vault-keys.ts';

/** An object of JSON as it was sealed, with whatever a newer version wrote beside what we know. */
export type SealedObject = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** Seals an object as JSON. */
export function sealJson(keys: VaultKeys, address: FieldAddress, content: object): Uint8Array {
  const plaintext = encoder.encode(JSON.stringify(content));
  const envelope = keys.sealField(address, plaintext);
  wipe(plaintext);
  return envelope;
}

/** The object behind an envelope; null if it does not open or holds anything else. */
export function openJson(
  keys: VaultKeys,
  address: FieldAddress,
  envelope: Uint8Array,
): SealedObject | null {
  const plaintext = keys.openField(address, envelope);
  if (plaintext === null) return null;
  try {
    const parsed: unknown = JSON.parse(decoder.decode(plaintext));
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as SealedObject) : null;
  } catch {
    return null;
  } finally {
    wipe(plaintext);
  }
}
