import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import { runCli, type Place } from '../support/in-process-cli.ts';
import { serveHome, type ServedHome } from '../support/served-home.ts';
import { PASSWORD, call, removeHomes, unlockedVault } from '../support/vault-fixture.ts';

const TERMINAL = 'c'.repeat(64);
const HOSTILE = 'a\tplain\u001b[2J\u202etxt';

/** A chat of a client with these prompts, each answered. */
async function chatOf(
  vault: VaultApi,
  client: string,
  title: string,
  prompts: readonly string[],
): Promise<string> {
  const { conversations } = vault;
  const { id } = await conversations.create('owner', { title, agent: 'Scout' }, call());
  for (const prompt of prompts) {
    const turn = { conversationId: id, model: 'small-1' };
    await conversations.append('owner', { ...turn, role: 'user', content: prompt }, call());
    const answer = { ...turn, role: 'assistant' as const, content: `answer to ${prompt}` };
    await conversations.append('owner', answer, call());
  }
  if (client !== 'owner') await conversations.assign('owner', { id, client }, call());
  return id;
}

describe('the commands of chats, on a real vault that is served', () => {
  let served: ServedHome;
  let home = '';
  let bot = '';
  let chats: Record<'bot' | 'other' | 'own', string> = { bot: '', other: '', own: '' };
  beforeAll(async () => {
    const { vault, home: made } = await unlockedVault();
    bot = (await vault.clients.add({ name: 'bot' }, call())).id;
    const other = (await vault.clients.add({ name: 'other' }, call())).id;
    chats = {
      bot: await chatOf(vault, bot, 'Spreads', ['heron over the harbour', 'pelican']),
      other: await chatOf(vault, other, 'Gulls', ['gulls and a heron']),
      own: await chatOf(vault, 'owner', HOSTILE.replaceAll(/[\u001b\t]/g, ''), [HOSTILE]),
    };
    await vault.close();
    home = made;
    served = await serveHome(home);
    await served.open(['ls'], { terminal: TERMINAL });
  });
  afterAll(async () => {
    await served.stop();
    removeHomes();
  });
  const cli = (args: readonly string[], place: Place = {}, stdin = '') =>
    served.run(args, { terminal: TERMINAL, stdin, ...place });
  const json = async <T>(...args: string[]): Promise<T> => {
    const { exit, stdout, stderr } = await cli([...args, '--json']);
    expect([exit, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as T;
  };
  const refused = async (...args: string[]) => {
    const { exit, stdout, stderr } = await cli([...args, '--json']);
    expect(stdout).toBe('');
    return [exit, (JSON.parse(stderr) as { error: { code: string } }).error.code];
  };

  it('list those of everybody, of one client and of the owner', async () => {
    const all = await json<{ id: string; turn_count: number }[]>('chat', 'ls');
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(Object.values(chats)));
    const ofBot = await json<{ client_id: string; title: string }[]>(
      'chat',
      'ls',
      '--client',
      'BOT',
    );
    expect(ofBot).toMatchObject([{ id: chats.bot, client_id: bot, title: 'Spreads' }]);
    const own = await json<object[]>('chat', 'ls', '--client', 'owner');
    expect(own).toMatchObject([{ id: chats.own, client_id: null, turn_count: 2 }]);
    const first = await cli(['chat', 'ls', '--limit', '1']);
    expect(first.stdout.split('\n')).toHaveLength(2);
    expect(first.stderr).toContain('There are more');
  });

  it('take the first eight characters of an id, if one chat alone begins so', async () => {
    const [short] = chats.bot.slice('con_'.length).split('-');
    expect(await json('chat', 'show', String(short))).toMatchObject({ id: chats.bot });
    expect(await json('chat', 'show', `con_${short}-`)).toMatchObject({ id: chats.bot });
    expect(await refused('chat', 'show', String(short).slice(0, 7))).toEqual([2, 'invalid_input']);
    expect(await refused('chat', 'show', '00000000')).toEqual([4, 'not_found']);
    expect(await refused('chat', 'show', 'con_%_______')).toEqual([2, 'invalid_input']);
  });

  it('refuse a beginning that several chats share', async () => {
    const exported = await json<{ conversation: { id: string } }>(
      'chat',
      'export',
      chats.bot,
      '--format',
      'json',
    );
    const twin = chats.bot.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const file = join(home, 'twin.json');
    const conversation = { ...exported.conversation, id: twin };
    writeFileSync(file, JSON.stringify({ ...exported, conversation }));
    await json('chat', 'import', file);
    expect(await refused('chat', 'show', twin.slice(0, 20))).toEqual([2, 'invalid_input']);
    expect(await json('chat', 'show', twin)).toMatchObject({ id: twin });
    expect(await json('chat', 'rm', twin, '--yes')).toEqual({
      removed: true,
      id: twin,
      turns: 4,
    });
  });

  it('show the newest turns in their order', async () => {
    const shown = await json<{ turns: { sequence: number; content: string }[] }>(
      'chat',
      'show',
      chats.bot,
    );
    expect(shown.turns.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(shown.turns[0]).toMatchObject({
      role: 'user',
      content: 'heron over the harbour',
      model: 'small-1',
      client_id: bot,
    });
    const last = await cli(['chat', 'show', chats.bot, '--limit', '1']);
    expect(last.stdout).toContain('answer to pelican');
    expect(last.stdout).not.toContain('heron');
    expect(last.stderr).toContain('earlier turns');
  });

  it('escape on a terminal what was stored, and leave it as it is in a pipe', async () => {
    const screen = { onScreen: true };
    for (const args of [
      ['chat', 'show', chats.own],
      ['chat', 'search', 'plain'],
      ['chat', 'export', chats.own],
      ['chat', 'ls'],
    ]) {
      const { stdout } = await cli(args, screen);
      expect([args, stdout]).toEqual([args, expect.stringContaining('\\u{202e}')]);
      expect(stdout).not.toContain('\u001b[2J');
      expect(stdout).not.toContain('\u202e');
    }
    expect((await cli(['chat', 'show', chats.own])).stdout).toContain(HOSTILE);
    expect((await cli(['chat', 'export', chats.own])).stdout).toContain(HOSTILE);
  });

  it('search everything, prompts first', async () => {
    const found = await json<{ hits: { role: string; snippet: string }[] }>(
      'chat',
      'search',
      'heron',
    );
    expect(found).toMatchObject({ total: 4, complete: true });
    expect(found.hits.map(({ role }) => role)).toEqual(['user', 'user', 'assistant', 'assistant']);
    const ids = async (...args: string[]): Promise<readonly string[]> =>
      (await json<{ hits: { conversation_id: string }[] }>('chat', 'search', ...args)).hits.map(
        ({ conversation_id: id }) => id,
      );
    expect(await ids('heron', '--client', 'bot')).toEqual([chats.bot, chats.bot]);
    expect(await ids('heron', '--conversation', chats.other.slice(0, 16))).toEqual([
      chats.other,
      chats.other,
    ]);
    expect(await ids('"over the harbour"')).toEqual([chats.bot, chats.bot]);
    expect(await ids('"harbour over"')).toEqual([]);
    expect(await ids('pelican', 'gulls')).toEqual([]);
    expect(await ids('pelican', 'gulls', '--any')).toHaveLength(4);
    expect(await ids('heron', '--model', 'other')).toEqual([]);
    expect(await ids('heron', '--to', '2001-01-01')).toEqual([]);
    expect(await ids('heron', '--from', '2001-01-01', '--to', '2999-01-01')).toHaveLength(4);
    const text = await cli(['chat', 'search', 'pelican', '--limit', '1']);
    expect(text.stdout.split('\t')).toEqual([
      chats.bot,
      '3',
      'bot',
      'user',
      expect.any(String),
      'Spreads',
      'pelican\n',
    ]);
    expect(text.stderr).toContain('1 of 2');
    const screen = await cli(['chat', 'search', 'pelican'], { onScreen: true });
    expect(screen.stdout).toContain('\u001b[1mpelican\u001b[22m');
    expect(await refused('chat', 'search', '...')).toEqual([2, 'invalid_input']);
    expect(await refused('chat', 'search', 'x', '--from', '30d')).toEqual([2, 'invalid_input']);
  });

  it('export Markdown in the documented form, byte for byte', async () => {
    const { created_at: created, updated_at: updated } = await json<Record<string, string>>(
      'chat',
      'show',
      chats.bot,
    );
    const { turns } = await json<{ turns: { created_at: string }[] }>('chat', 'show', chats.bot);
    const time = (instant = ''): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;
    const at = turns.map((turn) => `[${time(turn.created_at)}]`);
    const { stdout } = await cli(['chat', 'export', chats.bot, '--format', 'md']);
    expect(stdout).toBe(
      [
        '# Chat Session',
        '',
        `- ID: ${chats.bot}`,
        '- User: bot',
        '- Agent: Scout',
        `- Created: ${time(created)}`,
        `- Updated: ${time(updated)}`,
        '',
        '---',
        '',
        '## Conversation',
        '',
        `${at[0]} **bot**: heron over the harbour`,
        '',
        `${at[1]} **Scout**: answer to heron over the harbour`,
        '',
        `${at[2]} **bot**: pelican`,
        '',
        `${at[3]} **Scout**: answer to pelican`,
        '',
      ].join('\n'),
    );
    expect(at[0]).toMatch(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]$/);
  });

  it('write an export into a new file of the owner’s alone, and take it in again', async () => {
    const file = join(home, 'chat.json');
    const args = ['chat', 'export', chats.other, '--format', 'json', '-o', file];
    expect((await cli(args)).stdout).toBe('');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await cli(args)).stderr).toContain('there already');
    expect(await refused('chat', 'import', file)).toEqual([2, 'name_taken']);
    await json('chat', 'rm', chats.other, '--yes');
    const back = await json('chat', 'import', file, '--client', 'other');
    expect(back).toEqual({ id: chats.other, turns: 2 });
    const again = join(home, 'again.json');
    await cli(['chat', 'export', chats.other, '--format', 'json', '--output', again]);
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(file, 'utf8'));
    for (const broken of ['{', '[]', '{"conversation":{}}', '{"conversation":{},"turns":[1]}']) {
      writeFileSync(file, broken);
      expect(await refused('chat', 'import', file)).toEqual([2, 'invalid_input']);
    }
  });

  it('begin, rename, assign, reset and remove a chat', async () => {
    const { id } = await json<{ id: string }>('chat', 'new', 'First', '--client', 'bot');
    expect(await json('chat', 'rename', id, 'Second')).toMatchObject({
      id,
      title: 'Second',
      client_id: bot,
    });
    expect(await json('chat', 'assign', id, 'owner')).toMatchObject({ id, client_id: null });
    expect(await json('chat', 'assign', id, 'bot')).toMatchObject({ id, client_id: bot });
    expect(await refused('chat', 'assign', id, 'nobody')).toEqual([4, 'not_found']);
    expect(await refused('chat', 'reset', id)).toEqual([2, 'invalid_input']);
    expect(await json('chat', 'reset', id, '--yes')).toEqual({ removed: true, id, turns: 0 });
    const no = await cli(['chat', 'rm', id], { onScreen: true, answer: false });
    expect([no.exit, no.stderr]).toEqual([1, 'Nothing was removed.']);
    const yes = await cli(['chat', 'rm', id], { onScreen: true, answer: true });
    expect([yes.exit, yes.stderr]).toEqual([0, 'Removed 0 turns.']);
    expect(await refused('chat', 'show', id)).toEqual([4, 'not_found']);
    const before = await json<object[]>('chat', 'ls');
    expect(await refused('chat', 'new', 'x', '--client', 'nobody')).toEqual([4, 'not_found']);
    expect(await json('chat', 'ls')).toEqual(before);
  });

  it('choose for how long chats are kept, which the client shows', async () => {
    expect(await json('chat', 'keep', 'bot')).toEqual({ client_id: bot, keep: 'forever' });
    const chosen = await cli(['chat', 'keep', 'bot', '30', '--json']);
    expect(JSON.parse(chosen.stdout)).toEqual({ client_id: bot, keep: 30 });
    expect(chosen.stderr).toContain('What is older is removed within a minute');
    expect(await json('client', 'show', 'bot')).toMatchObject({ name: 'bot', keep: 30 });
    expect((await cli(['client', 'show', 'bot'])).stdout).toContain('chats kept\t30 days');
    expect((await cli(['chat', 'keep', 'owner', 'off'])).stderr).toContain(
      'What is there is removed',
    );
    expect(await json('chat', 'keep', 'owner')).toEqual({ client_id: null, keep: 'off' });
    expect(await refused('chat', 'new', 'x')).toEqual([1, 'not_available']);
    expect((await cli(['chat', 'keep', 'owner', 'forever'])).stdout).toBe('forever\n');
    expect(await refused('chat', 'keep', 'bot', '0')).toEqual([2, 'invalid_input']);
    expect((await cli(['chat', 'keep', 'bot', 'forever'])).exit).toBe(0);
  });

  it('clear what was learned of whose chat it is, and its turns', async () => {
    await cli(['profile', 'set', 'preferences', '--client', 'bot'], {}, 'short answers\n');
    await cli(['profile', 'set', 'preferences'], {}, 'tea');
    const mine = async () => (await json<{ preferences: string }>('profile', 'show')).preferences;
    expect(await refused('memory', 'clear')).toEqual([2, 'invalid_input']);
    expect(
      await refused('memory', 'clear', '--yes', '--client', 'other', '--conversation', chats.bot),
    ).toEqual([2, 'invalid_input']);
    const no = await cli(['memory', 'clear'], { onScreen: true, answer: false });
    expect([no.exit, await mine()]).toEqual([1, 'tea']);
    expect(await json('memory', 'clear', '--yes', '--conversation', chats.bot)).toEqual({
      cleared: true,
      turns: 4,
      preferences: true,
    });
    expect(await json('profile', 'show', '--client', 'bot')).toMatchObject({ preferences: '' });
    expect(await mine()).toBe('tea');
    expect((await cli(['memory', 'clear', '--yes'])).stderr).toBe('Removed the preferences.');
    expect(await mine()).toBe('');
  });
});

describe('the commands of chats, where nobody serves the vault', () => {
  afterAll(removeHomes);

  it('look through all of them before they answer, and keep what was begun', async () => {
    const { vault, home } = await unlockedVault();
    const id = await chatOf(vault, 'owner', 'Birds', ['heron', 'pelican']);
    await vault.close();
    const file = join(home, 'pw');
    writeFileSync(file, PASSWORD, { mode: 0o600 });
    const cli = (...args: string[]) => runCli(home, [...args, '--password-file', file, '--json']);
    const found = await cli('chat', 'search', 'pelican');
    expect(JSON.parse(found.stdout)).toMatchObject({
      total: 2,
      complete: true,
      hits: [{ conversation_id: id, role: 'user' }, { role: 'assistant' }],
    });
    const made = await cli('chat', 'new');
    expect(JSON.parse(made.stdout)).toMatchObject({ title: 'New chat', client_id: null });
    const listed = await cli('chat', 'ls');
    expect(JSON.parse(listed.stdout)).toHaveLength(2);
  });
});
