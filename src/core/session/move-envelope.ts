import { wipe } from '../crypto/bytes.ts';
import type { FieldAddress, VaultKeys } from '../format/vault-keys.ts';

/** The old vault key and the one that takes its place. */
export interface KeyChange {
  readonly from: VaultKeys;
  readonly to: VaultKeys;
}

/** An envelope under the new key; one that did not open before is left as it is. */
export function moveEnvelope(
  { from, to }: KeyChange,
  address: FieldAddress,
  envelope: Uint8Array,
): Uint8Array {
  const plaintext = from.openField(address, envelope);
  if (plaintext === null) return envelope;
  const sealed = to.sealField(address, plaintext);
  wipe(plaintext);
  return sealed;
}
