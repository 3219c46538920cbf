import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/cli/catalogue.ts';
import { fakeWorld } from './fake-world.ts';

const CANARY = 'sk-hunter2-CANARY';

describe('a command line that is not understood', () => {
  it.each([
    ['set', 'NAME', CANARY],
    ['set', 'NAME', `--valu=${CANARY}`],
    ['set', 'NAME', '--field', 'x', CANARY],
    ['get', 'NAME', CANARY],
    ['get', '--no-such', CANARY],
    [`--${CANARY}`],
    [CANARY],
    [`${CANARY}\n(Did you mean ${CANARY}?)`],
    ['set', 'NAME', '--kind', CANARY],
    ['set', 'NAME', '--expires', CANARY],
    ['ls', '--expiring', CANARY],
    ['import', 'FILE', '--from', CANARY],
    ['completion', CANARY],
    ['audit', CANARY],
    ['audit', '--outcome', CANARY],
    ['audit', '--correlation-id', CANARY],
    ['migrate', 'down', '--to', CANARY],
    ['settings', CANARY],
    ['restore', 'NAME', '--version', CANARY],
    ['generate', '--length', CANARY],
    ['status', CANARY],
  ])('ends with exit 2 and is not repeated: %j %j %j', async (...args) => {
    for (const asked of [args, [...args, '--json'], ['--json', ...args]]) {
      const world = fakeWorld();
      expect(await world.run(...asked)).toBe(2);
      expect(world.stderr()).toContain('invalid_input');
      expect(world.stdout() + world.stderr()).not.toContain(CANARY);
      expect(world.opened.options).toEqual([]);
    }
  });

  it('is not repeated as a suggestion of its own making', async () => {
    for (const text of ['x\n(Did you mean canary?)', 'x\n(Did you mean canary?)\n']) {
      const world = fakeWorld();
      await world.run(text);
      expect(world.stderr()).not.toContain('canary');
    }
  });

  it('says why a value is no argument', async () => {
    const world = fakeWorld();
    await world.run('set', 'NAME', CANARY);
    expect(world.stderr()).toContain('A value is never an argument');
  });

  it('suggests the nearest command or option', async () => {
    for (const [args, suggestion] of [
      [['statsu'], 'status'],
      [['get', 'x', '--verson', '1'], '--version'],
      [['audit', 'verfy'], ''],
    ] as const) {
      const world = fakeWorld();
      expect(await world.run(...args)).toBe(2);
      if (suggestion !== '') expect(world.stderr()).toContain(`Did you mean ${suggestion}?`);
    }
  });

  it('is complained about in JSON if JSON was asked for anywhere before --', async () => {
    const world = fakeWorld();
    await world.run('get', '--json');
    expect(JSON.parse(world.stderr())).toMatchObject({ error: { code: 'invalid_input' } });
    const other = fakeWorld();
    await other.run('get', '--', 'a', '--json');
    expect(other.stderr()).toContain('strongroom: ');
  });

  it('never ends in an unnamed failure, whatever the arguments are', async () => {
    const names = CATALOGUE.map(({ name }) => name).filter((name) => name !== 'generate');
    const word = fc.oneof(
      fc.constantFrom(
        '--json',
        '--field',
        '--version',
        '--',
        '-',
        '--yes',
        '--from',
        'dotenv',
        'verify',
        '-h',
      ),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', '\0', '\ud800', '\u202e', ''),
    );
    const run = async (name: string, args: readonly string[]): Promise<void> => {
      const world = fakeWorld();
      world.openFailure = new Error('must not be printed');
      const exit = await world.run(name, ...args);
      expect([0, 1, 2]).toContain(exit);
      expect(world.stderr()).not.toContain('must not be printed');
      if (exit !== 0) expect(world.stderr()).toMatch(/code [a-z_]+|"code":"[a-z_]+"/);
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.array(word, { maxLength: 5 }), run),
      { numRuns: 300 },
    );
  });
});

describe('help', () => {
  it('is data: on stdout, exit 0, also without any argument', async () => {
    const texts = [];
    for (const args of [[], ['--help'], ['-h'], ['help']]) {
      const world = fakeWorld();
      expect(await world.run(...args)).toBe(0);
      expect(world.stderr()).toBe('');
      texts.push(world.stdout());
    }
    expect(new Set(texts).size).toBe(1);
    for (const { name, hidden } of CATALOGUE) {
      expect(texts[0]?.includes(`\n  ${name} `)).toBe(hidden !== true);
    }
  });

  it.each(CATALOGUE.map(({ name }) => name))(
    'of %s shows its options, asked for either way',
    async (name) => {
      const world = fakeWorld();
      expect(await world.run(name, '--help')).toBe(0);
      const other = fakeWorld();
      expect(await other.run('help', name)).toBe(0);
      expect(world.stdout()).toContain('--json');
      expect(other.stdout()).toBe(world.stdout());
    },
  );

  it('prints the version', async () => {
    for (const flag of ['--version', '-V']) {
      const world = fakeWorld();
      expect(await world.run(flag)).toBe(0);
      expect(world.stdout()).toBe('9.9.9\n');
    }
  });
});
