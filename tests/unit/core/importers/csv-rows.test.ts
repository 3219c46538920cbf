import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecords } from '../../../../src/core/importers/csv-rows.ts';
import { asVaultError } from '../../../../src/shared/vault-error.ts';

const cellsOf = (text: string) => [...csvRecords(text)].map(({ cells }) => cells);

describe('CSV', () => {
  it.each([
    ['', []],
    ['\n\r\n\n', []],
    ['a,b', [['a', 'b']]],
    ['a,b\n', [['a', 'b']]],
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,\n,b\n,',
      [
        ['a', ''],
        ['', 'b'],
        ['', ''],
      ],
    ],
    ['"a,b","say ""hi"""\n', [['a,b', 'say "hi"']]],
    [
      '"two\nlines","\r\n"\n"",x',
      [
        ['two\nlines', '\r\n'],
        ['', 'x'],
      ],
    ],
    ['a"b, c ', [['a"b', ' c ']]],
    ['lone\rreturn', [['lone\rreturn']]],
  ])('%j is these cells', (text, cells) => {
    expect(cellsOf(text)).toEqual(cells);
  });

  it('says on which line a record begins', () => {
    const lines = [...csvRecords('h\n"a\nb\nc"\n\nd\n')].map(({ line }) => line);
    expect(lines).toEqual([1, 2, 6]);
  });

  it.each(['"open', 'a,"open\nb,c', '"shut"x', '"shut" ,b', '"shut"\rx'])('refuses %j', (text) => {
    expect(() => cellsOf(text)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }) as Error,
    );
  });

  it('gives back whatever cells were written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ü') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }));
    fc.assert(
      fc.property(table, (rows) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((row) => row.map(quote).join(',')).join('\r\n');
        expect(cellsOf(text)).toEqual(rows);
      }),
    );
  });

  it('ends for any text, with cells or with its one refusal', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') });
    fc.assert(
      fc.property(text, (any) => {
        try {
          cellsOf(any);
        } catch (thrown) {
          expect(asVaultError(thrown).code).toBe('invalid_input');
        }
      }),
    );
  });
});
