const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a lower-case UUID of 36 characters (RFC 9562 §4). */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * The 16 bytes of an id: the UUID's hex digits in order, whatever prefix (`cli_`, `ses_`) stands before it.
 * @throws RangeError if the last 36 characters are not a lower-case UUID.
 */
export function idBytes(id: string): Uint8Array {
  const uuid = id.slice(-36);
  if (!isUuid(uuid)) throw new RangeError('not an id');
  const bytes = new Uint8Array(16);
  let digits = 0;
  for (let i = 0; i < uuid.length; i += 1) {
    const code = uuid.charCodeAt(i);
    if (code === DASH) continue;
    const digit = code >= LETTER_A ? code - LETTER_A + 10 : code - DIGIT_0;
    bytes[digits >> 1] = ((bytes[digits >> 1] ?? 0) << 4) | digit;
    digits += 1;
  }
  return bytes;
}

const DASH = 0x2d;
const DIGIT_0 = 0x30;
const LETTER_A = 0x61;

/** 16 bytes as a lower-case UUID of 36 characters. */
export function uuidText(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('a UUID has 16 bytes');
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [0, 8, 12, 16, 20]
    .map((start, i, starts) => hex.slice(start, starts[i + 1] ?? 32))
    .join('-');
}
