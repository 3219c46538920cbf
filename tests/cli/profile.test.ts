import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Place } from '../support/in-process-cli.ts';
import { serveHome, type ServedHome } from '../support/served-home.ts';
import { call, field, removeHomes, unlockedVault } from '../support/vault-fixture.ts';

const TERMINAL = 'd'.repeat(64);

describe('the commands of profiles, on a real vault that is served', () => {
  let served: ServedHome;
  let home = '';
  let bot = '';
  beforeAll(async () => {
    const { vault, home: made } = await unlockedVault();
    bot = (await vault.clients.add({ name: 'bot', externalId: 'user-17' }, call())).id;
    await vault.secrets.set({ name: 'openai', fields: [field('x')] }, call());
    await vault.close();
    home = made;
    served = await serveHome(home);
    await served.open(['ls'], { terminal: TERMINAL });
  });
  afterAll(async () => {
    await served.stop();
    removeHomes();
  });
  const cli = (args: readonly string[], stdin: string | Uint8Array = '', place: Place = {}) =>
    served.run(args, { terminal: TERMINAL, stdin, ...place });
  const json = async <T>(args: readonly string[], stdin = ''): Promise<T> => {
    const { exit, stdout, stderr } = await cli([...args, '--json'], stdin);
    expect([exit, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as T;
  };
  const codeOf = async (args: readonly string[], stdin: string | Uint8Array = '') => {
    const { stderr } = await cli([...args, '--json'], stdin);
    return (JSON.parse(stderr) as { error: { code: string } }).error.code;
  };

  it('show and write a section, which comes on standard input or is typed', async () => {
    const about = await json(['profile', 'set', 'about', '--client', 'bot'], 'line 1\nline 2\n');
    expect(about).toMatchObject({ client_id: bot, about: 'line 1\nline 2', preferences: '' });
    const set = ['profile', 'set', 'identity', '--client', 'bot'];
    const typed = await cli(set, '', { onScreen: true, typed: ['Botty'] });
    expect([typed.exit, typed.stderr]).toEqual([0, 'Written, version 3.']);
    const { stdout } = await cli(['profile', 'show', '--client', 'bot']);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([`id: ${bot}`, 'external id: user-17', 'display name: Botty']),
    );
    expect(stdout).toContain('\nAbout:\nline 1\nline 2\n');
    expect(await json(set, '')).toMatchObject({ identity: { display_name: 'bot' } });
    expect(await codeOf(['profile', 'set', 'shoes'], 'x')).toBe('invalid_input');
    expect(await codeOf(['profile', 'set', 'about'], Uint8Array.of(0xff))).toBe('value_not_text');
    expect(await codeOf(['profile', 'set', 'identity'], 'a\nb')).toBe('invalid_input');
  });

  it('write Markdown to standard output or into a new file', async () => {
    await json(['profile', 'set', 'preferences'], 'tea, no sugar');
    const { stdout } = await cli(['profile', 'export']);
    const { id, identity } = await json<{ id: string; identity: { registered_at: string } }>([
      'profile',
      'show',
    ]);
    const { registered_at: registered } = identity;
    expect(stdout).toBe(
      [
        '# User Profile',
        '',
        '## Identity',
        '',
        `- ID: ${id}`,
        '- Login: -',
        '- Display Name: Owner',
        `- Registered: ${registered.slice(0, 10)} ${registered.slice(11, 19)}`,
        '',
        '## About',
        '',
        '## Preferences',
        '',
        'tea, no sugar',
        '',
      ].join('\n'),
    );
    const file = join(home, 'profile.md');
    await cli(['profile', 'export', '--output', file]);
    expect(readFileSync(file, 'utf8')).toBe(stdout);
    expect(await json(['profile', 'export'])).toEqual({ format: 'md', text: stdout });
  });

  it('are let be read and written by a grant that names no secret', async () => {
    const add = ['grant', 'add', 'bot', '--profile'];
    const { id } = await json<{ id: string }>([...add, '--mode', 'write']);
    expect(await json([...add, '--mode', 'write'])).toEqual({ id });
    const { id: read } = await json<{ id: string }>(add);
    await json(['grant', 'add', 'bot', 'openai']);
    const grants = await json<object[]>(['grant', 'ls', 'bot']);
    expect(grants).toMatchObject([
      { id, object: 'profile', secret_id: null, secret: null, mode: 'write', standing: 'holds' },
      { id: read, object: 'profile', secret_id: null, mode: 'read' },
      { object: 'secret', secret: 'openai', mode: 'read' },
    ]);
    const { stdout } = await cli(['grant', 'ls', 'bot']);
    expect(stdout.split('\n')[0]?.split('\t').slice(0, 3)).toEqual(['bot', '(profile)', 'write']);
    for (const wrong of [
      ['grant', 'add', 'bot'],
      ['grant', 'add', 'bot', 'openai', '--profile'],
      ['grant', 'add', 'bot', '--profile', '--mode', 'sign'],
      ['grant', 'add', 'bot', '--profile', '--expires', '3d'],
      ['grant', 'add', 'bot', 'openai', '--mode', 'write'],
    ]) {
      expect([wrong, await codeOf(wrong)]).toEqual([wrong, 'invalid_input']);
    }
    await json(['grant', 'rm', id]);
    await json(['grant', 'rm', read]);
    expect(await json(['grant', 'ls', 'bot'])).toHaveLength(1);
  });
});
