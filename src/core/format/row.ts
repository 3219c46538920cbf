import { VaultError } from '../../shared/vault-error.ts';
import { secretBytes } from '../crypto/bytes.ts';
import { sha256 } from '../crypto/digest.ts';
import type { Cell, Row } from '../rows.ts';

const MAC_COLUMN = 'row_mac';
const COLUMN_NAME = /^[\x21-\x7e]{1,255}$/;
const INTEGER = 1;
const TEXT = 2;
const BLOB = 3;

/** Digest of no rows: 32 zero bytes. */
export const EMPTY_DIGEST: Uint8Array = secretBytes(32);

/**
 * SHA-256 of R(row), docs/format.md §6: every column but `row_mac` that is not NULL, in ascending byte order of the
 * names. 32 bytes.
 * @throws VaultError `db_corrupt` for a cell that no vault holds: a fraction, an unsafe integer, ill-formed text.
 */
export function rowHash(row: Row): Uint8Array {
  // Names are ASCII, so the default order (UTF-16 units) is the order of their bytes.
  const names = Object.keys(row).sort();
  let length = 0;
  for (const name of names) length += encodedLength(name, row[name]);
  const bytes = Buffer.allocUnsafe(length);
  let offset = 0;
  for (const name of names) offset = writeColumn(bytes, offset, name, row[name]);
  return sha256(bytes);
}

/** digest + Σ terms modulo 2^256, all 32 bytes big-endian, as a new buffer. */
export function addTerms(digest: Uint8Array, ...terms: Uint8Array[]): Uint8Array {
  return sum(digest, terms, 1);
}

/** digest - Σ terms modulo 2^256, all 32 bytes big-endian, as a new buffer. */
export function subtractTerms(digest: Uint8Array, ...terms: Uint8Array[]): Uint8Array {
  return sum(digest, terms, -1);
}

type Stored = Cell | undefined;

function isHashed(name: string, cell: Stored): cell is NonNullable<Cell> {
  return name !== MAC_COLUMN && cell !== null && cell !== undefined;
}

/** Bytes of one column in R(row), 0 if it is left out; checks what is to be written. */
function encodedLength(name: string, cell: Stored): number {
  if (!isHashed(name, cell)) return 0;
  if (!COLUMN_NAME.test(name)) throw new VaultError('db_corrupt');
  const head = name.length + 2;
  if (typeof cell === 'number' && Number.isSafeInteger(cell)) return head + 8;
  if (typeof cell === 'string' && cell.isWellFormed()) {
    return head + 4 + Buffer.byteLength(cell, 'utf8');
  }
  if (cell instanceof Uint8Array) return head + 4 + cell.length;
  throw new VaultError('db_corrupt');
}

/** u8 length of name ‖ name ‖ u8 type ‖ value. Returns the offset after it. */
function writeColumn(bytes: Buffer, start: number, name: string, cell: Stored): number {
  if (!isHashed(name, cell)) return start;
  let at = bytes.writeUInt8(name.length, start);
  at += bytes.write(name, at, 'latin1');
  if (typeof cell === 'number') {
    return bytes.writeBigInt64BE(BigInt(cell), bytes.writeUInt8(INTEGER, at));
  }
  at = bytes.writeUInt8(typeof cell === 'string' ? TEXT : BLOB, at);
  if (typeof cell === 'string') {
    const length = bytes.write(cell, at + 4, 'utf8');
    return bytes.writeUInt32BE(length, at) + length;
  }
  bytes.set(cell, at + 4);
  return bytes.writeUInt32BE(cell.length, at) + cell.length;
}

const LIMBS = 8;

/** Sums limb by limb in doubles, exact for two million terms at once, then carries. */
function sum(digest: Uint8Array, terms: readonly Uint8Array[], sign: 1 | -1): Uint8Array {
  const limbs = new Float64Array(LIMBS);
  accumulate(limbs, digest, 1);
  for (const term of terms) accumulate(limbs, term, sign);
  const result = secretBytes(32);
  const view = new DataView(result.buffer);
  let carry = 0;
  for (let i = LIMBS - 1; i >= 0; i -= 1) {
    const value = (limbs[i] ?? 0) + carry;
    carry = Math.floor(value / 2 ** 32);
    view.setUint32(4 * i, value - carry * 2 ** 32);
  }
  return result;
}

function accumulate(limbs: Float64Array, bytes: Uint8Array, sign: 1 | -1): void {
  if (bytes.length !== 4 * LIMBS) throw new RangeError('terms and digests have 32 bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < LIMBS; i += 1) {
    limbs[i] = (limbs[i] ?? 0) + sign * view.getUint32(4 * i);
  }
}
