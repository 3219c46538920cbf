import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUtf8 } from '../../../../src/core/secrets/utf8.ts';

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes at which the rules of UTF-8 change, so that random sequences hit the edges. */
const EDGES = [
  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
  0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

describe('isUtf8', () => {
  it('agrees with the fatal TextDecoder on every sequence of up to three edge bytes', () => {
    for (const a of EDGES) {
      expect(isUtf8(Uint8Array.of(a))).toBe(decodes(Uint8Array.of(a)));
      for (const b of EDGES) {
        for (const c of EDGES) {
          const bytes = Uint8Array.of(a, b, c);
          expect([bytes, isUtf8(bytes)]).toEqual([bytes, decodes(bytes)]);
        }
      }
    }
  });

  it('agrees with the fatal TextDecoder on four and more edge bytes', () => {
    const sequence = fc.array(fc.constantFrom(...EDGES), { minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(sequence, (list) => {
        const bytes = Uint8Array.from(list);
        expect(isUtf8(bytes)).toBe(decodes(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  it('agrees with the fatal TextDecoder on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        expect(isUtf8(bytes)).toBe(decodes(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts every well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isUtf8(new TextEncoder().encode(text))).toBe(true);
      }),
    );
  });

  it('refuses a sequence that the end cuts off', () => {
    const bytes = new TextEncoder().encode('a€😀');
    for (const end of [2, 3, 5, 6, 7]) expect(isUtf8(bytes.subarray(0, end))).toBe(false);
    expect(isUtf8(bytes)).toBe(true);
  });
});
