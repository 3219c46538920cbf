import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonImport } from '../../../../src/core/importers/parse-json.ts';
import type { ParsedImport } from '../../../../src/core/importers/parsed-import.ts';
import { asVaultError } from '../../../../src/shared/vault-error.ts';
import { wipedTexts } from '../secrets/wiped-texts.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const TOTP = 'otpauth://totp/T?secret=GEZDGNBVGY3TQOJQ';

function parse(value: unknown): ParsedImport {
  return parseJsonImport(utf8(JSON.stringify(value)));
}

/** Entries with their buffers as text. */
function readable({ entries }: ParsedImport): unknown[] {
  const text = (bytes: Uint8Array): string =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return entries.map((entry) => ({
    ...entry,
    fields: entry.fields.map((field) => ({ ...field, value: text(field.value) })),
    ...(entry.totp instanceof Uint8Array ? { totp: text(entry.totp) } : {}),
  }));
}

describe('parseJsonImport', () => {
  it('reads a list of secrets with everything they can say', () => {
    const parsed = parse({
      secrets: [
        {
          name: 'alpaca paper',
          kind: 'broker',
          fields: {
            key_id: { value: 'PK1', concealed: false },
            secret: 'pä§§ \n',
            cert: { value: 'AAEC', encoding: 'base64' },
          },
          totp: TOTP,
          description: 'd',
          tags: ['a', 'b'],
          environment: 'paper',
          provider: 'alpaca',
          account: 'me',
          url: 'https://example.org',
          expires_at: '2027-01-01',
          created_at: '2026-02-01 09:31:10.123456',
          updated_at: '2026-02-02T00:00:00Z',
        },
      ],
    });
    expect(parsed.problems).toEqual([]);
    expect(readable(parsed)).toEqual([
      {
        name: 'alpaca paper',
        kind: 'broker',
        fields: [
          { name: 'key_id', value: 'PK1', concealed: false },
          { name: 'secret', value: 'pä§§ \n' },
          { name: 'cert', value: 'AAEC', encoding: 'base64' },
        ],
        totp: TOTP,
        metadata: {
          description: 'd',
          tags: ['a', 'b'],
          environment: 'paper',
          provider: 'alpaca',
          account: 'me',
          url: 'https://example.org',
          expires_at: '2027-01-01T00:00:00.000Z',
        },
        createdAt: '2026-02-01T09:31:10.123Z',
        updatedAt: '2026-02-02T00:00:00.000Z',
      },
    ]);
  });

  it('guesses the kind where the entry says none, and what fits the kind', () => {
    const fields = { value: 'v' };
    const parsed = parse({
      secrets: [
        { name: 'OPENAI_API_KEY', fields },
        { name: 'OPENAI_LIVE_KEY', kind: 'llm', provider: 'mine', fields },
        { name: 'OPENAI_LIVE_NOTE', kind: 'generic', fields },
      ],
    });
    expect(parsed.entries.map(({ kind, metadata }) => [kind, metadata])).toEqual([
      ['llm', { provider: 'openai' }],
      ['llm', { provider: 'mine', environment: 'live' }],
      ['generic', undefined],
    ]);
  });

  it('takes a secret that is a TOTP seed alone', () => {
    expect(readable(parse({ secrets: [{ name: 'a', totp: TOTP }] }))).toEqual([
      { name: 'a', kind: 'generic', fields: [], totp: TOTP },
    ]);
  });

  it('reads a flat map, of which each name becomes a secret with the field `value`', () => {
    const parsed = parse({ GROQ_API_KEY: 'gsk', empty: '', secrets: 'a secret of this name' });
    expect(parsed.problems).toEqual([]);
    expect(readable(parsed)).toEqual([
      {
        name: 'GROQ_API_KEY',
        kind: 'llm',
        fields: [{ name: 'value', value: 'gsk' }],
        metadata: { provider: 'groq' },
      },
      { name: 'empty', kind: 'generic', fields: [{ name: 'value', value: '' }] },
      {
        name: 'secrets',
        kind: 'generic',
        fields: [{ name: 'value', value: 'a secret of this name' }],
      },
    ]);
  });

  it('names what is wrong in a flat map and keeps the rest', () => {
    const parsed = parse({ a: 1, ' b': 'v', c: 'x'.repeat(65_537), d: null, e: {}, f: 'v' });
    expect(parsed.entries.map(({ name }) => name)).toEqual(['f']);
    expect(parsed.problems.map(({ name, code }) => [name, code])).toEqual([
      ['a', 'invalid_input'],
      [' b', 'name_invalid'],
      ['c', 'too_large'],
      ['d', 'invalid_input'],
      ['e', 'invalid_input'],
    ]);
  });

  it('reads any text byte for byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(readable(parse({ name: value }))).toEqual([
          { name: 'name', kind: 'generic', fields: [{ name: 'value', value }] },
        ]);
      }),
    );
  });

  const fields = { value: 'v' };
  const many = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`f${String(i)}`, '']));
  const bad: [what: string, entry: unknown, name: string, code: string][] = [
    ['no object', 'text', '', 'invalid_input'],
    ['without a name', { fields }, '', 'name_invalid'],
    ['with a name of another type', { name: 1, fields }, '', 'name_invalid'],
    ['with a name that is not allowed', { name: 'a\u0000', fields }, 'a\u0000', 'name_invalid'],
    ['with an unknown key', { name: 'n', fields, colour: 'red' }, 'n', 'invalid_input'],
    ['without fields', { name: 'n' }, 'n', 'invalid_input'],
    ['with no field', { name: 'n', fields: {} }, 'n', 'invalid_input'],
    ['with fields of another type', { name: 'n', fields: ['v'] }, 'n', 'invalid_input'],
    ['with a field of another type', { name: 'n', fields: { a: 1 } }, 'n', 'invalid_input'],
    ['with a bad field name', { name: 'n', fields: { 'a b': 'v' } }, 'n', 'invalid_input'],
    ['with a field without value', { name: 'n', fields: { a: {} } }, 'n', 'invalid_input'],
    [
      'with a value of another type',
      { name: 'n', fields: { a: { value: 1 } } },
      'n',
      'invalid_input',
    ],
    [
      'with an unknown key in a field',
      { name: 'n', fields: { a: { value: 'v', x: 1 } } },
      'n',
      'invalid_input',
    ],
    [
      'with a bad flag',
      { name: 'n', fields: { a: { value: 'v', concealed: 'true' } } },
      'n',
      'invalid_input',
    ],
    [
      'with a flag that is a number',
      { name: 'n', fields: { a: { value: 'v', concealed: 1 } } },
      'n',
      'invalid_input',
    ],
    [
      'with a bad encoding',
      { name: 'n', fields: { a: { value: 'v', encoding: 'hex' } } },
      'n',
      'invalid_input',
    ],
    [
      'with a field that is too large',
      { name: 'n', fields: { a: 'x'.repeat(65_537) } },
      'n',
      'too_large',
    ],
    ['with too many fields', { name: 'n', fields: many }, 'n', 'too_large'],
    ['of an unknown kind', { name: 'n', kind: 'wallet', fields }, 'n', 'invalid_input'],
    ['with a bad TOTP URI', { name: 'n', totp: 'GEZD', fields }, 'n', 'invalid_input'],
    ['with a TOTP URI of another type', { name: 'n', totp: null, fields }, 'n', 'invalid_input'],
    ['with tags of another type', { name: 'n', tags: 'a,b', fields }, 'n', 'invalid_input'],
    ['with a tag of another type', { name: 'n', tags: [1], fields }, 'n', 'invalid_input'],
    [
      'with a description of another type',
      { name: 'n', description: null, fields },
      'n',
      'invalid_input',
    ],
    ['with a bad date', { name: 'n', created_at: '2026-02-30', fields }, 'n', 'invalid_input'],
    ['with a date of another type', { name: 'n', updated_at: 1, fields }, 'n', 'invalid_input'],
    ['with a bad expiry', { name: 'n', expires_at: 'soon', fields }, 'n', 'invalid_input'],
  ];
  it.each(bad)('names an entry %s and keeps the others', (_, entry, name, code) => {
    const parsed = parse({
      secrets: [{ name: 'before', fields }, entry, { name: 'after', fields }],
    });
    expect(parsed.entries.map((kept) => kept.name)).toEqual(['before', 'after']);
    expect(parsed.problems).toEqual([expect.objectContaining({ name, code })]);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"a":'],
    ['a list', '[{"name":"a"}]'],
    ['a text', '"a"'],
    ['a key twice', '{"a":"1","a":"2"}'],
    ['a key twice deep inside', '{"secrets":[{"name":"a","fields":{"v":"1","v":"2"}}]}'],
    ['__proto__', '{"__proto__":{"a":"1"}}'],
    ['something beside the list', '{"secrets":[],"version":1}'],
    ['two documents', '{} {}'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['deep nesting', `{"a":${'['.repeat(100_000)}`],
    ['nesting beyond 16', `{"a":${'['.repeat(17)}${']'.repeat(17)}}`],
  ])('refuses a file with %s as a whole', (_, file) => {
    expect(() => parseJsonImport(utf8(file))).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });

  it('reads a file with a byte order mark, and refuses UTF-16 and more than 16 MiB', () => {
    expect(readable(parseJsonImport(utf8('\ufeff{"a":"1"}')))).toHaveLength(1);
    expect(() => parseJsonImport(Uint8Array.of(0xff, 0xfe, 0x7b, 0))).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    expect(() => parseJsonImport(new Uint8Array(16 * 1024 * 1024 + 1))).toThrow(
      expect.objectContaining({ code: 'too_large' }),
    );
  });

  it('zeroes the values that it does not give back', () => {
    const list = [
      { name: 'a', fields: { kept: 'kept value' }, totp: TOTP },
      { name: 'b', fields: { lost: 'lost value' }, colour: 'red' },
    ];
    const wiped = wipedTexts(() => parse({ secrets: list }));
    expect(wiped).toContain('lost value');
    expect(wiped).not.toContain('kept value');
    expect(wiped).not.toContain(TOTP);
    expect(wipedTexts(() => parse([{ a: 'in a list' }]))).toContain('in a list');
    expect(wipedTexts(() => parseJsonImport(utf8('{"a":"cut off",')))).toContain('cut off');
  });

  it('never shows a value in a problem', () => {
    const parsed = parse({
      secrets: [
        { name: 'a', fields: { 'hunter2 ': 'hunter2' } },
        { name: 'b', totp: 'hunter2', fields },
        { name: 'c', fields: { v: { value: 'hunter2', encoding: 'hunter2' } } },
        'hunter2',
      ],
    });
    expect(parsed.problems.length).toBe(4);
    expect(JSON.stringify(parsed.problems)).not.toContain('hunter2');
  });

  it('throws nothing but a VaultError of a named code, whatever the bytes', () => {
    const key = fc.constantFrom('name', 'kind', 'fields', 'totp', 'tags', 'secrets', 'created_at');
    const loose = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.string(),
        fc.constantFrom<unknown>(null, true, 1, 'llm', TOTP, '2026-01-01'),
        fc.dictionary(key, tie('node')),
        fc.array(tie('node'), { maxLength: 3 }),
      ),
    })).node;
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      loose.map((node) => utf8(JSON.stringify(node))),
      loose.map((node) => utf8(JSON.stringify({ secrets: [node, node] }))),
    );
    fc.assert(
      fc.property(file, (bytes) => {
        try {
          parseJsonImport(bytes);
        } catch (thrown) {
          expect(asVaultError(thrown).code).toBe('invalid_input');
        }
      }),
      { numRuns: 3000 },
    );
  });
});
