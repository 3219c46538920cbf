import { argon2id as ARGON2ID, hash } from 'argon2';
import { concat, unpooled, wipe } from './bytes.ts';

/** Cost of one Argon2id run. */
export interface Argon2Cost {
  /** m, memory in KiB. */
  readonly memoryKiB: number;
  /** t, passes over the memory. */
  readonly passes: number;
  /** p, lanes (and threads). */
  readonly lanes: number;
}

const VERSION_1_3 = 0x13;

/**
 * Argon2id version 1.3 (RFC 9106) without secret and associated data: `length` bytes. The caller has checked the cost
 * against its limits and wipes the result. The buffers given may change as soon as this has returned its promise.
 */
export async function argon2id(
  password: Uint8Array,
  salt: Uint8Array,
  cost: Argon2Cost,
  length = 32,
): Promise<Uint8Array> {
  const copy = concat(password);
  try {
    const result = await hash(asBuffer(copy), {
      raw: true,
      type: ARGON2ID,
      version: VERSION_1_3,
      salt: Buffer.from(salt.buffer, salt.byteOffset, salt.byteLength),
      memoryCost: cost.memoryKiB,
      timeCost: cost.passes,
      parallelism: cost.lanes,
      hashLength: length,
    });
    return unpooled(result);
  } finally {
    wipe(copy);
  }
}

// The module calls Buffer.from() on its input: of a Buffer that would leave a copy of the password in Node's pool, which
// nobody wipes; an ArrayBuffer is taken as it is.
function asBuffer(bytes: Uint8Array): Buffer {
  return bytes.buffer as unknown as Buffer;
}
