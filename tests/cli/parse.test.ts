import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilDay, dayNumber, isDay } from '../../src/cli/calendar.ts';
import { parse as parseAudit } from '../../src/cli/commands/audit.ts';
import { parse as parseGenerate } from '../../src/cli/commands/generate.ts';
import { parse as parseImport } from '../../src/cli/commands/import.ts';
import { parse as parsePasswd } from '../../src/cli/commands/passwd.ts';
import { parse as parseSet } from '../../src/cli/commands/set.ts';
import { parseExpiry, parseHorizon } from '../../src/cli/parse-expiry.ts';
import { parseMoment } from '../../src/cli/parse-moment.ts';
import { metadataPatch, parseInteger, parseNameOrReference } from '../../src/cli/parse-input.ts';
import { CORRELATION_ID, NOW_MS } from './fake-world.ts';

const INVALID = expect.objectContaining({ code: 'invalid_input' });

describe('--expires', () => {
  it('takes a date as its first moment in UTC, an instant, and a time from now', () => {
    expect(parseExpiry('2026-12-31', NOW_MS)).toBe('2026-12-31T00:00:00.000Z');
    expect(parseExpiry('2026-12-31T18:05Z', NOW_MS)).toBe('2026-12-31T18:05:00.000Z');
    expect(parseExpiry('2026-12-31T18:05:09.120Z', NOW_MS)).toBe('2026-12-31T18:05:09.120Z');
    expect(parseExpiry('2026-12-31T23:30:00-02:30', NOW_MS)).toBe('2027-01-01T02:00:00.000Z');
    expect(parseExpiry('90d', NOW_MS)).toBe('2027-02-18T00:00:00.000Z');
    expect(parseExpiry('12w', NOW_MS)).toBe('2027-02-12T00:00:00.000Z');
    expect(parseExpiry('never', NOW_MS)).toBeNull();
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-06-31',
    '2026-1-1',
    '2026-12-31T24:00Z',
    '2026-12-31T12:60Z',
    '2026-12-31T12:00',
    '2026-12-31T12:00+15:00',
    '90',
    '-90d',
    '90days',
    'tomorrow',
    '',
    '99999w99',
    '9999-12-31T23:00-02:00',
  ])('refuses %j with the rule', (text) => {
    expect(() => parseHorizon(text, NOW_MS)).toThrow(INVALID);
  });

  it('agrees with the calendar of the platform on the days around every leap day', () => {
    for (let year = 1; year <= 9999; year += 1) {
      for (const [month, day] of [
        [2, 28],
        [3, 1],
      ] as const) {
        const text = [
          String(year).padStart(4, '0'),
          `0${month}`,
          String(day).padStart(2, '0'),
        ].join('-');
        const days = Date.parse(`${text}T00:00:00Z`) / 86_400_000;
        if (dayNumber({ year, month, day }) !== days) throw new Error(text);
        expect(civilDay(days)).toEqual({ year, month, day });
      }
    }
  });

  it('agrees with the calendar of the platform on any day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (days) => {
        const [year = 0, month = 0, day = 0] = new Date(days * 86_400_000)
          .toISOString()
          .slice(0, 10)
          .split('-')
          .map(Number);
        expect(civilDay(days)).toEqual({ year, month, day });
        expect(dayNumber({ year, month, day })).toBe(days);
        expect(isDay({ year, month, day: day + 31 })).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('options', () => {
  it('refuse a number that is not one', () => {
    const rule = { min: 1, max: 10, rule: 'A rule.' };
    expect(parseInteger('10', rule)).toBe(10);
    for (const text of ['0', '11', '-1', '1.5', '1e1', '0x1', '', ' 1', '99999999999999999999']) {
      expect(() => parseInteger(text, rule)).toThrow(INVALID);
    }
  });

  it('take a reference apart and refuse two different fields', () => {
    expect(parseNameOrReference('a/b', undefined)).toEqual({ name: 'a/b', field: null });
    expect(parseNameOrReference('strongroom://a%2Fb/key', undefined)).toEqual({
      name: 'a/b',
      field: 'key',
    });
    expect(parseNameOrReference('strongroom://a', 'key')).toEqual({ name: 'a', field: 'key' });
    expect(() => parseNameOrReference('strongroom://a/key', 'other')).toThrow(INVALID);
    expect(() => parseNameOrReference('strongroom://a/b/c', undefined)).toThrow(INVALID);
  });

  it('remove metadata with an empty text and leave what is not named', () => {
    expect(metadataPatch({}, NOW_MS)).toEqual({});
    expect(
      metadataPatch({ description: '', url: 'u', tag: ['a', 'b'], expires: 'never' }, NOW_MS),
    ).toEqual({ description: null, url: 'u', tags: ['a', 'b'], expires_at: null });
    expect(metadataPatch({ tag: [''] }, NOW_MS)).toEqual({ tags: null });
  });

  it('of set exclude what makes no sense together', () => {
    expect(parseSet('a', {}, 1, NOW_MS).target).toMatchObject({ to: 'field', name: 'value' });
    expect(parseSet('a', { totp: true }, 1, NOW_MS).target).toEqual({ to: 'totp' });
    expect(() => parseSet('a', { totp: true, field: 'x' }, 1, NOW_MS)).toThrow(INVALID);
    expect(() => parseSet('a', { keepValue: true, plain: true }, 1, NOW_MS)).toThrow(INVALID);
    expect(() => parseSet('a', { kind: 'other' }, 1, NOW_MS)).toThrow(INVALID);
  });

  it('of passwd, generate, import and audit exclude what makes no sense together', () => {
    expect(parsePasswd({})).toEqual({ newPasswordFile: null, renewVaultKey: null });
    expect(() => parsePasswd({ renewVaultKey: true, keepVaultKey: true })).toThrow(INVALID);
    const all = { symbols: true, ambiguous: true };
    expect(parseGenerate({ ...all, words: '7' })).toMatchObject({ make: 'passphrase', words: 7 });
    expect(() => parseGenerate({ ...all, words: '7', length: '20' })).toThrow(INVALID);
    expect(() => parseGenerate({ ...all, separator: '-' })).toThrow(INVALID);
    expect(() => parseImport('f', { from: 'xml' })).toThrow(INVALID);
    expect(() => parseImport('f', { from: 'json', sourcePasswordFile: 'p' })).toThrow(INVALID);
    expect(parseAudit({ correlationId: CORRELATION_ID, limit: '3' }).query.limit).toBe(3);
    for (const bad of [{ correlationId: 'x' }, { outcome: 'maybe' }, { limit: '0' }]) {
      expect(() => parseAudit(bad)).toThrow(INVALID);
    }
  });
});

describe('--from and --to', () => {
  it('take a day from its first moment to its last, and an instant as it is', () => {
    expect(parseMoment('2026-02-28', 'begin')).toBe('2026-02-28T00:00:00.000Z');
    expect(parseMoment('2026-02-28', 'end')).toBe('2026-03-01T00:00:00.000Z');
    expect(parseMoment('2026-12-31', 'end')).toBe('2027-01-01T00:00:00.000Z');
    expect(parseMoment('2026-02-28T10:00+01:00', 'end')).toBe('2026-02-28T09:00:00.000Z');
    for (const bad of ['30d', '2w', 'yesterday', '2026-02-29', '2026-2-1', 'never', '']) {
      expect(() => parseMoment(bad, 'end')).toThrow(INVALID);
    }
  });
});
