import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plaintextBelow } from '../support/find-plaintext.ts';
import { ServeProcess } from '../support/serve-process.ts';
import { MAIN, Sandbox, type Ran } from './run-built.ts';

/*
 * What a new owner does with two terminals: one serves, in the other a client is let in and meets everything that can
 * happen to it. Every step is a process of its own.
 */

const VALUE = 'sk-openai-lent-and-never-given-4471';
const REFERENCE = 'strongroom://openai';
const TIMEOUT_MS = 120_000;

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const required = process.env['CI_REQUIRE_CURL'] === '1';
if (!hasCurl && !required) process.stderr.write('skipped: a walk through the gateway needs curl\n');

interface Answer {
  readonly status: number;
  readonly correlationId: string;
  readonly body: string;
}

let box: Sandbox;
let serve: ServeProcess;
let keyId = '';
const keys = { first: '', second: '', third: '' };

beforeAll(async () => {
  box = new Sandbox();
  expect((await box.run(['init', '--new-password-file', box.passwordFile])).exit).toBe(0);
  expect((await box.open(['set', 'openai'], VALUE)).exit).toBe(0);
  expect((await box.open(['set', 'broker'], 'not for the bot')).exit).toBe(0);
  serve = await ServeProcess.start(box.home, box.passwordFile);
}, TIMEOUT_MS);
afterAll(async () => {
  await serve.stop();
  box.remove();
}, TIMEOUT_MS);

/** The text that a command printed; it has to end well. */
async function said(args: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await box.open(args);
  expect({ args, exit, stderr }).toMatchObject({ exit: 0 });
  return stdout.toString('utf8').trim();
}

/** What curl gets, with the key in a config file on its standard input and not among its arguments. */
function curl(key: string, path: string): Answer {
  const config = [
    `url = "${serve.url}${path}"`,
    ...(key === '' ? [] : [`header = "Authorization: Bearer ${key}"`]),
    'silent',
    'write-out = "\\n%{http_code} %header{x-correlation-id}"',
  ];
  const { stdout } = spawnSync('curl', ['--disable', '--config', '-'], {
    input: config.join('\n'),
    encoding: 'utf8',
  });
  const end = stdout.lastIndexOf('\n');
  const [status = '', correlationId = ''] = stdout.slice(end + 1).split(' ');
  return { status: Number(status), correlationId, body: stdout.slice(0, end) };
}

const get = (key: string, name = 'openai'): Answer => curl(key, `/v1/secrets/${name}`);

/** The same key with another last character: its checksum is wrong, or its number is. */
function edited(key: string): string {
  return `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`;
}

interface Line {
  readonly event: string;
  readonly outcome: string;
  readonly reason?: string;
}

async function linesOf(correlationId: string): Promise<Line[]> {
  const text = await said(['audit', '--correlation-id', correlationId, '--json']);
  return text.split('\n').map((line) => JSON.parse(line) as Line);
}

/** Every process whose arguments or environment hold the text, but this one's own. */
function processesWith(text: string): { pid: number; where: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) =>
      ['environ', 'cmdline'].flatMap((where) => {
        try {
          const bytes = readFileSync(`/proc/${pid}/${where}`);
          return bytes.includes(text) ? [{ pid: Number(pid), where }] : [];
        } catch {
          return [];
        }
      }),
    );
}

describe.skipIf(!hasCurl && !required)('a new owner', { timeout: TIMEOUT_MS }, () => {
  const seen: Record<string, Answer> = {};

  it('lets a client in, and curl reads what it was granted and nothing else', async () => {
    expect(await said(['client', 'add', 'bot'])).toMatch(/^cli_/);
    expect(await said(['grant', 'add', 'bot', 'openai'])).toMatch(/^grt_/);
    keys.first = await said(['key', 'create', 'bot']);
    seen['granted'] = get(keys.first);
    expect(seen['granted'].status).toBe(200);
    expect(JSON.parse(seen['granted'].body)).toMatchObject({ fields: { value: VALUE } });
    seen['not granted'] = get(keys.first, 'broker');
    expect(seen['not granted'].status).toBe(403);
    seen['not there'] = get(keys.first, 'nowhere');
    expect(seen['not there'].status).toBe(403);
    seen['edited'] = get(edited(keys.first));
    expect(seen['edited'].status).toBe(401);
    expect(curl('', '/healthz').status).toBe(200);
  });

  it('locks, and the client hears it; unlocks, and the client goes on', async () => {
    expect((await box.run(['lock'])).exit).toBe(0);
    seen['locked'] = get(keys.first);
    expect(seen['locked'].status).toBe(423);
    expect(get(edited(keys.first)).status).toBe(401);
    expect(curl('', '/healthz').status).toBe(200);
    const refused = await box.open(['ls']);
    expect(refused.exit).toBe(3);
    expect(refused.stderr).toContain('strongroom unlock');
    expect((await box.open(['unlock'])).exit).toBe(0);
    expect(get(keys.first).status).toBe(200);
  });

  it('rotates the key: both work in the overlap, after it only the new one', async () => {
    const listed = await said(['key', 'ls', 'bot', '--json']);
    keyId = (JSON.parse(listed) as { id: string }[])[0]?.id ?? '';
    keys.second = await said(['key', 'rotate', keyId, '--overlap', '1h']);
    expect([keys.first, keys.second].map((key) => get(key).status)).toEqual([200, 200]);
    const again = JSON.parse(await said(['key', 'ls', 'bot', '--json'])) as {
      id: string;
      replaced_by: string | null;
    }[];
    const newer = again.find(({ replaced_by }) => replaced_by === null)?.id ?? '';
    keys.third = await said(['key', 'rotate', newer, '--overlap', '0']);
    expect([keys.second, keys.third].map((key) => get(key).status)).toEqual([401, 200]);
  });

  it('runs a program with the value, which nothing else in the system has', async () => {
    const named = ['--env', `OPENAI_API_KEY=${REFERENCE}`, '--password-file', box.passwordFile];
    const printed = await box.run(['run', ...named, '--', 'printenv', 'OPENAI_API_KEY']);
    expect({ ...printed, stdout: printed.stdout.toString('utf8') }).toEqual({
      exit: 0,
      stdout: `${VALUE}\n`,
      stderr: '',
    });
    const child = spawn(
      process.execPath,
      [MAIN, 'run', ...named, '--', 'sh', '-c', 'echo $$; read line; exit 7'],
      { env: box.environment(), detached: true },
    );
    const [text] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    if (process.platform === 'linux') {
      expect(processesWith(VALUE)).toEqual([{ pid: Number(text), where: 'environ' }]);
    }
    expect(plaintextBelow(box.home, [VALUE])).toEqual([]);
    child.stdin.end('\n');
    expect(await once(child, 'exit')).toEqual([7, null]);
    const clients = JSON.parse(await said(['client', 'ls', '--all', '--json'])) as unknown[];
    expect(clients).toHaveLength(1);
  });

  it('finds each answer in the log, and in the usage, by its correlation id', async () => {
    const expected: Record<string, Partial<Line>> = {
      granted: { event: 'secret.read', outcome: 'ok' },
      'not granted': { event: 'secret.read', outcome: 'denied', reason: 'not_granted' },
      'not there': { event: 'secret.read', outcome: 'denied', reason: 'not_granted' },
      edited: { event: 'gateway.refused', outcome: 'denied', reason: 'unauthorized' },
      locked: { event: 'gateway.refused', outcome: 'denied', reason: 'locked' },
    };
    for (const [what, line] of Object.entries(expected)) {
      const { correlationId, body } = seen[what] ?? { correlationId: '', body: '' };
      expect([what, await linesOf(correlationId)]).toMatchObject([what, [line]]);
      if (what !== 'granted') expect(body).toContain(correlationId);
    }
    const usage = JSON.parse(await said(['usage', 'bot', '--limit', '100', '--json'])) as {
      entries: { correlation_id: string; status: number }[];
    };
    const statuses = new Map(usage.entries.map((entry) => [entry.correlation_id, entry.status]));
    expect(statuses.get(seen['granted']?.correlationId ?? '')).toBe(200);
    expect(statuses.get(seen['not granted']?.correlationId ?? '')).toBe(403);
    expect((await box.open(['audit', 'verify'])).exit).toBe(0);
  });

  it('tried by `smoke`, stands; and leaves nothing of a value or a key behind', async () => {
    const smoke: Ran = await box.open(['smoke', '--json']);
    expect(smoke.exit).toBe(0);
    expect(await serve.stop()).toBe(0);
    const texts = [VALUE, ...Object.values(keys)];
    expect(plaintextBelow(box.home, texts)).toEqual([]);
    expect(texts.filter((text) => serve.output.includes(text))).toEqual([]);
  });
});
