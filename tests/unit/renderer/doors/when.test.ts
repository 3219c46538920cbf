import { describe, expect, it } from 'vitest';
import { LOCK_REASONS } from '../../../../src/renderer/features/doors/lock-reason.ts';
import { whenOf } from '../../../../src/renderer/features/doors/when.ts';
import { sentence } from './sentences.ts';

const NOW = '2026-11-20T09:45:00.000Z';
const berlin = (locale: string) => ({ locale, timeZone: 'Europe/Berlin' });
/** A time stays on one line with its preposition. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const said = (instant: string, now = NOW) => plain(sentence(whenOf(instant, now, berlin('en-GB'))));

describe('when something happened', () => {
  it('is a time on the same day, and names yesterday and earlier days', () => {
    expect(said('2026-11-20T08:32:10.000Z')).toBe('at 09:32');
    expect(said('2026-11-19T22:59:59.999Z')).toBe('yesterday at 23:59');
    expect(said('2026-11-14T08:32:00.000Z')).toBe('on 14 Nov 2026 at 09:32');
  });

  it("counts days in the owner's zone, also where that differs from UTC", () => {
    // Half past midnight in Berlin; in UTC it is still the 19th.
    expect(said('2026-11-19T23:30:00.000Z')).toBe('at 00:30');
    expect(said('2026-11-19T22:30:00.000Z', '2026-11-19T23:10:00.000Z')).toBe('yesterday at 23:30');
  });

  it('is said in German', () => {
    const when = (instant: string) => plain(sentence(whenOf(instant, NOW, berlin('de-DE')), 'de'));
    expect(when('2026-11-20T08:32:10.000Z')).toBe('um 09:32');
    expect(when('2026-11-19T08:32:10.000Z')).toBe('gestern um 09:32');
    expect(when('2026-11-14T08:32:10.000Z')).toMatch(/^am 14\. Nov\.? 2026 um 09:32$/);
  });
});

describe('why the vault was locked', () => {
  it('is told apart for every cause, with the time, in both languages', () => {
    for (const language of ['en', 'de'] as const) {
      const said = Object.values(LOCK_REASONS).map((key) =>
        sentence({ key, values: { when: 'at 09:32' } }, language),
      );
      expect(new Set(said).size).toBe(said.length);
      for (const text of said) expect(text).toContain('at 09:32');
    }
  });
});
