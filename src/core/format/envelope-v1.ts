// Frozen: bytes written by this file lie in vaults and backups. Anything else is an envelope-v2.ts beside it.
import { VaultError } from '../../shared/vault-error.ts';
import { NONCE_LENGTH, openAesGcm, sealAesGcm, TAG_LENGTH } from '../crypto/aead.ts';
import { concat, secretBytes, wipe } from '../crypto/bytes.ts';
import type { EnvelopeKeys, FieldAddress } from './field-address.ts';
import { LABELS } from './labels.ts';
import { pad, paddedTextLength } from './padding.ts';

/** Flags of an envelope: 0 for a whole text and for its last chunk, 1 for every chunk before that. */
export type EnvelopeFlags = 0 | 1;

/** Plaintext of one envelope, at most: 4 MiB. */
export const ENVELOPE_TEXT_MAX = 4 * 1024 * 1024;

const VERSION = 1;
const ALGORITHM = 1;
const HEAD_LENGTH = 4;
const TEXT_OFFSET = HEAD_LENGTH + NONCE_LENGTH;
const OVERHEAD = TEXT_OFFSET + TAG_LENGTH;

/**
 * Seals a text as ver 1, alg 1 (AES-256-GCM). `nonce` is 12 fresh random bytes.
 * @throws RangeError for an address that no field has; VaultError `too_large` for a text of more than 4 MiB.
 */
export function sealEnvelopeV1(
  keys: EnvelopeKeys,
  address: FieldAddress,
  flags: EnvelopeFlags,
  nonce: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  if (!addressFits(address)) throw new RangeError('not the address of a field');
  if (plaintext.length > ENVELOPE_TEXT_MAX) throw new VaultError('too_large');
  const head = Uint8Array.of(VERSION, ALGORITHM, keys.keyId, flags);
  const padded = pad(plaintext, blockOf(address.column));
  const key = keys.fieldKey(address.recordId, address.column);
  try {
    return concat(head, nonce, sealAesGcm(key, nonce, aadOf(keys, address, head), padded));
  } finally {
    wipe(key, padded);
  }
}

/**
 * Opens an envelope of ver 1. Null: another algorithm, key id, flags, length or padding, or it does not authenticate at
 * this address. The caller wipes the result.
 */
export function openEnvelopeV1(
  keys: EnvelopeKeys,
  address: FieldAddress,
  flags: EnvelopeFlags,
  envelope: Uint8Array,
): Uint8Array | null {
  if (envelope[0] !== VERSION || envelope[1] !== ALGORITHM) return null;
  if (envelope[2] !== keys.keyId || envelope[3] !== flags) return null;
  const block = blockOf(address.column);
  const paddedLength = envelope.length - OVERHEAD;
  if (paddedLength < block || paddedLength % block !== 0) return null;
  if (paddedLength > ENVELOPE_TEXT_MAX + block || !addressFits(address)) return null;

  const head = envelope.subarray(0, HEAD_LENGTH);
  const nonce = envelope.subarray(HEAD_LENGTH, TEXT_OFFSET);
  const key = keys.fieldKey(address.recordId, address.column);
  const sealed = envelope.subarray(TEXT_OFFSET);
  const padded = openAesGcm(key, nonce, aadOf(keys, address, head), sealed);
  wipe(key);
  if (padded === null) return null;
  const length = paddedTextLength(padded, block);
  const plaintext = length === null ? null : concat(padded.subarray(0, length));
  wipe(padded);
  return plaintext;
}

/** Bytes to which a column's text is padded; a chunk has the block of its column. */
function blockOf(column: string): number {
  const slash = column.indexOf('/');
  switch (slash === -1 ? column : column.slice(0, slash)) {
    case 'secret.meta':
      return 256;
    case 'secret.value':
      return 512;
    default:
      return 64;
  }
}

function addressFits(address: FieldAddress): boolean {
  const { column, recordId, recordVersion, kind } = address;
  return (
    recordId.length === 16 &&
    Number.isInteger(recordVersion) &&
    recordVersion >= 1 &&
    recordVersion <= 0xffff_ffff &&
    Number.isInteger(kind) &&
    kind >= 1 &&
    kind <= 255 &&
    /^[\x21-\x7e]{1,255}$/.test(column)
  );
}

// One buffer for the additional data of every envelope: it holds no secret, and no call awaits between writing and using it.
const AAD_BYTES = LABELS.field.length + HEAD_LENGTH + 16 + 1 + 255 + 16 + 4 + 1;
const aadBuffer = secretBytes(AAD_BYTES);
const aadView = new DataView(aadBuffer.buffer);

/** label ‖ envelope[0..3] ‖ vaultId ‖ u8 length of column ‖ column ‖ recordId ‖ u32 recordVersion ‖ u8 kind */
function aadOf(keys: EnvelopeKeys, address: FieldAddress, head: Uint8Array): Uint8Array {
  const { column, recordId, recordVersion, kind } = address;
  const label = LABELS.field;
  const aad = aadBuffer;
  aad.set(label);
  aad.set(head, label.length);
  let at = label.length + HEAD_LENGTH;
  aad.set(keys.vaultId, at);
  aad[at + 16] = column.length;
  at += 17;
  for (let i = 0; i < column.length; i += 1) aad[at + i] = column.charCodeAt(i);
  at += column.length;
  aad.set(recordId, at);
  aadView.setUint32(at + 16, recordVersion);
  aad[at + 20] = kind;
  return aad.subarray(0, at + 21);
}
