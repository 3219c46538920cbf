import { concat, wipe } from '../crypto/bytes.ts';
import { NONCE_LENGTH } from '../crypto/aead.ts';
import { randomBytes } from '../crypto/random.ts';
import {
  ENVELOPE_TEXT_MAX,
  openEnvelopeV1,
  sealEnvelopeV1,
  type EnvelopeFlags,
} from './envelope-v1.ts';
import type { EnvelopeKeys, FieldAddress } from './field-address.ts';

const LAST: EnvelopeFlags = 0;
const MORE: EnvelopeFlags = 1;

/** Seals a text of at most 4 MiB with the newest version. Throws as `sealEnvelopeV1` does. */
export function sealEnvelope(
  keys: EnvelopeKeys,
  address: FieldAddress,
  plaintext: Uint8Array,
): Uint8Array {
  return seal(keys, address, LAST, plaintext);
}

/** Opens an envelope of any version we know. Null: it is not an envelope of this address in this vault. */
export function openEnvelope(
  keys: EnvelopeKeys,
  address: FieldAddress,
  envelope: Uint8Array,
): Uint8Array | null {
  return open(keys, address, LAST, envelope);
}

/**
 * Seals a text of any length. Up to 4 MiB it is the one envelope that `sealEnvelope` makes; a longer one is cut into
 * chunks of 4 MiB, chunk i in the column "<column>/<i>", all but the last with flags 1.
 */
export function sealChunks(
  keys: EnvelopeKeys,
  address: FieldAddress,
  plaintext: Uint8Array,
): Uint8Array[] {
  if (plaintext.length <= ENVELOPE_TEXT_MAX) return [sealEnvelope(keys, address, plaintext)];
  const envelopes: Uint8Array[] = [];
  for (let start = 0; start < plaintext.length; start += ENVELOPE_TEXT_MAX) {
    const end = start + ENVELOPE_TEXT_MAX;
    const flags = end < plaintext.length ? MORE : LAST;
    const chunk = chunkAddress(address, envelopes.length);
    envelopes.push(seal(keys, chunk, flags, plaintext.subarray(start, end)));
  }
  return envelopes;
}

/** Opens what `sealChunks` made, given whole and in order. Null: one is missing, too many, moved or changed. */
export function openChunks(
  keys: EnvelopeKeys,
  address: FieldAddress,
  envelopes: readonly Uint8Array[],
): Uint8Array | null {
  const [only] = envelopes;
  if (only === undefined) return null;
  if (envelopes.length === 1) return openEnvelope(keys, address, only);
  const chunks: Uint8Array[] = [];
  try {
    for (const [i, envelope] of envelopes.entries()) {
      const flags = i < envelopes.length - 1 ? MORE : LAST;
      const chunk = open(keys, chunkAddress(address, i), flags, envelope);
      if (chunk === null) return null;
      chunks.push(chunk);
    }
    return concat(...chunks);
  } finally {
    wipe(...chunks);
  }
}

function seal(
  keys: EnvelopeKeys,
  address: FieldAddress,
  flags: EnvelopeFlags,
  plaintext: Uint8Array,
): Uint8Array {
  return sealEnvelopeV1(keys, address, flags, randomBytes(NONCE_LENGTH), plaintext);
}

function open(
  keys: EnvelopeKeys,
  address: FieldAddress,
  flags: EnvelopeFlags,
  envelope: Uint8Array,
): Uint8Array | null {
  switch (envelope[0]) {
    case 1:
      return openEnvelopeV1(keys, address, flags, envelope);
    case undefined:
    default:
      return null;
  }
}

function chunkAddress(address: FieldAddress, index: number): FieldAddress {
  return { ...address, column: `${address.column}/${String(index)}` };
}
