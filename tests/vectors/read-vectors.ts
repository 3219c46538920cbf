import { readFileSync } from 'node:fs';

/** The frozen vectors of one file in this folder. */
export function readVectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'ascii'));
}

/** Bytes of a hex text, in an ArrayBuffer of their own. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** Bytes as lower-case hex, null as it is. */
export function toHex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
}

/** The same bytes in every form in which a caller may hand them over. */
export function forms(text: string): readonly Uint8Array[] {
  const bytes = hex(text);
  const wide = new Uint8Array(bytes.length + 13).fill(0xa5);
  wide.set(bytes, 7);
  return [
    bytes,
    Buffer.from(bytes), // out of Node's pool: its ArrayBuffer holds other data too
    Buffer.from(wide.buffer, 7, bytes.length),
    wide.subarray(7, 7 + bytes.length),
  ];
}
