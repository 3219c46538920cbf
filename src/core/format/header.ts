import { VaultError } from '../../shared/vault-error.ts';
import { equal, secretBytes } from '../crypto/bytes.ts';

/** What one derivation costs: Argon2id's m (KiB), t, p and PBKDF2-HMAC-SHA-512's iteration count c. */
export interface KdfCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
  readonly iterations: number;
}

/** The cost of vaults made now. */
export const NEW_VAULT_COST: KdfCost = Object.freeze({
  memoryKiB: 131_072,
  passes: 3,
  lanes: 4,
  iterations: 600_000,
});

/** A header below any of these is refused: it would make guessing cheap. */
export const COST_FLOOR: KdfCost = Object.freeze({
  memoryKiB: 65_536,
  passes: 3,
  lanes: 1,
  iterations: 220_000,
});

/** A header above any of these is refused: it would hang the program or eat its memory. */
export const COST_CEILING: KdfCost = Object.freeze({
  memoryKiB: 1_048_576,
  passes: 16,
  lanes: 8,
  iterations: 10_000_000,
});

/** The header H of a vault (docs/format.md §2): public, but proven by the key path. */
export interface Header {
  /** 16 random bytes. */
  readonly vaultId: Uint8Array;
  /** From 1; grows with every new wrap of the vault key. */
  readonly epoch: number;
  readonly cost: KdfCost;
  /** Number of the vault key, 1 to 255. */
  readonly keyId: number;
  /** Salt of the Argon2id run inside the key path, 16 bytes. */
  readonly saltA: Uint8Array;
  /** Salt of PBKDF2, 32 bytes. */
  readonly saltP: Uint8Array;
}

/** Bytes of an encoded header. */
export const HEADER_LENGTH = 96;

const MAGIC = [0x53, 0x52, 0x48, 0x31]; // SRH1
const VERSION = 1;
const KDF_SUITE = 2;
const U32_MAX = 0xffff_ffff;

/** Whether every parameter is an integer between floor and ceiling, both included. */
export function costInRange(cost: KdfCost): boolean {
  return (['memoryKiB', 'passes', 'lanes', 'iterations'] as const).every(
    (name) =>
      Number.isInteger(cost[name]) &&
      cost[name] >= COST_FLOOR[name] &&
      cost[name] <= COST_CEILING[name],
  );
}

/**
 * The 96 bytes of a header.
 * @throws VaultError `vault_header_invalid` for a cost, number or length that `decodeHeader` would refuse.
 */
export function encodeHeader(header: Header): Uint8Array {
  const { cost, epoch, keyId, vaultId, saltA, saltP } = header;
  const lengthsFit = vaultId.length === 16 && saltA.length === 16 && saltP.length === 32;
  if (!lengthsFit || !costInRange(cost) || !isFrom1(epoch, U32_MAX) || !isFrom1(keyId, 255)) {
    throw invalid();
  }
  const bytes = secretBytes(HEADER_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes.set([...MAGIC, VERSION, KDF_SUITE, 0, 0]);
  bytes.set(vaultId, 8);
  view.setUint32(24, epoch);
  view.setUint32(28, cost.memoryKiB);
  view.setUint32(32, cost.passes);
  bytes.set([cost.lanes, 0x13, 16, 32], 36); // p, Argon2 version, bytes of S_A, bytes of A
  view.setUint32(40, cost.iterations);
  bytes.set([2, 32, 1, keyId], 44); // SHA-512, bytes of S_P, NFC, key id
  bytes.set(saltA, 48);
  bytes.set(saltP, 64);
  return bytes;
}

/**
 * Reads a header. Every byte is checked, the costs against their limits: no KDF may run before this has passed.
 * @throws VaultError `newer_format` if ver or kdfSuite is above ours, `vault_header_invalid` for anything else.
 */
export function decodeHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw invalid();
  if (view.getUint8(4) > VERSION || view.getUint8(5) > KDF_SUITE) {
    throw new VaultError('newer_format');
  }
  if (bytes.length !== HEADER_LENGTH) throw invalid();
  const header: Header = {
    vaultId: copy(bytes, 8, 16),
    epoch: view.getUint32(24),
    cost: {
      memoryKiB: view.getUint32(28),
      passes: view.getUint32(32),
      lanes: view.getUint8(36),
      iterations: view.getUint32(40),
    },
    keyId: view.getUint8(47),
    saltA: copy(bytes, 48, 16),
    saltP: copy(bytes, 64, 32),
  };
  // Whatever is not a field has one right value: the header must be what we would have written.
  if (!equal(encodeHeader(header), bytes)) throw invalid();
  return header;
}

function isFrom1(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= max;
}

function copy(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  return Uint8Array.from(bytes.subarray(offset, offset + length));
}

function invalid(): VaultError {
  return new VaultError('vault_header_invalid');
}
