import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeBrowserFolder } from '../../../src/runtime/browser-folder.ts';
import { emptyHome, removeHomes } from '../../support/vault-fixture.ts';

afterAll(removeHomes);

describe('the browser’s folder', () => {
  it('is made in the data folder for its owner alone, and found again', () => {
    const home = join(emptyHome(), 'new', 'home');
    const folder = makeBrowserFolder(home);
    expect(folder).toBe(join(home, 'browser'));
    if (process.platform !== 'win32') expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(makeBrowserFolder(home)).toBe(folder);
  });

  it('is null where there can be none', () => {
    const file = join(emptyHome(), 'file');
    writeFileSync(file, '');
    expect(makeBrowserFolder(file)).toBeNull();
  });
});
