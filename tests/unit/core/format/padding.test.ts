import { describe, expect, it } from 'vitest';
import { pad, paddedTextLength } from '../../../../src/core/format/padding.ts';

describe('padding', () => {
  it.each([64, 256, 512])(
    'of %i bytes comes off again at every length around the block',
    (block) => {
      for (let length = 0; length <= 2 * block + 1; length += 1) {
        const text = new Uint8Array(length).fill(0x80);
        const padded = pad(text, block);
        expect(padded.length % block).toBe(0);
        expect(padded.length - length).toBeGreaterThanOrEqual(1);
        expect(padded.length - length).toBeLessThanOrEqual(block);
        expect(padded.buffer.byteLength).toBe(padded.length);
        expect(paddedTextLength(padded, block)).toBe(length);
      }
    },
  );

  it('that is not minimal, has no marker or another byte in it is refused', () => {
    const block = 64;
    const padded = pad(Uint8Array.of(1, 2, 3), block);
    for (let at = 3; at < block; at += 1) {
      for (const value of [0, 1, 0x7f, 0x81, 0xff]) {
        const changed = Uint8Array.from(padded);
        if (changed[at] === value) continue;
        changed[at] = value;
        expect(paddedTextLength(changed, block)).toBeNull();
      }
    }
    const twice = new Uint8Array(2 * block);
    twice.set(padded);
    expect(paddedTextLength(twice, block)).toBeNull();
    expect(paddedTextLength(new Uint8Array(block), block)).toBeNull();
    expect(paddedTextLength(new Uint8Array(0), block)).toBeNull();
    expect(paddedTextLength(padded.subarray(0, 63), block)).toBeNull();
  });

  it('is a whole block for a text that ends on one', () => {
    const padded = pad(new Uint8Array(64), 64);
    expect(padded.length).toBe(128);
    expect(padded[64]).toBe(0x80);
  });
});
