import { comparison } from '../../support/pixels.ts';
import { expect, test } from './sample.ts';

const made = { platform: 'linux', chromium: 150 };
const here = (
  chromium: number,
  kind: 'chromium' | 'electron' = 'chromium',
  platform = 'linux',
) => ({
  platform,
  chromium,
  kind,
});

test.describe('pictures', () => {
  test('are compared exactly with the browser they were made with, and when there are none yet', () => {
    for (const required of [true, false]) {
      expect(comparison(here(150), made, required)).toBe('exact');
      expect(comparison(here(151), null, required)).toBe('exact');
    }
  });

  test('of another browser are compared loosely where one is required, else not', () => {
    for (const other of [here(151), here(150, 'chromium', 'darwin')]) {
      expect(comparison(other, made, true)).toBe('loose');
      expect(comparison(other, made, false)).toBe('none');
    }
  });

  test('are not compared in Electron, which draws its own way', () => {
    expect(comparison(here(150, 'electron'), made, true)).toBe('none');
  });
});
