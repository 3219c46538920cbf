import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonBytes, type JsonTree } from '../../../src/shared/json-bytes.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);

describe('jsonBytes', () => {
  it('writes a byte string as JSON.stringify writes its text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(text.isWellFormed());
        expect(textOf(jsonBytes(utf8(text)))).toBe(JSON.stringify(text));
      }),
    );
    const every = Array.from({ length: 0x300 }, (_, code) => String.fromCodePoint(code)).join('');
    expect(textOf(jsonBytes(utf8(every)))).toBe(JSON.stringify(every));
    expect(textOf(jsonBytes(utf8('\u2028 🔑 "\\/')))).toBe(JSON.stringify('\u2028 🔑 "\\/'));
  });

  it('writes every other value as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(textOf(jsonBytes(value as JsonTree))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('keeps the order and the names of a Map', () => {
    const fields = new Map<string, JsonTree>([
      ['b', utf8('1')],
      ['10', utf8('2')],
      ['2', utf8('3')],
      ['__proto__', utf8('4')],
    ]);
    expect(textOf(jsonBytes({ fields }))).toBe(
      '{"fields":{"b":"1","10":"2","2":"3","__proto__":"4"}}',
    );
  });

  it('fills a buffer of its own to the last byte', () => {
    const bytes = jsonBytes({ value: utf8('x') });
    expect(bytes.byteLength).toBe(bytes.buffer.byteLength);
  });
});
