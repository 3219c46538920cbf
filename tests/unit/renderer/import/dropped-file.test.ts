import { describe, expect, it } from 'vitest';
import {
  DROP_BYTES,
  formatOf,
  readDropped,
  type DroppedFile,
} from '../../../../src/renderer/features/import/dropped-file.ts';

const file = (name: string, text = 'A=1', size?: number): DroppedFile => {
  const content = new TextEncoder().encode(text);
  return {
    name,
    size: size ?? content.length,
    arrayBuffer: () => Promise.resolve(content.buffer),
  };
};

describe('a dropped file', () => {
  it('is read with its format and its name', async () => {
    expect(await readDropped([file('bot.env')])).toEqual({
      kind: 'read',
      format: 'dotenv',
      fileName: 'bot.env',
      content: new TextEncoder().encode('A=1'),
    });
  });

  it('is refused when it is too large, before it is read', async () => {
    const large: DroppedFile = {
      name: 'big.env',
      size: DROP_BYTES + 1,
      arrayBuffer: () => Promise.reject(new Error('was read')),
    };
    expect(await readDropped([large])).toEqual({ kind: 'refused', why: 'too_large' });
    const fits = await readDropped([file('fits.env', 'A=1', DROP_BYTES)]);
    expect(fits.kind).toBe('read');
  });

  it('is refused when it is several, none, or a folder', async () => {
    expect(await readDropped([file('a.env'), file('b.env')])).toEqual({
      kind: 'refused',
      why: 'several',
    });
    expect(await readDropped([])).toEqual({ kind: 'refused', why: 'unreadable' });
    const folder = { ...file('keys'), arrayBuffer: () => Promise.reject(new Error('a folder')) };
    expect(await readDropped([folder])).toEqual({ kind: 'refused', why: 'unreadable' });
  });

  it('is known as an older store by its name or by its first bytes', async () => {
    const database = { kind: 'refused', why: 'database' };
    expect(await readDropped([file('vault.DB', '', DROP_BYTES * 9)])).toEqual(database);
    expect(await readDropped([file('vault', 'SQLite format 3\0…')])).toEqual(database);
  });
});

describe('the format of a file', () => {
  const format = (name: string, text = '') => formatOf(name, new TextEncoder().encode(text));

  it('is what its name says', () => {
    for (const name of ['.env', '.env.local', 'prod.env', 'Prod.ENV', '.env.production']) {
      expect(format(name, '{"A":"1"}')).toBe('dotenv');
    }
    expect(format('keys.JSON', 'A=1')).toBe('json');
  });

  it('is what it begins with where the name says nothing', () => {
    expect(format('keys.txt', '\uFEFF \n{"A":"1"}')).toBe('json');
    expect(format('keys.txt', '# mine\nA=1')).toBe('dotenv');
    expect(format('environment', '')).toBe('dotenv');
  });
});
