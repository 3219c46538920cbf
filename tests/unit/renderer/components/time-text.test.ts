import { describe, expect, it } from 'vitest';
import { timeText } from '../../../../src/renderer/components/time-text.ts';

const AT = '2026-10-03T21:45:12.345Z';
const en = { locale: 'en-GB', timeZone: 'UTC' };
const de = { locale: 'de-DE', timeZone: 'UTC' };

describe('timeText', () => {
  it('writes dates and times as the language does', () => {
    expect(timeText(AT, { ...en, style: 'date' })).toBe('3 Oct 2026');
    expect(timeText(AT, { ...de, style: 'date' })).toBe('3. Okt. 2026');
    expect(timeText(AT, { ...en, style: 'full' })).toBe('3 Oct 2026, 21:45');
  });

  it('counts hours to 24 in every language, midnight as 00', () => {
    expect(timeText(AT, { locale: 'en-US', timeZone: 'UTC', style: 'time' })).toBe('21:45');
    expect(timeText('2026-10-03T00:05:09Z', { ...en, style: 'seconds' })).toBe('00:05:09');
  });

  it('moves to the zone it is told', () => {
    expect(timeText(AT, { locale: 'en-GB', timeZone: 'Asia/Tokyo', style: 'full' })).toBe(
      '4 Oct 2026, 06:45',
    );
  });

  it('keeps the formats of styles, languages and zones apart', () => {
    const zones = ['UTC', 'Asia/Tokyo', 'UTC'].map((timeZone) =>
      timeText(AT, { locale: 'en-GB', timeZone, style: 'time' }),
    );
    expect(zones).toEqual(['21:45', '06:45', '21:45']);
  });

  it('gives back what is not an instant', () => {
    expect(timeText('soon', { ...en, style: 'date' })).toBe('soon');
  });
});
