import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_TERMINAL, driveTerminal, type Seen } from './on-terminal.ts';
import { MAIN, OWNER_PASSWORD, Sandbox } from './run-built.ts';

describe.skipIf(!HAS_TERMINAL)('prompts on a terminal', () => {
  let box: Sandbox;
  beforeAll(() => {
    box = new Sandbox();
  });
  afterAll(() => {
    box.remove();
  });

  function onTerminal(
    args: string[],
    script: readonly (readonly [prompt: string, keys: string])[],
  ): Seen {
    return driveTerminal([process.execPath, MAIN, ...args], box.environment(), script);
  }

  const PASSWORD_PROMPT = 'Password of the vault: ';

  it('set up a vault with a password typed twice, store a value and show it, without an echo', () => {
    const init = onTerminal(
      ['init'],
      [
        ['New password: ', `${OWNER_PASSWORD}\r`],
        ['The same again: ', `${OWNER_PASSWORD}\r`],
      ],
    );
    expect(init.exit).toBe(0);
    expect(init.screen).not.toContain('lanterns');

    const value = 'sk-typed-väl';
    const set = onTerminal(
      ['set', 'typed'],
      [
        [PASSWORD_PROMPT, `wrong\x15${OWNER_PASSWORD}\r`],
        ['Value (not shown): ', `${value}üe\x7f\x7fue\r`],
      ],
    );
    expect(set.exit).toBe(0);
    expect(set.screen).not.toContain('sk-typed');

    const get = onTerminal(['get', 'typed'], [[PASSWORD_PROMPT, `${OWNER_PASSWORD}\r`]]);
    expect(get.exit).toBe(0);
    expect(get.screen.endsWith(`${value}ue\r\n`)).toBe(true);
  });

  it('end at Ctrl+C with 130, leave nothing behind and switch the echo on again', () => {
    const seen = onTerminal(['ls'], [[PASSWORD_PROMPT, 'secret-half\x03']]);
    expect(seen.exit).toBe(130);
    expect(seen.screen).not.toContain('secret-half');
    expect(seen.screen.endsWith('\x1b[?2004l\r\n')).toBe(true);
    expect(seen.echo).not.toBe(false);
    expect(existsSync(join(box.home, 'vault.db-wal'))).toBe(false);
  });

  it('ask before something is removed', () => {
    const script = [
      [PASSWORD_PROMPT, `${OWNER_PASSWORD}\r`],
      ['[y/N] ', 'n\r'],
    ] as const;
    const kept = onTerminal(['rm', 'typed'], script);
    expect(kept.exit).toBe(1);
    expect(kept.screen).toContain('Nothing was removed.');
  });
});
