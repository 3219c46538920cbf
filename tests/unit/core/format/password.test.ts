import { TextDecoder } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { normalizePassword } from '../../../../src/core/format/password.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

fc.configureGlobal({ seed: 0x53524831 });

const { good, refused, tooLong } = readVectors('password') as {
  good: { typed: string; normalized: string }[];
  refused: { what: string; typed: string }[];
  tooLong: ({ typed: string } | { repeated: string; times: number })[];
};
const invalidInput = expect.objectContaining({ code: 'invalid_input' });

describe('normalizePassword', () => {
  it.each(good)('gives NFC: $normalized', ({ typed, normalized }) => {
    for (const form of forms(typed)) {
      const before = toHex(form);
      const normal = normalizePassword(form);
      expect(toHex(normal)).toBe(normalized);
      expect(normal.buffer.byteLength).toBe(normal.length);
      normal.fill(0xff);
      expect(toHex(form)).toBe(before);
    }
  });

  it.each(refused)('refuses ill-formed UTF-8: $what', ({ typed }) => {
    for (const form of forms(typed)) expect(() => normalizePassword(form)).toThrow(invalidInput);
  });

  it.each(tooLong)('refuses more than 1024 bytes, case %#', (vector) => {
    const typed = 'typed' in vector ? vector.typed : vector.repeated.repeat(vector.times);
    expect(() => normalizePassword(hex(typed))).toThrow(invalidInput);
  });

  it('is the same for a text and its decomposed form', () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const composed = normalizePassword(encode(text.normalize('NFC')));
        expect(normalizePassword(encode(text.normalize('NFD')))).toEqual(composed);
        expect(Buffer.from(composed).toString()).toBe(text.normalize('NFC'));
      }),
    );
  });

  it('never makes a string of ASCII', () => {
    const decode = vi.spyOn(TextDecoder.prototype, 'decode');
    try {
      normalizePassword(Buffer.from('only ASCII in here'));
      expect(decode).not.toHaveBeenCalled();
      normalizePassword(Buffer.from('ü'));
      expect(decode).toHaveBeenCalledOnce();
    } finally {
      decode.mockRestore();
    }
  });
});
