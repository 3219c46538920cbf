import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  WindowPreferencesFile,
  type WindowPreferences,
} from '../../../src/runtime/window-preferences.ts';
import { emptyHome, removeHomes } from '../../support/vault-fixture.ts';

afterAll(removeHomes);

const DEFAULTS: WindowPreferences = {
  theme: 'system',
  language: 'system',
  contentProtection: true,
  tray: true,
  bounds: null,
  saidOnce: [],
};
const CHOSEN: WindowPreferences = {
  theme: 'dark',
  language: 'de',
  contentProtection: false,
  tray: false,
  bounds: { x: -20, y: 0, width: 1100, height: 800, maximized: true },
  saidOnce: ['tray.stays'],
};

/** A data folder with this text as its window.json. */
function homeWith(text: string): string {
  const home = emptyHome();
  writeFileSync(join(home, 'window.json'), text, { mode: 0o600 });
  return home;
}

const read = (home: string) => new WindowPreferencesFile(home).read();
const modeOf = (path: string) => lstatSync(path).mode & 0o777;

describe('window preferences', () => {
  it('are the defaults where there is no file and no folder, and reading makes neither', () => {
    const home = join(emptyHome(), 'not', 'there');
    expect(read(home)).toEqual(DEFAULTS);
    expect(existsSync(home)).toBe(false);
  });

  it('are kept as they were chosen, one by one or together', () => {
    const file = new WindowPreferencesFile(emptyHome());
    expect(file.change(CHOSEN)).toEqual(CHOSEN);
    expect(file.read()).toEqual(CHOSEN);
    expect(file.change({ theme: 'light' })).toEqual({ ...CHOSEN, theme: 'light' });
    expect(file.change({ bounds: null, saidOnce: [] })).toEqual({
      ...CHOSEN,
      theme: 'light',
      bounds: null,
      saidOnce: [],
    });
  });

  it.skipIf(process.platform === 'win32')('lie in a private file of a private folder', () => {
    const home = join(emptyHome(), 'new');
    new WindowPreferencesFile(home).change({ tray: false });
    expect(modeOf(home)).toBe(0o700);
    expect(modeOf(join(home, 'window.json'))).toBe(0o600);
    expect(readdirSync(home)).toEqual(['window.json']);
    chmodSync(join(home, 'window.json'), 0o644);
    new WindowPreferencesFile(home).change({ tray: true });
    expect(modeOf(join(home, 'window.json'))).toBe(0o600);
  });

  it('fall back one by one where a value does not fit', () => {
    const wrong: Record<keyof WindowPreferences, readonly unknown[]> = {
      theme: ['pink', 1, null, ['dark'], {}],
      language: ['fr', true],
      contentProtection: ['yes', 1, null],
      tray: ['no', 0],
      bounds: [
        1,
        [],
        {},
        { ...CHOSEN.bounds, x: 1.5 },
        { ...CHOSEN.bounds, y: 1e9 },
        { ...CHOSEN.bounds, width: 0 },
        { ...CHOSEN.bounds, height: -800 },
        { ...CHOSEN.bounds, width: '1100' },
        { ...CHOSEN.bounds, maximized: 1 },
      ],
      saidOnce: ['tray', { 0: 'tray' }, [1], ['a', null], ['Not An Id'], Array(65).fill('x')],
    };
    for (const [key, values] of Object.entries(wrong)) {
      for (const value of values) {
        const home = homeWith(JSON.stringify({ ...CHOSEN, [key]: value }));
        const expected = { ...CHOSEN, [key]: DEFAULTS[key as keyof WindowPreferences] };
        expect(read(home), JSON.stringify(value)).toEqual(expected);
      }
    }
  });

  it.each([
    ['', 'nothing'],
    ['{"theme":"dark"', 'half a file'],
    ['[]', 'a list'],
    ['null', 'null'],
    ['"dark"', 'a text'],
    [`{"theme":"dark","x":"${'x'.repeat(70_000)}"}`, 'far too much'],
    ['{"__proto__":{"theme":"dark"}}', 'a prototype'],
  ])('are the defaults where the file holds something else (%#)', (text) => {
    const home = homeWith(text);
    expect(read(home)).toEqual(DEFAULTS);
    expect(new WindowPreferencesFile(home).change({ tray: false }).tray).toBe(false);
    expect(read(home)).toEqual({ ...DEFAULTS, tray: false });
  });

  it('keep what another version wrote beside them', () => {
    const home = homeWith('{"zoom":1.5,"theme":"dark","later":{"a":[1]}}');
    new WindowPreferencesFile(home).change({ theme: 'light' });
    const stored: unknown = JSON.parse(readFileSync(join(home, 'window.json'), 'utf8'));
    expect(stored).toEqual({ zoom: 1.5, theme: 'light', later: { a: [1] } });
  });

  it('refuse what does not fit, and then the file stays', () => {
    const home = homeWith('{"theme":"dark"}');
    const file = new WindowPreferencesFile(home);
    for (const patch of [
      { theme: 'pink' },
      { saidOnce: ['my password is hunter 2'] },
      { tray: undefined },
      { password: 'hunter2' },
      { __proto__: null, constructor: 1 },
    ]) {
      expect(() => file.change(patch as never)).toThrow(
        expect.objectContaining({ code: 'invalid_input' }),
      );
    }
    expect(readFileSync(join(home, 'window.json'), 'utf8')).toBe('{"theme":"dark"}');
  });

  it.skipIf(process.platform === 'win32')('are neither read nor written through a link', () => {
    const [home, elsewhere] = [emptyHome(), emptyHome()];
    const target = join(elsewhere, 'target.json');
    writeFileSync(target, '{"theme":"dark"}');
    symlinkSync(target, join(home, 'window.json'));
    const file = new WindowPreferencesFile(home);
    expect(file.read()).toEqual(DEFAULTS);
    expect(() => file.change({ theme: 'light' })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    expect(readFileSync(target, 'utf8')).toBe('{"theme":"dark"}');
    expect(readdirSync(home)).toEqual(['window.json']);
  });

  it('are written although a crash left half a file, and say so where they cannot be', () => {
    const home = homeWith('{"theme":"dark"}');
    writeFileSync(join(home, 'window.json.new'), '{"the');
    new WindowPreferencesFile(home).change({ tray: false });
    expect(read(home)).toEqual({ ...DEFAULTS, theme: 'dark', tray: false });
    expect(readdirSync(home)).toEqual(['window.json']);

    const taken = emptyHome();
    mkdirSync(join(taken, 'window.json'));
    const file = new WindowPreferencesFile(taken);
    expect(file.read()).toEqual(DEFAULTS);
    expect(() => file.change({ tray: false })).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });
});
