import { wipe } from '../crypto/bytes.ts';
import { randomBytes } from '../crypto/random.ts';
import { encodeHeader, type Header, type KdfCost } from '../format/header.ts';
import { derivePasswordKeys, hashVerifier, keyCheckValue } from '../format/key-path.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { AuthConfigRow } from '../rows.ts';

/** Everything of `auth_config` that comes from a password and does not need the vault key. */
export interface PasswordWrap {
  readonly header: Header;
  readonly headerBytes: Uint8Array;
  readonly verifier: string;
  readonly keyCheck: Uint8Array;
  /** The key encryption key; the caller wipes it. */
  readonly kek: Uint8Array;
}

/** The greater of two costs, parameter by parameter: cost only ever goes up. */
export function raiseCost(present: KdfCost, target: KdfCost): KdfCost {
  return {
    memoryKiB: Math.max(present.memoryKiB, target.memoryKiB),
    passes: Math.max(present.passes, target.passes),
    lanes: Math.max(present.lanes, target.lanes),
    iterations: Math.max(present.iterations, target.iterations),
  };
}

/** Whether any parameter lies below the target. */
export function costBelow(present: KdfCost, target: KdfCost): boolean {
  return (
    present.memoryKiB < target.memoryKiB ||
    present.passes < target.passes ||
    present.lanes < target.lanes ||
    present.iterations < target.iterations
  );
}

/** Runs both halves of the password's KDF, one after the other, under fresh salts. `password` is normalized. */
export async function preparePasswordWrap(
  password: Uint8Array,
  base: Pick<Header, 'vaultId' | 'epoch' | 'keyId' | 'cost'>,
): Promise<PasswordWrap> {
  const header: Header = { ...base, saltA: randomBytes(16), saltP: randomBytes(32) };
  const headerBytes = encodeHeader(header);
  const verifier = await hashVerifier(password, header.cost);
  const { kek, kck } = await derivePasswordKeys(password, header);
  const keyCheck = keyCheckValue(kck, headerBytes);
  wipe(kck);
  return { header, headerBytes, verifier, keyCheck, kek };
}

/** The whole row: the vault key that `keys` holds, wrapped under the password, and the verifier vouched for. */
export function authConfigRow(
  keys: VaultKeys,
  wrapped: PasswordWrap,
  times: { readonly createdAt: string; readonly updatedAt: string },
): AuthConfigRow {
  const nonce = randomBytes(12);
  return {
    id: 1,
    password_hash: wrapped.verifier,
    kdf_header: wrapped.headerBytes,
    key_check: wrapped.keyCheck,
    wrap_nonce: nonce,
    wrapped_vault_key: keys.wrapUnder(wrapped.kek, nonce, wrapped.headerBytes),
    header_mac: keys.headerMac(wrapped.headerBytes, wrapped.verifier),
    created_at: times.createdAt,
    updated_at: times.updatedAt,
  };
}
