import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeValueDocument,
  encodeValueDocument,
  wipeValueDocument,
  type ValueDocument,
} from '../../../../src/core/secrets/value-document.ts';
import { wipedTexts } from './wiped-texts.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** The document with its buffers as text, to be compared with what JSON.parse says. */
function readable(document: ValueDocument | null): unknown {
  if (document === null) return null;
  const extras = (list: ValueDocument['extra']): unknown =>
    (list ?? []).map(({ key, raw }) => [key, JSON.parse(text(raw))]);
  return {
    fields: document.fields.map((field) => ({
      ...field,
      value: text(field.value),
      extra: extras(field.extra),
    })),
    totp: document.totp === null ? null : text(document.totp),
    extra: extras(document.extra),
  };
}

const decodeText = (json: string): unknown => readable(decodeValueDocument(utf8(json)));

const wellFormed = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
const fieldName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,20}$/);
const extraKey = wellFormed.filter(
  (key) => !['__proto__', 'fields', 'totp', 'value', 'concealed', 'encoding'].includes(key),
);
const extra = fc
  .uniqueArray(fc.tuple(extraKey, fc.jsonValue({ maxDepth: 3 })), {
    selector: ([key]) => key,
    maxLength: 3,
  })
  .map((members) =>
    members.map(([key, value]) => ({ key, raw: utf8(JSON.stringify(value).toWellFormed()) })),
  );
const optionalExtra = extra.map((list) => (list.length === 0 ? {} : { extra: list }));
const field = fc
  .tuple(fieldName, wellFormed, fc.boolean(), fc.boolean(), optionalExtra)
  .map(([name, value, concealed, encoded, more]) => ({
    name,
    value: utf8(value),
    concealed,
    ...(encoded ? { encoding: 'base64' as const } : {}),
    ...more,
  }));
const anyDocument: fc.Arbitrary<ValueDocument> = fc
  .tuple(
    fc.uniqueArray(field, { selector: ({ name }) => name, maxLength: 5 }),
    fc.option(wellFormed, { nil: null }),
    optionalExtra,
  )
  .map(([fields, totp, more]) => ({ fields, totp: totp === null ? null : utf8(totp), ...more }));

/** The same JSON in another spelling: whitespace between tokens, any character as an escape. */
function respell(json: string, choose: () => number): string {
  const space = (): string => [' ', '', '\n', '\t', '\r', ''][choose() % 6] ?? '';
  const escape = (char: string): string =>
    Array.from({ length: char.length }, (_, i) => {
      const hex = char.charCodeAt(i).toString(16).padStart(4, '0');
      return `\\u${choose() % 2 === 0 ? hex : hex.toUpperCase()}`;
    }).join('');
  let inString = false;
  return Array.from(json.matchAll(/\\u.{4}|\\.|./gsu), ([token]) => {
    if (token === '"') {
      inString = !inString;
      return inString ? space() + token : token + space();
    }
    if (!inString) return '{}:,[]'.includes(token) ? space() + token + space() : token;
    return token.startsWith('\\') || choose() % 3 !== 0 ? token : escape(token);
  }).join('');
}

describe('encodeValueDocument', () => {
  it('writes what JSON.stringify would write', () => {
    const value = utf8('ü "quoted" \\ \n\r\t\b\f\u0000\u001f\u007f\u2028 😀 ');
    const bytes = encodeValueDocument({
      fields: [
        { name: 'value', value, concealed: true },
        { name: 'account-id', value: utf8('7'), concealed: false, encoding: 'base64' },
      ],
      totp: utf8('otpauth://totp/a?secret=A'),
    });
    const expected = {
      fields: {
        value: { value: text(value), concealed: true },
        'account-id': { value: '7', concealed: false, encoding: 'base64' },
      },
      totp: 'otpauth://totp/a?secret=A',
    };
    expect(text(bytes)).toBe(JSON.stringify(expected));
  });

  it('writes any value so that JSON.parse reads the same text', () => {
    fc.assert(
      fc.property(wellFormed, (value) => {
        const bytes = encodeValueDocument({
          fields: [{ name: 'value', value: utf8(value), concealed: true }],
          totp: null,
        });
        expect(JSON.parse(text(bytes))).toEqual({ fields: { value: { value, concealed: true } } });
      }),
    );
  });

  it('fills a buffer of its own and of exactly its length', () => {
    const bytes = encodeValueDocument({ fields: [], totp: null });
    expect(text(bytes)).toBe('{"fields":{}}');
    expect([bytes.byteOffset, bytes.buffer.byteLength]).toEqual([0, bytes.length]);
  });

  it('keeps the order of fields, also of names that look like numbers', () => {
    const names = ['z', '10', 'a', '2'];
    const fields = names.map((name) => ({ name, value: utf8(name), concealed: true }));
    const back = decodeValueDocument(encodeValueDocument({ fields, totp: null }));
    expect(back?.fields.map(({ name }) => name)).toEqual(names);
  });

  it('refuses a value that is not UTF-8', () => {
    const fields = [{ name: 'value', value: Uint8Array.of(0x61, 0xff), concealed: true }];
    expect(() => encodeValueDocument({ fields, totp: null })).toThrow(
      expect.objectContaining({ code: 'value_not_text' }),
    );
  });

  const value = utf8('v');
  const refused: Record<string, ValueDocument> = {
    'a field name that is not allowed': {
      fields: [{ name: '"', value, concealed: true }],
      totp: null,
    },
    'a field name that comes twice': {
      fields: [
        { name: 'a', value, concealed: true },
        { name: 'a', value, concealed: true },
      ],
      totp: null,
    },
    'a TOTP seed that is not UTF-8': { fields: [], totp: Uint8Array.of(0x80) },
    'an extra member with a known key': {
      fields: [],
      totp: null,
      extra: [{ key: 'totp', raw: utf8('1') }],
    },
    'an extra member that comes twice': {
      fields: [],
      totp: null,
      extra: [
        { key: 'x', raw: utf8('1') },
        { key: 'x', raw: utf8('2') },
      ],
    },
    'an extra member that is not JSON': {
      fields: [],
      totp: null,
      extra: [{ key: 'x', raw: utf8('1,"totp":"injected"') }],
    },
    'an extra member that is not UTF-8': {
      fields: [],
      totp: null,
      extra: [{ key: 'x', raw: Uint8Array.of(0x22, 0xff, 0x22) }],
    },
    'an extra member of a field with a known key': {
      fields: [{ name: 'a', value, concealed: true, extra: [{ key: 'value', raw: utf8('1') }] }],
      totp: null,
    },
    'an extra key with a lone surrogate': {
      fields: [],
      totp: null,
      extra: [{ key: '\ud800', raw: utf8('1') }],
    },
  };
  it.each(Object.entries(refused))('refuses %s', (_, document) => {
    expect(() => encodeValueDocument(document)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

describe('decodeValueDocument', () => {
  it('gives back what was encoded, unknown members included', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const back = decodeValueDocument(encodeValueDocument(document));
        expect(readable(back)).toEqual(readable(document));
      }),
      { numRuns: 300 },
    );
  });

  it('reads every spelling of the same JSON', () => {
    const choices = fc.infiniteStream(fc.nat(11));
    fc.assert(
      fc.property(anyDocument, choices, (document, stream) => {
        const choose = (): number => Number(stream.next().value);
        const json = respell(text(encodeValueDocument(document)), choose);
        expect(decodeText(json)).toEqual(readable(document));
      }),
      { numRuns: 300 },
    );
  });

  it('reads members in any order and escapes of every kind', () => {
    const json =
      ' {\r\n"totp" : "otpauth:\\/\\/t" ,\t"fields":{ "k" :{"encoding":"base64","concealed":false,"value":"\\"\\\\\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\\u0000€"}}} \n';
    expect(decodeText(json)).toEqual({
      fields: [
        {
          name: 'k',
          value: '"\\\b\f\n\r\té😀\0€',
          concealed: false,
          encoding: 'base64',
          extra: [],
        },
      ],
      totp: 'otpauth://t',
      extra: [],
    });
  });

  it('keeps unknown members byte for byte through another encoding', () => {
    const json =
      '{"fields":{"a":{"value":"v","concealed":true,"rotated":[1.50e+3, {"\\u0061":null}]}},"later":-0.0}';
    const document = decodeValueDocument(utf8(json));
    expect(document).not.toBeNull();
    if (document !== null) expect(text(encodeValueDocument(document))).toBe(json);
  });

  it('accepts JSON exactly as far as JSON.parse does inside an unknown member', () => {
    const pieces = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"a"', '"', '0', '1', '-', '.', 'e', 'E', '+', ' ', 'true'],
      ...['null', 'fals', '\\', '\\u12', 'x', '"b":', '\n', '01', '1e5', '\u00a0', '\u0001'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (list) => {
        const json = `{"fields":{},"x":[${list.join('')}]}`;
        let valid = true;
        try {
          JSON.parse(json);
        } catch {
          valid = false;
        }
        expect([json, decodeValueDocument(utf8(json)) !== null]).toEqual([json, valid]);
      }),
      { numRuns: 20_000 },
    );
  });

  const good = '{"fields":{"a":{"value":"v","concealed":true}}}';
  const bad: Record<string, string> = {
    nothing: '',
    'another type': '[]',
    'no fields': '{}',
    'fields of another type': '{"fields":[]}',
    'a field of another type': '{"fields":{"a":"v"}}',
    'a value of another type': '{"fields":{"a":{"value":1,"concealed":true}}}',
    'a field without value': '{"fields":{"a":{"concealed":true}}}',
    'a field without concealed': '{"fields":{"a":{"value":"v"}}}',
    'concealed of another type': '{"fields":{"a":{"value":"v","concealed":1}}}',
    'an unknown encoding': '{"fields":{"a":{"value":"v","concealed":true,"encoding":"base65"}}}',
    'an encoding that goes on':
      '{"fields":{"a":{"value":"v","concealed":true,"encoding":"base640"}}}',
    'a TOTP seed of another type': '{"fields":{},"totp":null}',
    'a field name that is not allowed': '{"fields":{"_a":{"value":"v","concealed":true}}}',
    'a field twice':
      '{"fields":{"a":{"value":"v","concealed":true},"a":{"value":"w","concealed":true}}}',
    'a key twice in another spelling': '{"fields":{},"\\u0066ields":{}}',
    'a value twice': '{"fields":{"a":{"value":"v","value":"w","concealed":true}}}',
    'an unknown key twice': '{"fields":{},"x":1,"x":1}',
    __proto__key: '{"fields":{},"__proto__":{}}',
    'bytes after the end': `${good}x`,
    'a second document': `${good}${good}`,
    'a comma before the end': '{"fields":{},}',
    'a missing comma': '{"fields":{} "x":1}',
    'a missing colon': '{"fields" {}}',
    'a lone high surrogate': good.replace('v"', '\\ud800"'),
    'a high surrogate before a plain character': good.replace('v"', '\\ud800x\\udc00"'),
    'two high surrogates': good.replace('v"', '\\ud800\\ud800"'),
    'a lone low surrogate': good.replace('v"', '\\udc00"'),
    'an unknown escape': good.replace('v"', '\\x41"'),
    'a short unicode escape': good.replace('v"', '\\u12"'),
    'a control character': good.replace('v"', '\n"'),
    'a string without end': '{"fields":{"a":{"value":"v',
    'a byte order mark': `\ufeff${good}`,
    'nesting without end': `{"fields":{},"x":${'['.repeat(50_000)}`,
    'nesting beyond 32': `{"fields":{},"x":${'['.repeat(40)}${']'.repeat(40)}}`,
  };
  it.each(Object.entries(bad))('refuses %s', (_, json) => {
    expect(decodeValueDocument(utf8(json))).toBeNull();
  });

  it('refuses every prefix of a document', () => {
    for (let end = 0; end < good.length; end += 1) {
      expect(decodeValueDocument(utf8(good.slice(0, end)))).toBeNull();
    }
    expect(decodeValueDocument(utf8(good))).not.toBeNull();
  });

  it('refuses ill-formed UTF-8 wherever it stands', () => {
    const bytes = utf8(good.replace('v"', 'é"'));
    bytes[good.indexOf('v"') + 1] = 0x41;
    expect(decodeValueDocument(bytes)).toBeNull();
  });

  it('accepts nesting up to 32', () => {
    expect(
      decodeValueDocument(utf8(`{"fields":{},"x":${'['.repeat(32)}${']'.repeat(32)}}`)),
    ).not.toBeNull();
  });

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        decodeValueDocument(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws and never reads another value on a document with one byte changed', () => {
    const bytes = utf8(
      '{"fields":{"a":{"value":"v\\u00e9\\n","concealed":false},"b":{"value":"","concealed":true}},"x":[1,{}]}',
    );
    for (let at = 0; at < bytes.length; at += 1) {
      for (let byte = 0; byte < 256; byte += 1) {
        const changed = Uint8Array.from(bytes);
        changed[at] = byte;
        const document = decodeValueDocument(changed);
        if (document === null) continue;
        const parsed = JSON.parse(text(changed)) as { fields: Record<string, { value: string }> };
        const read = document.fields.map((entry) => [entry.name, text(entry.value)] as const);
        const expected = Object.entries(parsed.fields).map(([name, { value }]) => [name, value]);
        expect(Object.fromEntries(read)).toEqual(Object.fromEntries(expected));
        expect(read.length).toBe(expected.length);
      }
    }
  });

  it('zeroes what it had read when the rest is no document', () => {
    const json =
      '{"totp":"the seed","fields":{"a":{"value":"the value","concealed":true,"x":[1]}},"y":}';
    const wiped = wipedTexts(() => decodeValueDocument(utf8(json)));
    for (const text of ['the seed', 'the value', '[1]']) expect(wiped).toContain(text);
  });

  it('zeroes nothing of a document that it gives back', () => {
    const json = '{"fields":{"a":{"value":"the value","concealed":true}}}';
    expect(wipedTexts(() => decodeValueDocument(utf8(json)))).toEqual([]);
  });

  it('puts every value into a buffer of its own', () => {
    const document = decodeValueDocument(utf8(good.replace('{"f', '{"totp":"t","f')));
    for (const bytes of [document?.fields[0]?.value, document?.totp]) {
      expect([bytes?.byteOffset, bytes?.buffer.byteLength]).toEqual([0, 1]);
    }
  });
});

describe('wipeValueDocument', () => {
  it('zeroes every buffer', () => {
    const document = decodeValueDocument(
      utf8('{"fields":{"a":{"value":"secret","concealed":true,"y":"s"}},"totp":"seed","x":"more"}'),
    );
    expect(document).not.toBeNull();
    if (document === null) return;
    wipeValueDocument(document);
    const buffers = [
      document.totp,
      document.fields[0]?.value,
      document.fields[0]?.extra?.[0]?.raw,
      document.extra?.[0]?.raw,
    ];
    for (const buffer of buffers) expect(buffer?.every((byte) => byte === 0)).toBe(true);
    expect(buffers.map((buffer) => buffer?.length)).toEqual([4, 6, 3, 6]);
  });
});
