import { describe, expect, it } from 'vitest';
import { allMessages, messageOf, type MessageKey } from '../../../src/shared/messages/catalogue.ts';

const english = { language: 'en', locale: 'en-GB' } as const;
const german = { language: 'de', locale: 'de-DE' } as const;

describe('messageOf', () => {
  it('says a message in the language of the owner', () => {
    expect(messageOf(english, 'audit.title')).toBe('Audit log');
    expect(messageOf(german, 'audit.title')).toBe('Protokoll');
  });

  it('says one and many', () => {
    const lines = (tag: typeof english | typeof german, count: number) =>
      messageOf(tag, 'audit.trace.lines', { count });
    expect([0, 1, 2].map((count) => lines(english, count))).toEqual([
      '0 lines',
      '1 line',
      '2 lines',
    ]);
    expect(lines(german, 1)).toBe('1 Zeile');
    expect(lines(german, 2)).toBe('2 Zeilen');
  });

  it('counts by the rules of the locale, not of the language', () => {
    const french = { language: 'en', locale: 'fr-FR' } as const;
    expect(messageOf(french, 'audit.trace.lines', { count: 0 })).toBe('0 line');
  });

  it('writes numbers as the locale does, and texts as they are', () => {
    const values = { count: 48_213, time: '09:14' };
    expect(messageOf(english, 'audit.chain.checked', values)).toBe(
      '48,213 lines, checked at 09:14 UTC',
    );
    expect(messageOf(german, 'audit.chain.checked', values)).toContain('48.213 Zeilen');
    expect(messageOf(english, 'audit.trace.title', { id: '00120' })).toBe('Everything under 00120');
  });

  it('leaves a placeholder without a value as it stands', () => {
    expect(messageOf(english, 'audit.trace.title')).toBe('Everything under {id}');
  });

  it('puts values in once: what looks like a placeholder in a value stays', () => {
    expect(messageOf(english, 'audit.trace.title', { id: '{id} $&' })).toBe(
      'Everything under {id} $&',
    );
  });

  it('takes a count that has no plural, and ignores a count in words', () => {
    expect(messageOf(english, 'audit.title', { count: 2 })).toBe('Audit log');
    const words = messageOf(english, 'audit.trace.lines', { count: 'two' });
    expect(words).toBe('audit.trace.lines');
  });

  it('answers the key itself for one that it lacks', () => {
    for (const key of ['no.such.key', 'toString', '__proto__']) {
      expect(messageOf(english, key as MessageKey)).toBe(key);
    }
  });

  it('answers every message of the catalogue in both languages', () => {
    for (const [key, [en, de]] of Object.entries(allMessages())) {
      expect(messageOf(english, key as MessageKey)).toBe(en);
      expect(messageOf(german, key as MessageKey)).toBe(de);
    }
  });
});
