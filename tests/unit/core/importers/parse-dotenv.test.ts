import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDotenv } from '../../../../src/core/importers/parse-dotenv.ts';
import {
  wipeParsedImport,
  type ParsedImport,
} from '../../../../src/core/importers/parsed-import.ts';
import { wipedTexts } from '../secrets/wiped-texts.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

function valuesIn(parsed: ParsedImport): Record<string, string | undefined> {
  return Object.fromEntries(
    parsed.entries.map(({ name, fields }) => [name, text(fields[0]?.value)]),
  );
}

/** The values of a file in which nothing is wrong. */
function values(file: string): Record<string, string | undefined> {
  const parsed = parseDotenv(utf8(file));
  expect(parsed.problems).toEqual([]);
  return valuesIn(parsed);
}

describe('parseDotenv', () => {
  const readings: Record<string, [file: string, expected: Record<string, string>]> = {
    'plain lines': ['A=1\nB=two words\n', { A: '1', B: 'two words' }],
    'a last line without a newline': ['A=1', { A: '1' }],
    'an empty file': ['', {}],
    'blank lines and comments': ['\n  # A=1\n#B=2\n\t\nC=3', { C: '3' }],
    'export before a name': [
      'export A=1\nexport\tB=2\nexporter=3',
      { A: '1', B: '2', exporter: '3' },
    ],
    'a name that is export': ['export=1', { export: '1' }],
    'white space around everything': ['  A \t=  1  \n\tB=2\t', { A: '1', B: '2' }],
    'CRLF line ends': ['A=1\r\nB="2"\r\nC=\r\n', { A: '1', B: '2', C: '' }],
    'a byte order mark': ['\ufeffA=1', { A: '1' }],
    'empty values of every kind': [
      'A=\nB=""\nC=\'\'\nD=``\nE=  ',
      { A: '', B: '', C: '', D: '', E: '' },
    ],
    'an equals sign in the value': ['A=b=c==', { A: 'b=c==' }],
    'a comment after white space': ['A=1 # one\nB=2\t#two\nC= # none', { A: '1', B: '2', C: '' }],
    'a # that begins no comment': [
      'A=a#b\nB=#b\nC="a # b"\nD=\'#\'',
      { A: 'a#b', B: '#b', C: 'a # b', D: '#' },
    ],
    'a comment after a quoted value': ['A="1" # one\nB=\'2\'#two', { A: '1', B: '2' }],
    'white space kept between quotes': ['A=" pä ßwörd "', { A: ' pä ßwörd ' }],
    'escapes between double quotes': [
      'A="a\\nb\\rc\\td\\"e\\\\f\\$g\\\'h\\`i"',
      { A: 'a\nb\rc\td"e\\f$g\'h`i' },
    ],
    'unknown escapes as they stand': [
      String.raw`A="\x41\u0041\0"`,
      { A: String.raw`\x41\u0041\0` },
    ],
    'an escaped backslash before the closing quote': [String.raw`A="a\\"`, { A: 'a\\' }],
    'no escapes between other quotes or without': [
      "A='a\\nb\\'\nB=`a\\nb\"'`\nC=a\\nb",
      { A: 'a\\nb\\', B: 'a\\nb"\'', C: 'a\\nb' },
    ],
    'no expansion': [
      'A=$HOME\nB="${A}$(id)`id`"\nC=`$A`',
      { A: '$HOME', B: '${A}$(id)`id`', C: '$A' },
    ],
    'quotes inside an unquoted value': ['A=a"b\'c', { A: 'a"b\'c' }],
    'values over several lines': [
      'A="-----BEGIN KEY-----\nMC4=\n-----END KEY-----\n"\nB=\'x\n# no comment\ny\'\nC=`1\n2`',
      {
        A: '-----BEGIN KEY-----\nMC4=\n-----END KEY-----\n',
        B: 'x\n# no comment\ny',
        C: '1\n2',
      },
    ],
    'CRLF inside a quoted value as LF': ['A="x\r\ny"\r\nB=2', { A: 'x\ny', B: '2' }],
    'a carriage return that ends no line': ['A="x\ry"', { A: 'x\ry' }],
    'a PEM in one line without quotes': [
      'A=-----BEGIN K-----\\nMC4=\\n-----END K-----',
      { A: '-----BEGIN K-----\\nMC4=\\n-----END K-----' },
    ],
    'names outside ASCII, with dots, hyphens and digits': [
      'SCHLÜSSEL=1\na.b-c_2=2\n日本=3\n2FA=4',
      { SCHLÜSSEL: '1', 'a.b-c_2': '2', 日本: '3', '2FA': '4' },
    ],
    '__proto__ as a name like any other': ['constructor=1', { constructor: '1' }],
  };
  it.each(Object.entries(readings))('reads %s', (_, [file, expected]) => {
    expect(values(file)).toEqual(expected);
  });

  it('makes a secret with the field `value`, guessed by its name', () => {
    const { entries } = parseDotenv(utf8('OPENAI_API_KEY=sk-1\nAPCA_PAPER_KEY=k\nOTHER=o'));
    expect(entries.map(({ fields: [field], ...rest }) => [field?.name, rest])).toEqual([
      ['value', { name: 'OPENAI_API_KEY', kind: 'llm', metadata: { provider: 'openai' } }],
      [
        'value',
        {
          name: 'APCA_PAPER_KEY',
          kind: 'broker',
          metadata: { provider: 'alpaca', environment: 'paper' },
        },
      ],
      ['value', { name: 'OTHER', kind: 'generic' }],
    ]);
  });

  it('keeps the last value of a name that comes twice, and reports it', () => {
    const parsed = parseDotenv(utf8('A=1\nB=2\nA=3\n'));
    expect(valuesIn(parsed)).toEqual({ A: '3', B: '2' });
    expect(parsed.problems).toEqual([
      {
        name: 'A',
        line: 3,
        code: 'name_taken',
        hint: 'The name comes more than once; the last value counts.',
      },
    ]);
  });

  const long = 'N'.repeat(129);
  const bad: Record<string, [string, unknown]> = {
    'a line without =': ['just text', { name: '', code: 'invalid_input' }],
    'an export without a value': ['export A', { name: '', code: 'invalid_input' }],
    'an empty name': ['=1', { name: '', code: 'name_invalid' }],
    'a name with a space': ['A B=1', { name: '', code: 'name_invalid' }],
    'a name in quotes': ['"A"=1', { name: '', code: 'name_invalid' }],
    'a bad name with a quoted value': ['A B="1\n2"', { name: '', code: 'name_invalid' }],
    'a name that is too long': [`${long}=1`, { name: long, code: 'name_invalid' }],
    'a value that is too large': [`A=${'x'.repeat(65_537)}`, { name: 'A', code: 'too_large' }],
    'text after the closing quote': ['A="1"2', { name: 'A', code: 'invalid_input' }],
    'a quote that is never closed': ["A='1", { name: 'A', code: 'invalid_input' }],
    'a double quote closed by an escape only': ['A="1\\"', { name: 'A', code: 'invalid_input' }],
  };
  it.each(Object.entries(bad))(
    'reports %s with its line and keeps the others',
    (_, [line, problem]) => {
      const { problems, ...parsed } = parseDotenv(utf8(`FIRST=1\n\n${line}\nLAST=2`));
      expect(problems).toEqual([expect.objectContaining({ ...(problem as object), line: 3 })]);
      expect(valuesIn({ ...parsed, problems })).toEqual({ FIRST: '1', LAST: '2' });
    },
  );

  it('reports a value and a name that are not UTF-8', () => {
    const bytes = utf8('A=x\nB=y\nC=ok');
    bytes[2] = 0xff;
    bytes[4] = 0xff;
    const parsed = parseDotenv(bytes);
    expect(valuesIn(parsed)).toEqual({ C: 'ok' });
    expect(parsed.problems).toEqual([
      { name: 'A', line: 1, code: 'value_not_text' },
      expect.objectContaining({ name: '', line: 2, code: 'name_invalid' }),
    ]);
  });

  it('takes no line of a PEM without quotes for a name', () => {
    const file = 'A=-----BEGIN K-----\nMC4CAQ==\nBwYDK2=\n-----END K-----\nB=2';
    const parsed = parseDotenv(utf8(file));
    expect(valuesIn(parsed)).toEqual({ B: '2' });
    expect(parsed.problems).toEqual([
      { name: 'A', line: 1, code: 'invalid_input', hint: 'A PEM needs quotes around it.' },
    ]);
  });

  it('goes on behind the first line of a PEM that never ends', () => {
    const parsed = parseDotenv(utf8('A=-----BEGIN K-----\nB=2\nC=-----BEGIN K-----\nD=4'));
    expect(valuesIn(parsed)).toEqual({ B: '2', D: '4' });
    expect(parsed.problems.map(({ name, line }) => [name, line])).toEqual([
      ['A', 1],
      ['C', 3],
    ]);
  });

  it('goes on in the next line when an open quote took text from there', () => {
    const parsed = parseDotenv(utf8('A="open\nB="2"\nC=3'));
    expect(valuesIn(parsed)).toEqual({ B: '2', C: '3' });
    expect(parsed.problems.map(({ name, line }) => [name, line])).toEqual([['A', 1]]);
  });

  it('counts lines through values over several lines', () => {
    const parsed = parseDotenv(utf8('A="1\n2\n3"\nbad\nB=1\nworse'));
    expect(parsed.problems.map(({ line }) => line)).toEqual([4, 6]);
  });

  it('never shows a value or a bad line in a problem', () => {
    const parsed = parseDotenv(
      utf8('hunter2\nA="hunter2"x\nhunter2 hunter2=1\nB=\'hunter2\nC=-----BEGIN hunter2'),
    );
    expect(parsed.problems.length).toBe(5);
    expect(JSON.stringify(parsed.problems)).not.toContain('hunter2');
  });

  it('refuses UTF-16 as a whole', () => {
    for (const mark of [
      [0xff, 0xfe],
      [0xfe, 0xff],
    ]) {
      expect(() => parseDotenv(Uint8Array.from([...mark, 0x41, 0]))).toThrow(
        expect.objectContaining({ code: 'invalid_input' }),
      );
    }
  });

  it('refuses more than 16 MiB', () => {
    expect(() => parseDotenv(new Uint8Array(16 * 1024 * 1024 + 1))).toThrow(
      expect.objectContaining({ code: 'too_large' }),
    );
  });

  it('gives every value a buffer of its own, which wipeParsedImport zeroes', () => {
    const file = utf8('A=secret\nB="se\\ncret"');
    const parsed = parseDotenv(file);
    const buffers = parsed.entries.map(({ fields }) => fields[0]?.value ?? new Uint8Array());
    for (const { buffer, length } of buffers) expect(buffer.byteLength).toBe(length);
    wipeParsedImport(parsed);
    expect(buffers.map((bytes) => [...bytes])).toEqual([Array(6).fill(0), Array(7).fill(0)]);
    expect(text(file)).toContain('A=secret');
  });

  it('zeroes the values that it does not give back', () => {
    const file = utf8(`A=earlier\nA=later\n${'N'.repeat(129)}=long name\nA B="no name"`);
    const wiped = wipedTexts(() => parseDotenv(file));
    for (const value of ['earlier', 'long name', 'no name']) expect(wiped).toContain(value);
    expect(wiped).not.toContain('later');
  });

  it('reads back any text that was written between double quotes', () => {
    const content = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(content, content, (first, second) => {
        const quote = (value: string): string =>
          `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '\\r')}"`;
        expect(values(`A=${quote(first)}\nexport B=${quote(second)} # end`)).toEqual({
          A: first,
          B: second,
        });
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing and names lines that exist, whatever the bytes', () => {
    const piece = fc.oneof(
      fc.constantFrom('A', 'B=', '=', '"', "'", '`', '\\', '\n', '\r\n', '#', ' ', 'export '),
      fc.constantFrom('-----BEGIN ', '-----END ', '\ufeff', '\u0000', 'é'),
    );
    const files = fc.oneof(
      fc.array(piece, { maxLength: 40 }).map((pieces) => utf8(pieces.join(''))),
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Uint8Array.from([0x41, 0x3d, ...bytes])),
    );
    fc.assert(
      fc.property(files, (bytes) => {
        const { entries, problems } = parseDotenv(bytes);
        const lines = bytes.filter((byte) => byte === 0x0a).length + 1;
        expect(entries.length + problems.length).toBeLessThanOrEqual(lines);
        for (const { line = 0 } of problems) expect(line >= 1 && line <= lines).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['open quotes', 'A="\nB=\'\nC=`\n'],
    ['PEMs without an end', 'A=-----BEGIN K\n'],
    ['escaped quotes', 'A="\\"\\"\\"\n'],
    ['dashes', `A=-----BEGIN ${'-'.repeat(200)}\n`],
    ['comment signs', `A=${'#'.repeat(200)}\n`],
  ])('takes time in proportion to a file full of %s', (_, line) => {
    const time = (bytes: number): number => {
      const file = utf8(line.repeat(Math.ceil(bytes / line.length)));
      const start = process.hrtime.bigint();
      parseDotenv(file);
      return Number(process.hrtime.bigint() - start) / 1e6;
    };
    const best = (bytes: number): number => Math.min(time(bytes), time(bytes), time(bytes));
    // 16 times the size; with work that grows as the square it would be 256 times the time.
    expect(best(1_600_000)).toBeLessThan(Math.max(best(100_000), 5) * 100);
  });
});
