import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/cli/catalogue.ts';
import { SHELLS } from '../../src/cli/completion-script.ts';
import { fakeWorld } from './fake-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'strongroom-completion-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function saved(script: string): string {
  const file = join(folder, 'script');
  writeFileSync(file, script);
  return file;
}

async function scriptFor(shell: string): Promise<string> {
  const world = fakeWorld();
  expect(await world.run('completion', shell)).toBe(0);
  return world.stdout();
}

function bashCompletes(script: string, ...words: string[]): string[] {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const run = `${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _strongroom; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['--norc', '-c', run], { encoding: 'utf8' });
  return stdout.split('\n').filter((word) => word !== '');
}

describe('completion', () => {
  it.each(SHELLS)('for %s knows every command and hides what is hidden', async (shell) => {
    const script = await scriptFor(shell);
    for (const { name, hidden } of CATALOGUE) {
      expect(new RegExp(`[\\s'(]${name}[\\s':]`).test(script)).toBe(hidden !== true);
    }
    expect(script).toContain('password-file');
  });

  it.each(SHELLS)(
    'for %s is a script that the shell accepts, where the shell is installed',
    async (shell) => {
      const script = await scriptFor(shell);
      const checked = spawnSync(shell, ['-n', saved(script)], { encoding: 'utf8' });
      const isMissing =
        checked.error !== undefined && 'code' in checked.error && checked.error.code === 'ENOENT';
      expect(isMissing ? '' : checked.stderr).toBe('');
      expect(isMissing || checked.status === 0).toBe(true);
      // Debian always has bash; the others are looked at where they are.
      expect(shell === 'bash' && isMissing).toBe(false);
    },
  );

  it('in fish completes commands, words of commands and options, where fish is installed', async () => {
    if (spawnSync('fish', ['--version']).status !== 0) return;
    const script = await scriptFor('fish');
    const file = saved(script);
    const completes = (line: string): readonly string[] => {
      const run = `source '${file}'; complete -C '${line}'`;
      const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', run], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      return stdout
        .split('\n')
        .flatMap((shown) => (shown === '' ? [] : [shown.split('\t')[0] ?? '']));
    };
    expect(completes('strongroom st')).toEqual(['status']);
    expect(completes('strongroom audit v')).toEqual(['verify']);
    expect(completes('strongroom set NAME --exp')).toEqual(['--expires']);
    expect(completes('strongroom settings re')).toEqual(['reset']);
    expect(completes('strongroom completion f')).toEqual(['fish']);
  });

  it('in bash completes what an option takes when there are few of it', async () => {
    const script = await scriptFor('bash');
    expect(bashCompletes(script, 'strongroom', 'import', 'f', '--from', 'p')).toEqual([
      'python-store',
    ]);
    expect(bashCompletes(script, 'strongroom', 'usage', '--from', 'p')).toEqual([]);
    expect(bashCompletes(script, 'strongroom', 'set', 'a', '--kind', '')).toEqual([
      'broker',
      'llm',
      'generic',
    ]);
  });

  it('in bash completes commands, words of commands and options', async () => {
    const script = await scriptFor('bash');
    expect(bashCompletes(script, 'strongroom', 'st')).toEqual(['status']);
    expect(bashCompletes(script, 'strongroom', 'audit', 'v')).toEqual(['verify']);
    expect(bashCompletes(script, 'strongroom', 'set', 'NAME', '--exp')).toEqual(['--expires']);
    expect(bashCompletes(script, 'strongroom', 'settings', 're')).toEqual(['reset']);
    expect(bashCompletes(script, 'strongroom', 'completion', 'f')).toEqual(['fish']);
    expect(bashCompletes(script, 'strongroom', 'set', 'NAME', '--description', '')).toEqual([]);
  });
});
