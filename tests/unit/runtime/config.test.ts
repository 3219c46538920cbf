import { isAbsolute, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/runtime/config.ts';

describe('readConfig', () => {
  it('takes STRONGROOM_HOME, made absolute', () => {
    expect(readConfig({ STRONGROOM_HOME: '/somewhere/else' }).home).toBe('/somewhere/else');
    expect(readConfig({ STRONGROOM_HOME: 'here' }).home).toBe(resolve('here'));
  });

  it.skipIf(process.platform === 'win32' || process.platform === 'darwin')(
    'else takes the usual place of the system, and no relative one',
    () => {
      expect(readConfig({ XDG_DATA_HOME: '/data' }).home).toBe(join('/data', 'strongroom'));
      for (const env of [{}, { STRONGROOM_HOME: '' }, { XDG_DATA_HOME: 'data' }]) {
        const { home } = readConfig(env);
        expect(isAbsolute(home)).toBe(true);
        expect(home.endsWith(join('.local', 'share', 'strongroom'))).toBe(true);
      }
    },
  );

  it('reads NO_COLOR as it is meant: set and not empty', () => {
    expect([{}, { NO_COLOR: '' }, { NO_COLOR: '1' }].map((env) => readConfig(env).noColor)).toEqual(
      [false, false, true],
    );
  });
});
