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

/** A type of Argon2 (RFC 9106 §3.1). */
export type Argon2Type = 'argon2d' | 'argon2i' | 'argon2id';

const VERSION_1_3 = 0x13;

/**
 * Argon2id version 1.3 (RFC 9106) without secret and associated data: `length` bytes. The caller has checked the cost
 * against its limits and wipes the result. The buffers given may change as soon as this has returned its promise.
 */
export function argon2id(
  password: Uint8Array,
  salt: Uint8Array,
  cost: Argon2Cost,
  length = 32,
): Promise<Uint8Array> {
  return argon2OfType('argon2id', password, salt, cost, length);
}

/** The same with another type of Argon2: only for hashes that other programs wrote. */
export async function argon2OfType(
  type: Argon2Type,
  password: Uint8Array,
  salt: Uint8Array,
  cost: Argon2Cost,
  length: number,
): Promise<Uint8Array> {
  const copy = concat(password);
  const ownSalt = Buffer.from(salt);
  try {
    // Loaded when it is first needed: what asks for no password starts without it.
    const argon2 = await import('argon2');
    const result = await argon2.hash(asBuffer(copy), {
      raw: true,
      type: argon2[type],
      version: VERSION_1_3,
      salt: ownSalt,
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
