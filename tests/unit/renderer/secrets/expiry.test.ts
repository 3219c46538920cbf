import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOfExpiry,
  daysBetween,
  instantOfDay,
  localDay,
} from '../../../../src/renderer/features/secrets/days.ts';
import {
  formatInDays,
  nextReminder,
  viewExpiry,
} from '../../../../src/renderer/features/secrets/expiry.ts';
import type { Expiry } from '../../../../src/shared/secret.ts';

const view = (expires_at: string, expiry: Expiry, today = '2026-11-20') =>
  viewExpiry({ metadata: { expires_at }, expiry }, today);

describe('the expiry of a secret', () => {
  it('counts days from today and takes near and over from the vault', () => {
    expect(view(instantOfDay('2027-01-01'), 'later')).toEqual({
      day: '2027-01-01',
      inDays: 42,
      over: false,
      tone: 'quiet',
    });
    expect(view(instantOfDay('2026-11-26'), 'soon')).toMatchObject({ inDays: 6, tone: 'brass' });
    expect(view(instantOfDay('2026-11-17'), 'expired')).toMatchObject({
      inDays: -3,
      over: true,
      tone: 'wax',
    });
  });

  it('is not shown in days to come when the vault says that it is over', () => {
    expect(view(instantOfDay('2026-11-21'), 'expired')?.inDays).toBe(0);
  });

  it('is nothing for a secret without one', () => {
    expect(viewExpiry({ metadata: {}, expiry: 'none' }, '2026-11-20')).toBeNull();
    expect(view('some day', 'none')).toBeNull();
  });

  it('is the same day wherever the owner is, if it was kept as a day', () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/Los_Angeles';
    try {
      expect(localDay('2027-01-01T00:00:00.000Z')).toBe('2026-12-31');
      expect(dayOfExpiry('2027-01-01T00:00:00.000Z')).toBe('2027-01-01');
      expect(dayOfExpiry('2027-01-01T00:00:01.000Z')).toBe('2026-12-31');
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('reminds next on the nearest reminder day to come', () => {
    expect(nextReminder('2027-01-01', '30,7,1', '2026-11-20')).toBe('2026-12-02');
    expect(nextReminder('2027-01-01', '30,7,1', '2026-12-02')).toBe('2026-12-25');
    expect(nextReminder('2027-01-01', '1,7,30', '2026-12-25')).toBe('2026-12-31');
    expect(nextReminder('2027-01-01', '30,7,1', '2026-12-31')).toBeNull();
  });

  it('is said in the words of the language', () => {
    expect(formatInDays(42, 'en')).toBe('in 42 days');
    expect(formatInDays(1, 'de')).toBe('morgen');
    expect(formatInDays(-3, 'en')).toBe('3 days ago');
  });
});

describe('days', () => {
  it('are counted over leap days and summer time', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(addDays('2026-03-28', 90)).toBe('2026-06-26');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });
});
