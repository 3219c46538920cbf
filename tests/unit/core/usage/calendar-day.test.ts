import { describe, expect, it } from 'vitest';
import { CalendarDays, monthOf } from '../../../../src/core/usage/calendar-day.ts';

function days(zone: string, ...instants: string[]): readonly string[] {
  const calendar = new CalendarDays(zone);
  return instants.map((instant) => calendar.dayOf(Date.parse(instant)));
}

describe('the owner’s calendar day', () => {
  it('changes at midnight of the zone, in the year as well', () => {
    expect(days('Europe/Berlin', '2026-12-31T22:59:59.999Z', '2026-12-31T23:00:00.000Z')).toEqual([
      '2026-12-31',
      '2027-01-01',
    ]);
    expect(days('UTC', '2028-02-28T23:59:59.999Z', '2028-02-29T00:00:00Z')).toEqual([
      '2028-02-28',
      '2028-02-29',
    ]);
    expect(days('America/New_York', '2026-11-20T04:59:59Z', '2026-11-20T05:00:00Z')).toEqual([
      '2026-11-19',
      '2026-11-20',
    ]);
  });

  it('changes at midnight on the days on which the clocks do', () => {
    // 29 March 2026 has 23 hours in Berlin, 25 October has 25.
    expect(
      days(
        'Europe/Berlin',
        '2026-03-28T22:59:59Z',
        '2026-03-28T23:00:00Z',
        '2026-03-29T21:59:59Z',
        '2026-03-29T22:00:00Z',
        '2026-10-24T22:00:00Z',
        '2026-10-25T22:59:59Z',
        '2026-10-25T23:00:00Z',
      ),
    ).toEqual([
      '2026-03-28',
      '2026-03-29',
      '2026-03-29',
      '2026-03-30',
      '2026-10-25',
      '2026-10-25',
      '2026-10-26',
    ]);
  });

  it('is right where a day begins at a quarter of an hour, or at 1 o’clock because the clocks change at midnight', () => {
    expect(days('Asia/Kathmandu', '2026-11-19T18:14:59Z', '2026-11-19T18:15:00Z')).toEqual([
      '2026-11-19',
      '2026-11-20',
    ]);
    expect(days('Africa/Cairo', '2026-04-23T21:59:59Z', '2026-04-23T22:00:00Z')).toEqual([
      '2026-04-23',
      '2026-04-24',
    ]);
    expect(days('Pacific/Chatham', '2026-11-20T10:14:59Z', '2026-11-20T10:15:00Z')).toEqual([
      '2026-11-20',
      '2026-11-21',
    ]);
  });

  it('goes back when the clock is set back', () => {
    expect(days('UTC', '2026-11-21T00:00:00Z', '2026-11-20T23:59:00Z')).toEqual([
      '2026-11-21',
      '2026-11-20',
    ]);
  });

  it('agrees with the whole formatter at every quarter of two years', () => {
    const zone = 'Australia/Lord_Howe';
    const calendar = new CalendarDays(zone);
    const whole = new Intl.DateTimeFormat('sv', { timeZone: zone });
    const begin = Date.parse('2026-01-01T00:00:00Z');
    for (let hour = 0; hour < 2 * 365 * 24; hour += 1) {
      const ms = begin + hour * 3_600_000 + 1;
      expect(calendar.dayOf(ms)).toBe(whole.format(ms));
    }
  });

  it('refuses a zone that is none', () => {
    expect(() => new CalendarDays('Mars/Olympus')).toThrow(RangeError);
  });

  it('has its month at its beginning', () => {
    expect(monthOf('2026-11-20')).toBe('2026-11');
  });
});
