import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/cli/catalogue.ts';
import { describeAll } from '../../src/cli/program.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
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

  it('names what is missing, and the help of the command it is about', async () => {
    for (const [args, expected] of [
      [['get'], 'The argument <name> is missing. See `strongroom get --help`.'],
      [['rename', 'a'], 'The argument <new-name> is missing. See `strongroom rename --help`.'],
      [['import', 'f'], 'The option --from <format> is missing. See `strongroom import --help`.'],
      [['get', 'x', '--field'], 'The option --field <name> needs its value.'],
      [['audit', 'verify', 'x'], 'See `strongroom audit verify --help`.'],
      [['settings'], 'The command takes another word after it. See `strongroom settings --help`.'],
      [['settings', 'nope'], 'There is no such command. See `strongroom settings --help`.'],
      [['nope'], 'There is no such command. See `strongroom --help`.'],
    ] as const) {
      const world = fakeWorld();
      expect(await world.run(...args)).toBe(2);
      expect(world.stderr()).toContain(expected);
    }
  });

  it('says the rule alone: that the input is not valid goes without saying', async () => {
    const world = fakeWorld();
    await world.run('get', 'x', '--version', '0');
    expect(world.io.talked[0]).toBe('strongroom: A version is a whole number from 1.');
  });

  it('is complained about in JSON if JSON was asked for anywhere before --', async () => {
    const world = fakeWorld();
    await world.run('get', '--json');
    expect(JSON.parse(world.stderr())).toMatchObject({ error: { code: 'invalid_input' } });
    const other = fakeWorld();
    await other.run('get', '--', 'a', '--json');
    expect(other.stderr()).toContain('strongroom: ');
  });

  it('never crashes, never ends with a code outside the table, and never repeats a value', async () => {
    const flags = [...new Set((await everyOption()).flatMap(({ flag }) => flag))];
    const known = fc.constantFrom(...CATALOGUE.map(({ name }) => name), ...WORDS, ...flags);
    const marked = fc
      .tuple(fc.constantFrom('', '--', '-', '--field=', '--json=', '\n', '@', ' '), fc.string())
      .map(([before, after]) => `${before}${CANARY}${after}`);
    const odd = fc.constantFrom(
      '__proto__',
      'constructor',
      '\0',
      '\ud800',
      '\u202e',
      '',
      '-',
      '--',
    );
    const word = fc.oneof(
      { arbitrary: known, weight: 3 },
      marked,
      odd,
      fc.string({ unit: 'binary' }),
    );
    const run = async (args: readonly string[]): Promise<void> => {
      const world = fakeWorld();
      world.openFailure = new VaultError('vault_in_use');
      const exit = await world.run(...args);
      const [stdout, stderr] = [world.stdout(), world.stderr()];
      expect([0, 2, 4, 6]).toContain(exit);
      expect(stdout + stderr).not.toContain(CANARY);
      expect(stderr).not.toMatch(/^\s+at |Error:|internal/m);
      if (exit !== 0) expect(stderr).toMatch(/code [a-z_]+|"code":"[a-z_]+"/);
    };
    // Nothing is followed for ever, and nothing is read from this test's own descriptors or files.
    const ends = (args: readonly string[]): boolean =>
      !args.some((arg) => arg.startsWith('--follow'));
    await fc.assert(fc.asyncProperty(fc.array(word, { maxLength: 7 }).filter(ends), run), {
      numRuns: 600,
    });
  });
});

const WORDS = ['verify', 'ls', 'status', 'down', 'dotenv', 'json', 'bash', '7', '90d', 'NAME'];

async function everyOption(): Promise<readonly { readonly flag: readonly string[] }[]> {
  const program = await describeAll();
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  return [program, ...commands].flatMap(({ options }) =>
    options.map(({ long, short }) => ({
      flag: [long, short].filter((flag) => typeof flag === 'string'),
    })),
  );
}

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

  it('of what is no command is a refusal, not the overview', async () => {
    for (const args of [
      ['help', 'nope'],
      ['help', 'audit', 'nope'],
    ]) {
      const world = fakeWorld();
      expect(await world.run(...args)).toBe(2);
      expect(world.stdout()).toBe('');
      expect(world.stderr()).toContain('There is no such command.');
    }
  });

  it('of a word after a command is shown, asked for either way', async () => {
    const texts = [];
    for (const args of [
      ['audit', 'verify', '--help'],
      ['help', 'audit', 'verify'],
    ]) {
      const world = fakeWorld();
      expect(await world.run(...args)).toBe(0);
      texts.push(world.stdout());
    }
    expect(texts[0]).toContain('strongroom audit verify');
    expect(new Set(texts).size).toBe(1);
  });

  it('prints the version in JSON too', async () => {
    for (const args of [
      ['--version', '--json'],
      ['--json', '-V'],
    ]) {
      const world = fakeWorld();
      expect(await world.run(...args)).toBe(0);
      expect(JSON.parse(world.stdout())).toEqual({ version: '9.9.9' });
    }
  });

  it('prints the version', async () => {
    for (const flag of ['--version', '-V']) {
      const world = fakeWorld();
      expect(await world.run(flag)).toBe(0);
      expect(world.stdout()).toBe('9.9.9\n');
    }
  });
});
