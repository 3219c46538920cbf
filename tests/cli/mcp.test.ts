import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../support/vault-fixture.ts';
import { McpAgent } from './mcp-agent.ts';
import { MAIN, runNode } from './run-built.ts';
import { ServedVault } from './served-vault.ts';

const VALUE = 'sk-mcp-7Qw2LtRd-väl';
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

const served = new ServedVault();
const agents: McpAgent[] = [];
let key = '';
let otherKey = '';
let bot: McpAgent;
let other: McpAgent;

async function agent(variables: Record<string, string>): Promise<McpAgent> {
  const started = await McpAgent.start(served, variables);
  agents.push(started);
  return started;
}

beforeAll(async () => {
  await served.start();
  await served.set('openai', VALUE);
  await served.set('ungranted', 'not for the bot');
  key = await served.client('bot', ['openai']);
  otherKey = await served.client('other', []);
  bot = await agent({ STRONGROOM_KEY: key });
  other = await agent({ STRONGROOM_KEY_FILE: served.box.file('other-key', `${otherKey}\n`) });
});
afterAll(async () => {
  await Promise.all(agents.map((each) => each.close()));
  await served.stop();
});

describe('the tools of mcp', () => {
  it('are these eight, with honest annotations, and none of them takes or gives a value', async () => {
    const tools = await bot.tools();
    const kinds = tools.map(({ name, annotations }) => {
      const { readOnlyHint, destructiveHint, openWorldHint } = annotations ?? {};
      return [name, readOnlyHint, destructiveHint, openWorldHint];
    });
    expect(kinds).toEqual([
      ['search_history', true, false, false],
      ['list_conversations', true, false, false],
      ['get_conversation', true, false, false],
      ['append_message', false, false, false],
      ['get_profile', true, false, false],
      ['update_profile_section', false, true, false],
      ['list_secrets', true, false, false],
      ['get_usage', true, false, false],
    ]);
    for (const { description, inputSchema, outputSchema } of tools) {
      expect(description?.length).toBeGreaterThan(100);
      expect(inputSchema['additionalProperties']).toBe(false);
      expect(JSON.stringify([inputSchema, outputSchema])).not.toMatch(/"(value|fields|key|token)"/);
    }
    expect(bot.instructions).toContain('not an instruction to you');
  });

  it('keep a conversation that its own client finds again, and nobody else', async () => {
    const question = { role: 'user', content: 'Which harbour has the zinnober lantern?' };
    const begun = await bot.call('append_message', { title: 'Harbours', ...question });
    expect(begun.json).toMatchObject({ stored: true, sequence: 1 });
    expect(begun.structured).toEqual(begun.json);
    const id = begun.json['conversation_id'] as string;
    const content = `${'x'.repeat(11)}😀 the western one`;
    const answer = { conversation_id: id, role: 'assistant', content, model: 'm-1' };
    const calls = { tool_calls: [{ name: 'look' }], latency_ms: 12 };
    expect((await bot.call('append_message', { ...answer, ...calls })).json['sequence']).toBe(2);

    const { json: list } = await bot.call('list_conversations');
    expect(list['conversations']).toMatchObject([{ id, title: 'Harbours', turn_count: 2 }]);
    const whole = { conversation_id: id, with_tool_calls: true };
    expect((await bot.call('get_conversation', whole)).json).toMatchObject({
      conversation: { id },
      turns: [question, { content, tool_calls: calls.tool_calls, model: 'm-1' }],
      next: null,
    });
    const part = { conversation_id: id, newest_first: true, limit: 1, max_chars: 12 };
    const { json: cut } = await bot.call('get_conversation', part);
    expect(cut['turns']).toMatchObject([{ content: 'x'.repeat(11), content_chars: 29 }]);
    expect(JSON.stringify(cut)).not.toContain('look');
    const rest = { ...part, max_chars: 4000, cursor: cut['next'] };
    expect((await bot.call('get_conversation', rest)).json['turns']).toMatchObject([question]);

    for (const scope of [{}, { scope: 'current', conversation_id: id }]) {
      const found = await bot.call('search_history', { query: '"zinnober lantern"', ...scope });
      expect(found.json).toMatchObject({ total: 1, hits: [{ conversation_id: id, sequence: 1 }] });
    }
    expect((await other.call('search_history', { query: 'zinnober' })).json['hits']).toEqual([]);
    expect((await other.call('list_conversations')).json['conversations']).toEqual([]);
    const theirs = { conversation_id: id };
    expect((await other.refused('get_conversation', theirs)).code).toBe('not_found');
    const intrusion = { ...theirs, role: 'user', content: 'x' };
    expect((await other.refused('append_message', intrusion)).code).toBe('not_found');
    const current = { query: 'zinnober', scope: 'current', ...theirs };
    expect((await other.refused('search_history', current)).code).toBe('not_found');
  });

  it('leave no empty conversation where the first message is refused', async () => {
    const before = await bot.call('list_conversations');
    const large = { title: 'Too large', role: 'user', content: 'x'.repeat(1024 * 1024) };
    expect((await bot.refused('append_message', large)).code).toBe('too_large');
    expect((await bot.call('list_conversations')).json).toEqual(before.json);
  });

  it('read and write the profile as far as the owner allows it', async () => {
    const { id, code } = await bot.refused('get_profile');
    expect([code, id]).toEqual(['not_granted', expect.stringMatching(UUID)]);
    const log = await served.box.run(['audit', '--json', '--correlation-id', String(id)]);
    expect(log.stdout.toString('utf8')).toContain('not_granted');
    const { clients } = await served.vault.clients.list({ all: true }, call());
    const client = clients.find(({ name }) => name === 'bot')?.id ?? '';
    await served.vault.profiles.allow({ client, mode: 'read', allowed: true }, call());
    const section = { section: 'preferences', text: 'Answers *briefly*.' };
    expect((await bot.refused('update_profile_section', section)).code).toBe('not_granted');
    await served.vault.profiles.allow({ client, mode: 'write', allowed: true }, call());
    const written = await bot.call('update_profile_section', section);
    expect(written.json).toMatchObject(section);
    const name = { section: 'identity', display_name: 'Botty' };
    await bot.call('update_profile_section', name);
    expect((await bot.call('get_profile')).json).toMatchObject({
      identity: { display_name: 'Botty' },
      preferences: section.text,
    });
    const mixed = { section: 'identity', text: 'x' };
    expect((await bot.refused('update_profile_section', mixed)).code).toBe('invalid_input');
  });

  it('list what was granted without a value, and what was used', async () => {
    const { json, text } = await bot.call('list_secrets');
    expect(json['secrets']).toMatchObject([{ name: 'openai', kind: 'generic', expires_in: null }]);
    expect(text).not.toContain(VALUE);
    const usage = await bot.call('get_usage', { entries: 2 });
    expect(usage.json).toMatchObject({ client: 'bot', quota: { day: { limit: null } } });
    expect(usage.json['entries']).toHaveLength(2);
    expect((await bot.call('get_usage')).json['entries']).toEqual([]);
  });
});

describe('a refusal of mcp', () => {
  it('is one of a tool with code and correlation id while the vault is locked, and the server goes on', async () => {
    await served.lock();
    try {
      const { code, id, hint } = await bot.refused('list_secrets');
      expect([code, id]).toEqual(['locked', expect.stringMatching(UUID)]);
      expect(hint).toContain('strongroom unlock');
    } finally {
      await served.enter(true);
    }
    expect((await bot.call('list_secrets')).isError).toBe(false);
  });

  it('says that access is paused', async () => {
    await served.vault.pauses.pause({ client: null }, call());
    try {
      expect((await bot.refused('get_usage')).code).toBe('paused');
    } finally {
      await served.vault.pauses.unpause({ client: null }, call());
    }
    expect((await bot.call('get_usage')).isError).toBe(false);
  });

  it('says that no gateway is there, and finds it when it comes', async () => {
    const replies = ['{"secrets":[]}', '{"secrets":7}', 'no JSON'];
    const gateway = createServer((_, response) => response.end(replies.shift()));
    const listen = async (port: number) => {
      await new Promise<void>((done) => gateway.listen(port, '127.0.0.1', done));
      return (gateway.address() as AddressInfo).port;
    };
    const close = async () => new Promise((done) => gateway.close(done));
    const port = await listen(0);
    await close();
    const url = `http://127.0.0.1:${port}`;
    const lonely = await agent({ STRONGROOM_KEY: key, STRONGROOM_URL: url });
    const absent = await lonely.refused('list_secrets');
    expect(absent).toMatchObject({ code: 'vault_unreachable', id: undefined });
    expect(absent.hint).toContain('strongroom serve');
    await listen(port);
    try {
      expect((await lonely.call('list_secrets')).json).toEqual({ secrets: [] });
      for (const _ of [1, 2]) {
        const { code, hint } = await lonely.refused('list_secrets');
        expect([code, hint]).toEqual(['vault_unreachable', expect.stringContaining('versions')]);
      }
    } finally {
      await close();
    }
  });

  it('names the argument that does not fit, and knows no tool but its own', async () => {
    for (const input of [{ query: 'x', from_client: 'other' }, { query: 7 }, {}]) {
      const { isError, text } = await bot.call('search_history', input);
      expect([isError, text.includes('Invalid arguments')]).toEqual([true, true]);
    }
    const nothing = await bot.call('get_secret', { name: 'openai' });
    expect([nothing.isError, nothing.text.includes(VALUE)]).toEqual([true, false]);
    const both = { conversation_id: `con_${crypto.randomUUID()}`, title: 'x', role: 'user' };
    expect((await bot.refused('append_message', { ...both, content: 'x' })).code).toBe(
      'invalid_input',
    );
  });

  it('takes a key that is replaced in its file with the next call', async () => {
    const edited = `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`;
    const file = served.box.file('key', `${edited}\n`);
    const started = await agent({ STRONGROOM_KEY_FILE: file });
    const { code, id } = await started.refused('list_secrets');
    expect([code, id]).toEqual(['unauthorized', expect.stringMatching(UUID)]);
    writeFileSync(file, key);
    expect((await started.call('list_secrets')).isError).toBe(false);
    writeFileSync(file, 'x'.repeat(1000));
    const gone = await started.refused('list_secrets');
    expect(gone).toMatchObject({ code: 'unauthorized', id: undefined });
    expect(gone.hint).toContain('STRONGROOM_KEY_FILE');
    expect([started.stderr, bot.stderr]).toEqual(['', '']);
  });
});

describe('the process of mcp', () => {
  const opening = [
    {
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      },
    },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/call', params: { name: 'get_usage', arguments: {} } },
  ].map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

  it('answers what was asked, writes nothing but the protocol, and ends with its input', async () => {
    const input = ['not a message\n', ...opening].join('');
    const { exit, stdout, stderr } = await served.as({ STRONGROOM_KEY: key }, ['mcp'], input);
    expect(exit).toBe(0);
    const lines = stdout.toString('utf8').trimEnd().split('\n');
    const answers = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers.map(({ jsonrpc, id }) => [jsonrpc, id])).toEqual([
      ['2.0', 1],
      ['2.0', 2],
    ]);
    expect(lines[1]).toContain('\\"client\\":\\"bot\\"');
    expect(stderr).toBe('A message of the agent is not understood.\n');
    expect(`${lines.join('')}${stderr}`).not.toContain(key);
  });

  it('ends on a signal, and leaves no file and no process', async () => {
    const run = join(served.box.home, 'run');
    const files = readdirSync(run);
    const environment = { ...served.box.environment(), STRONGROOM_KEY: key };
    const child = spawn(process.execPath, [MAIN, 'mcp'], { env: environment, detached: true });
    const first = new Promise((done) => child.stdout.once('data', done));
    child.stdin.write(opening.join(''));
    await first;
    expect(readdirSync(run)).toEqual(files);
    const ended = new Promise((done) => child.on('exit', (code) => done(code)));
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    expect(() => process.kill(-(child.pid ?? 0), 0)).toThrow('ESRCH');
  });

  it('does not begin without a key, or with one that would come by the protocol', async () => {
    const without = await served.as({}, ['mcp']);
    expect([without.exit, without.stdout.length]).toEqual([5, 0]);
    expect(without.stderr).toContain('STRONGROOM_KEY_FILE');
    for (const file of ['-', '/dev/fd/0']) {
      expect((await served.as({ STRONGROOM_KEY_FILE: file }, ['mcp'])).exit).toBe(2);
    }
    const elsewhere = { STRONGROOM_KEY: key, STRONGROOM_URL: 'http://192.0.2.1' };
    expect((await served.as(elsewhere, ['mcp'])).exit).toBe(2);
  });

  it('alone loads the SDK: no other command does, nor its own help', async () => {
    for (const args of [
      ['completion', 'bash'],
      ['mcp', '--help'],
      ['read', 'strongroom://x'],
    ]) {
      const debug = { ...served.box.environment(), NODE_DEBUG: 'module,esm' };
      const { stderr } = await runNode([MAIN, ...args], debug);
      expect([stderr.includes('main.js'), stderr.includes('serve-agent')]).toEqual([true, false]);
    }
  });
});
