import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/core/crypto/digest.ts';
import { addTerms, EMPTY_DIGEST, rowHash, subtractTerms } from '../../../../src/core/format/row.ts';
import type { Cell, Row } from '../../../../src/core/rows.ts';
import { forms, hex, readVectors, toHex } from '../../../vectors/read-vectors.ts';

fc.configureGlobal({ seed: 0x53524831 });

type TypedCell = { integer: number } | { text: string } | { blob: string } | { null: true };
const { rows, sums } = readVectors('row') as {
  rows: { table: string; row: Record<string, TypedCell>; encoded: string; hash: string }[];
  sums: { terms: string[]; digest: string }[];
};

function cellOf(cell: TypedCell, form: number): Cell {
  if ('integer' in cell) return cell.integer;
  if ('text' in cell) return cell.text;
  return 'blob' in cell ? (forms(cell.blob)[form] ?? null) : null;
}

const columnNames = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
const cells: fc.Arbitrary<Cell> = fc.oneof(
  fc.constant(null),
  fc.maxSafeInteger(),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.uint8Array({ maxLength: 12 }),
);
const anyRow = fc.dictionary(columnNames, cells, { maxKeys: 5 });
/** What a row says, NULLs and the MAC aside, in a form that tells types apart. */
const meaning = (row: Row) =>
  JSON.stringify(
    Object.entries(row)
      .filter(([name, cell]) => name !== 'row_mac' && cell !== null)
      .map(([name, cell]) => [
        name,
        cell instanceof Uint8Array ? 'blob' : typeof cell,
        cell instanceof Uint8Array ? toHex(cell) : cell === 0 ? 0 : cell,
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );

describe('rowHash', () => {
  it.each(rows)('of a row of $table is as frozen', ({ row, encoded, hash }) => {
    expect(toHex(sha256(hex(encoded)))).toBe(hash);
    for (let form = 0; form < forms('').length; form += 1) {
      const entries = Object.entries(row).map(
        ([name, cell]) => [name, cellOf(cell, form)] as const,
      );
      expect(toHex(rowHash(Object.fromEntries(entries)))).toBe(hash);
      expect(toHex(rowHash(Object.fromEntries(entries.toReversed())))).toBe(hash);
    }
  });

  it('is the same exactly for rows that say the same', () => {
    fc.assert(
      fc.property(anyRow, anyRow, (a, b) => {
        expect(toHex(rowHash(a)) === toHex(rowHash(b))).toBe(meaning(a) === meaning(b));
      }),
      { numRuns: 500 },
    );
  });

  it('tells text, blob, integer and NULL apart, and where one column ends', () => {
    const alike: Row[] = [
      { a: '1' },
      { a: 1 },
      { a: Uint8Array.of(0x31) },
      { a: null },
      { b: '1' },
      { a: '', b: '1' },
      { a: '1', b: '' },
      { a: '1', b: null, c: '' },
      { ab: '1' },
      { a: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1) },
    ];
    expect(new Set(alike.map((row) => toHex(rowHash(row)))).size).toBe(alike.length);
  });

  it('leaves row_mac and NULL out', () => {
    const plain = toHex(rowHash({ a: 1 }));
    expect(toHex(rowHash({ a: 1, row_mac: Uint8Array.of(1) }))).toBe(plain);
    expect(toHex(rowHash({ a: 1, b: null }))).toBe(plain);
    expect(toHex(rowHash({ a: -0 + 1, b: null, row_mac: null }))).toBe(plain);
  });

  it.each<[string, unknown]>([
    ['a fraction', 1.5],
    ['NaN', Number.NaN],
    ['an unsafe integer', 2 ** 53],
    ['a bigint', 1n],
    ['a boolean', true],
    ['a date', new Date(0)],
    ['a lone surrogate', '\ud800'],
  ])('refuses %s', (_, cell) => {
    expect(() => rowHash({ a: cell as Cell })).toThrow(
      expect.objectContaining({ code: 'db_corrupt' }),
    );
  });

  it('refuses column names that no schema of ours has', () => {
    for (const name of ['', 'ü', 'a b', 'x'.repeat(256)]) {
      expect(() => rowHash({ [name]: 1 })).toThrow(expect.objectContaining({ code: 'db_corrupt' }));
    }
  });
});

describe('the sum of terms', () => {
  it.each(sums)('is as frozen: $digest', ({ terms, digest }) => {
    expect(toHex(addTerms(EMPTY_DIGEST, ...terms.map(hex)))).toBe(digest);
    for (let form = 0; form < forms('').length; form += 1) {
      const list = terms.map((term) => forms(term)[form] ?? hex(term));
      expect(toHex(addTerms(EMPTY_DIGEST, ...list))).toBe(digest);
      const total = forms(digest)[form] ?? hex(digest);
      expect(toHex(subtractTerms(total, ...list))).toBe('00'.repeat(32));
    }
  });

  it('does not depend on the order, and what was added can be taken away', () => {
    const term = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(term, fc.array(term, { maxLength: 20 }), (start, terms) => {
        const sum = addTerms(start, ...terms);
        expect(addTerms(start, ...terms.toReversed())).toEqual(sum);
        expect(toHex(subtractTerms(sum, ...terms))).toBe(toHex(start));
        const stepwise = terms.reduce<Uint8Array>((digest, t) => addTerms(digest, t), start);
        expect(toHex(stepwise)).toBe(toHex(sum));
        const big = terms.reduce((n, t) => n + BigInt(`0x${toHex(t) ?? ''}`), 0n);
        const expected = (big + BigInt(`0x${toHex(start) ?? ''}`)) % 2n ** 256n;
        expect(toHex(sum)).toBe(expected.toString(16).padStart(64, '0'));
      }),
    );
  });

  it('carries through ten thousand terms at once', () => {
    const ones = Array.from({ length: 10_000 }, () => new Uint8Array(32).fill(0xff));
    const expected = (2n ** 256n - 10_000n).toString(16);
    expect(toHex(addTerms(EMPTY_DIGEST, ...ones))).toBe(expected);
    expect(toHex(subtractTerms(EMPTY_DIGEST, ...ones))).toBe(
      (10_000).toString(16).padStart(64, '0'),
    );
  });

  it('changes none of its inputs', () => {
    const [digest, term] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    addTerms(digest, term);
    subtractTerms(digest, term);
    expect(digest.every((byte) => byte === 1) && term.every((byte) => byte === 2)).toBe(true);
  });

  it('takes 32 bytes only', () => {
    for (const length of [0, 31, 33]) {
      expect(() => addTerms(EMPTY_DIGEST, new Uint8Array(length))).toThrow(RangeError);
      expect(() => subtractTerms(new Uint8Array(length))).toThrow(RangeError);
    }
  });
});
