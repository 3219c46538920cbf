import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  REFERENCE_SCHEME,
  formatReference,
  looksLikeReference,
  parseReference,
} from '../../../src/shared/reference.ts';

describe('parseReference', () => {
  it.each([
    ['strongroom://openai', 'openai', null],
    ['strongroom://openai/value', 'openai', 'value'],
    ['strongroom://IG%20demo/api_key', 'IG demo', 'api_key'],
    ['strongroom://a%2Fb/c.d-e', 'a/b', 'c.d-e'],
    ['strongroom://50%25', '50%', null],
    ['strongroom://Schlüssel/key', 'Schlüssel', 'key'],
    ['strongroom://%E2%82%AC', '€', null],
  ])('reads %s', (text, name, field) => {
    expect(parseReference(text)).toEqual({ name, field });
  });

  it.each([
    ['another scheme', 'vault://openai'],
    ['upper-case scheme', 'STRONGROOM://openai'],
    ['a leading space', ' strongroom://openai'],
    ['no name', 'strongroom://'],
    ['no name but a field', 'strongroom:///value'],
    ['an empty field', 'strongroom://openai/'],
    ['a third part', 'strongroom://openai/value/more'],
    ['a trailing slash after the field', 'strongroom://openai/value/'],
    ['a field with a space', 'strongroom://openai/api%20key'],
    ['a field with an encoded slash', 'strongroom://openai/a%2Fb'],
    ['a field that begins with a dot', 'strongroom://openai/.hidden'],
    ['a field of 65 characters', `strongroom://openai/${'a'.repeat(65)}`],
    ['a broken escape', 'strongroom://100%'],
    ['an escape that is not UTF-8', 'strongroom://%FF'],
    ['a plain name', 'openai'],
    ['nothing', ''],
  ])('answers null for %s', (_what, text) => {
    expect(parseReference(text)).toBeNull();
  });
});

describe('looksLikeReference', () => {
  it('goes by the scheme alone, so that a broken reference is never taken for a name', () => {
    expect(looksLikeReference('strongroom://%FF')).toBe(true);
    expect(looksLikeReference('strongroom:openai')).toBe(false);
    expect(looksLikeReference('openai')).toBe(false);
  });
});

describe('formatReference', () => {
  it('leaves the field out when there is none', () => {
    expect(formatReference('openai')).toBe(`${REFERENCE_SCHEME}openai`);
    expect(formatReference('IG demo', 'api_key')).toBe('strongroom://IG%20demo/api_key');
  });

  it('is read back as the same name and field, whatever the name holds', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const field = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/);
    fc.assert(
      fc.property(name, fc.option(field), (someName, someField) => {
        const text = formatReference(someName, someField ?? undefined);
        expect(parseReference(text)).toEqual({ name: someName, field: someField });
      }),
    );
  });
});
