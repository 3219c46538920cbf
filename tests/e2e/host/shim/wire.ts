import { createCodec } from '../chromium/injected/codec.ts';

/*
 * How bytes leave and enter the main process. They go as base64, made and read without a copy of the bytes themselves:
 * what a spec then finds in this process's memory, the app left there and not its host.
 */

export function textOfBytes(buffer: ArrayBufferLike): string {
  return Buffer.from(buffer as ArrayBuffer).toString('base64');
}

export function bytesOfText(text: string): ArrayBuffer {
  const bytes = new ArrayBuffer(Buffer.byteLength(text, 'base64'));
  Buffer.from(bytes).write(text, 'base64');
  return bytes;
}

/** The codec of this side. It clones nothing: what cannot be cloned is refused on the way all the same. */
export const codec = createCodec({
  bytesToText: textOfBytes,
  textToBytes: bytesOfText,
  clone: (value) => value,
});
