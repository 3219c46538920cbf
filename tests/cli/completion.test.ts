import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/cli/catalogue.ts';
import { SHELLS } from '../../src/cli/completion-script.ts';
import { fakeWorld } from './fake-world.ts';

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
      const checked = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' });
      const isMissing =
        checked.error !== undefined && 'code' in checked.error && checked.error.code === 'ENOENT';
      expect(isMissing ? '' : checked.stderr).toBe('');
      expect(isMissing || checked.status === 0).toBe(true);
      // Debian always has bash; the others are looked at where they are.
      expect(shell === 'bash' && isMissing).toBe(false);
    },
  );

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
