import { describe, expect, it } from 'vitest';
import { fakeWorld } from './fake-world.ts';

async function generate(...args: string[]): Promise<string> {
  const world = fakeWorld();
  const exit = await world.run('generate', ...args);
  expect({ exit, stderr: world.stderr() }).toEqual({ exit: 0, stderr: '' });
  return world.stdout();
}

describe('generate', () => {
  it('makes a passphrase of as many words as asked for, with the separator asked for', async () => {
    expect((await generate('--words', '7')).split('-')).toHaveLength(7);
    expect((await generate('--words', '6', '--separator', ' ')).split(' ')).toHaveLength(6);
    const { value } = JSON.parse(await generate('--words', '7', '--json')) as { value: string };
    expect(value.split('-')).toHaveLength(7);
  });

  it('makes a password of 24 characters, symbols among them unless told otherwise', async () => {
    const many = await Promise.all(Array.from({ length: 40 }, () => generate()));
    for (const line of many) expect(line).toMatch(/^[!-~]{24}\n$/);
    expect(many.some((line) => /[^A-Za-z0-9\n]/.test(line))).toBe(true);
    for (let i = 0; i < 40; i += 1) {
      expect(await generate('--no-symbols', '--length', '64')).toMatch(/^[A-Za-z0-9]{64}\n$/);
    }
  });

  it('refuses password options for a passphrase and the other way round', async () => {
    for (const args of [
      ['--words', '7', '--no-symbols'],
      ['--words', '7', '--no-ambiguous'],
      ['--words', '7', '--length', '20'],
      ['--separator', '-'],
    ]) {
      const world = fakeWorld();
      expect(await world.run('generate', ...args)).toBe(2);
      expect(world.stdout()).toBe('');
    }
  });
});
