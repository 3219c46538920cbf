import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KdfCost } from '../../../../src/core/format/header.ts';
import { formatPhc, parsePhc } from '../../../../src/core/format/phc.ts';
import { forms, hex, readVectors } from '../../../vectors/read-vectors.ts';

fc.configureGlobal({ seed: 0x53524831 });

const { cost, good, bad } = readVectors('phc') as {
  cost: KdfCost;
  good: { cost: KdfCost; salt: string; hash: string; phc: string }[];
  bad: { what: string; phc: string }[];
};
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('a PHC string', () => {
  it.each(good)('is written and read as frozen: $phc', (vector) => {
    for (const [i, salt] of forms(vector.salt).entries()) {
      const hash = forms(vector.hash)[i] ?? hex(vector.hash);
      expect(formatPhc(vector.cost, salt, hash)).toBe(vector.phc);
    }
    const parts = parsePhc(vector.phc, vector.cost);
    expect(parts?.salt).toEqual(Buffer.from(vector.salt, 'hex'));
    expect(parts?.hash).toEqual(Buffer.from(vector.hash, 'hex'));
  });

  it.each(bad)('is refused: $what', ({ phc }) => {
    expect(parsePhc(phc, cost)).toBeNull();
  });

  it('is refused with any other cost than the header has', () => {
    const [{ phc } = { phc: '' }] = good;
    for (const name of ['memoryKiB', 'passes', 'lanes'] as const) {
      expect(parsePhc(phc, { ...cost, [name]: cost[name] + 1 })).toBeNull();
    }
  });

  it('reads back, and in one form only', () => {
    fc.assert(
      fc.property(bytes(16), bytes(32), fc.nat(), fc.nat(127), (salt, hash, at, code) => {
        const phc = formatPhc(cost, salt, hash);
        expect(parsePhc(phc, cost)).toEqual({ salt: Buffer.from(salt), hash: Buffer.from(hash) });
        const index = at % phc.length;
        const other = phc.slice(0, index) + String.fromCharCode(code) + phc.slice(index + 1);
        const parsed = parsePhc(other, cost);
        if (parsed !== null) expect(formatPhc(cost, parsed.salt, parsed.hash)).toBe(other);
      }),
    );
  });

  it('never makes the reader throw', () => {
    const near = fc.stringMatching(
      /^\$argon2id?\$v=1[69]\$m=\d{0,9},t=\d?,p=\d?\$[+/-9A-z=]{0,60}$/,
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (text) => {
        expect(parsePhc(text, cost)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('is not written for other lengths', () => {
    expect(() => formatPhc(cost, new Uint8Array(15), new Uint8Array(32))).toThrow(RangeError);
    expect(() => formatPhc(cost, new Uint8Array(16), new Uint8Array(33))).toThrow(RangeError);
  });
});
