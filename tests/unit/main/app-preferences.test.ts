import { afterAll, describe, expect, it } from 'vitest';
import { AppPreferences } from '../../../src/main/app-preferences.ts';
import { fixedInfo } from '../../../src/main/fixed-info.ts';
import { WindowPreferencesFile } from '../../../src/runtime/window-preferences.ts';
import { emptyHome, removeHomes } from '../../support/vault-fixture.ts';

afterAll(removeHomes);

function over(home: string) {
  const file = new WindowPreferencesFile(home);
  return new AppPreferences(file, fixedInfo(home, '0.0.0'), ['de-DE', 'en-GB']);
}

describe('the window’s choices', () => {
  it('are the same after the next start', () => {
    const home = emptyHome();
    const first = over(home);
    expect(first.info()).toMatchObject({ language: 'de', locale: 'de-DE', home });
    first.change({ language: 'en', theme: 'dark', contentProtection: false });
    const second = over(home).info();
    expect(second).toEqual(first.info());
    expect(second).toMatchObject({
      preferences: { theme: 'dark', language: 'en', contentProtection: false, tray: true },
      language: 'en',
      locale: 'en-GB',
    });
  });

  it('give texts in the language in use', () => {
    const preferences = over(emptyHome());
    expect(preferences.t('shell.quit')).toBe('Beenden');
    preferences.change({ language: 'en' });
    expect(preferences.t('shell.quit')).toBe('Quit');
  });

  it('know what was said once', () => {
    const home = emptyHome();
    expect(over(home).isFirstTime('still-there')).toBe(true);
    expect(over(home).isFirstTime('still-there')).toBe(false);
  });

  it('hold for this run where they cannot be kept', () => {
    const file = new WindowPreferencesFile(emptyHome());
    const broken = {
      read: () => file.read(),
      change: (): never => {
        throw new Error('no space');
      },
    };
    const preferences = new AppPreferences(broken, fixedInfo('', ''), []);
    const bounds = { x: 1, y: 2, width: 800, height: 700, maximized: false };
    preferences.remember({ bounds });
    expect(preferences.present.bounds).toEqual(bounds);
    expect(() => {
      preferences.change({ theme: 'dark' });
    }).toThrow();
    expect(preferences.present.theme).toBe('system');
  });
});
