import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { NEW_VAULT_COST } from '../../src/core/format/header.ts';
import { call, openVaultAt, PASSWORD, utf8, valueOf } from '../support/vault-fixture.ts';
import { runNode } from './cli-bench.ts';
import { median, ms, repeat, takeTurns, type Finding } from './measure.ts';
import { secretName, seedKeys } from './seed-vault.ts';
import type { Homes } from './vault-bench.ts';

const CLI = join(import.meta.dirname, '../../dist/cli/main.js');
const READS = 1500;
const MESSAGES = 4000;
const NAME = secretName(7);

/** A locked vault that lends one secret to one client. */
interface Lending {
  readonly home: string;
  readonly key: string;
  readonly value: string;
}

async function lendingHome(from: string, folder: string): Promise<Lending> {
  const home = join(folder, 'lending');
  cpSync(from, home, { recursive: true });
  const vault = openVaultAt(home, { targetCost: NEW_VAULT_COST });
  await vault.unlock({ password: utf8(PASSWORD) }, call());
  await vault.settings.set({ name: 'gateway.secret_reads_per_hour', value: '0' }, call());
  await vault.clients.add({ name: 'bot', plan: 'unlimited' }, call());
  const client = { name: 'bot' };
  await vault.grants.add({ client, secret: { name: NAME }, mode: 'read' }, call());
  const { key } = await vault.keys.create({ client, name: 'bench' }, call());
  const value = await valueOf(vault, NAME);
  await vault.close();
  return { home, key: Buffer.from(key).toString('latin1'), value };
}

interface Question {
  readonly path: string;
  /** Without it the question is a GET. */
  readonly json?: unknown;
}

/** One request on a connection that is kept; the body. Rejects unless it succeeds. */
function ask(agent: Agent, port: number, key: string, { path, json }: Question): Promise<string> {
  return new Promise((resolve, reject) => {
    const body = json === undefined ? null : Buffer.from(JSON.stringify(json));
    const about =
      body === null
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': String(body.length) };
    const headers = { Authorization: `Bearer ${key}`, ...about };
    const method = body === null ? 'GET' : 'POST';
    const asked = request({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => {
        if (answer.statusCode === 200 || answer.statusCode === 201) resolve(text);
        else reject(new Error(`${path}: ${String(answer.statusCode)}`));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const MESSAGE = {
  role: 'assistant',
  agent: 'Ada',
  model: 'm-1',
  content: 'The dollar moves it, and what is said of rates. '.repeat(20),
  latency_ms: 812,
};

/**
 * The audited read of a secret and the keeping of a message, each over one kept connection and in turn with the bare
 * route.
 */
async function benchRequests({ home, key, value }: Lending) {
  const server = join(import.meta.dirname, 'serve-reads.ts');
  const child = spawn(process.execPath, [server, home, value], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [text] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const ports = JSON.parse(text) as { readonly read: number; readonly bare: number };
  const asking = (port: number, question: Question): (() => Promise<string>) => {
    const agent = new Agent({ keepAlive: true });
    return () => ask(agent, port, key, question);
  };
  const both = (question: Question) => ({
    bare: asking(ports.bare, question),
    ours: asking(ports.read, question),
  });
  const read = both({ path: `/v1/secrets/${encodeURIComponent(NAME)}` });
  if ((await read.bare()) !== (await read.ours())) throw new Error('the answers differ');
  const reads = await takeTurns(read, READS);
  const begun = await asking(ports.read, { path: '/v1/conversations', json: {} })();
  const { id } = JSON.parse(begun) as { readonly id: string };
  const message = both({ path: `/v1/conversations/${id}/messages`, json: MESSAGE });
  const messages = await takeTurns(message, MESSAGES);
  child.stdin.end();
  await once(child, 'exit');
  return { reads, messages };
}

const KEYS = { few: 10, many: 10_000 };
const AUTHENTICATIONS = 2000;

/** Authentication without the cache, of keys in no order. */
async function benchKeys(folder: string) {
  const open = async (count: number) => {
    const home = join(folder, `keys-${String(count)}`);
    const keys = await seedKeys(home, count);
    const vault = openVaultAt(home);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    await vault.settings.set({ name: 'auth.cache_seconds', value: '0' }, call());
    const work = repeat(AUTHENTICATIONS, (i) => {
      const credential = keys[(i * 7919) % keys.length] ?? null;
      const { principal } = vault.access.identify({ credential, listener: 'tcp' });
      if (principal === undefined) throw new Error('a good key is refused');
      vault.access.admit(principal);
    });
    return { vault, work };
  };
  const few = await open(KEYS.few);
  const many = await open(KEYS.many);
  const medians = await takeTurns({ few: few.work, many: many.work });
  await few.vault.close();
  await many.vault.close();
  return medians;
}

interface Serve {
  readonly url: string;
  /** From the unlock to the first word that it serves. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** The built `strongroom serve`, on a port of its own. */
async function serve(home: string, passwordFile: string): Promise<Serve> {
  const args = [CLI, 'serve', '--json', '--port', '0', '--password-file', passwordFile];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, STRONGROOM_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, openedMs] = ['', Number.NaN];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('"opened"')) openedMs = performance.now();
  });
  await new Promise<void>((ready, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('\n')) ready();
    });
    child.once('exit', () => {
      failed(new Error('serve ended'));
    });
  });
  const startMs = performance.now() - openedMs;
  return {
    url: (JSON.parse(out) as { url: string }).url,
    startMs,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

const STARTS = 5;

async function benchServe(home: string, key: string, folder: string) {
  const passwordFile = join(folder, 'password-of-serve');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  const startTimes: number[] = [];
  for (let i = 1; i < STARTS; i += 1) {
    const once = await serve(home, passwordFile);
    startTimes.push(once.startMs);
    await once.stop();
  }
  const running = await serve(home, passwordFile);
  startTimes.push(running.startMs);
  const env = { STRONGROOM_HOME: home, STRONGROOM_URL: running.url, STRONGROOM_KEY: key };
  const reference = `strongroom://${encodeURIComponent(NAME)}`;
  const medians = await takeTurns({
    node: () => runNode(['-e', '0'], env),
    read: () => runNode([CLI, 'read', reference], env),
  });
  await running.stop();
  return { startMs: median(startTimes), ...medians };
}

/** What clients of the gateway wait for. */
export async function benchGateway(homes: Homes, folder: string): Promise<Finding[]> {
  const lent = await lendingHome(homes.h1k, folder);
  const { reads, messages } = await benchRequests(lent);
  const keys = await benchKeys(folder);
  const served = await benchServe(lent.home, lent.key, folder);
  return [
    {
      name: 'audited read over the gateway, p50, against a bare route with one durable line',
      unit: 'x',
      measured: reads.ours / reads.bare,
      limit: 1.5,
      detail: `${ms(reads.ours)}, ${ms(reads.bare)}`,
    },
    {
      name: 'message kept over the gateway, p50, against a bare route',
      unit: 'x',
      measured: messages.ours / messages.bare,
      limit: 1.5,
      detail: `${ms(messages.ours)}, ${ms(messages.bare)}`,
    },
    {
      name: 'authentication, 10 000 keys against 10, none remembered',
      unit: 'x',
      measured: keys.many / keys.few,
      limit: 1.2,
      detail: `${ms(keys.many / AUTHENTICATIONS)}, ${ms(keys.few / AUTHENTICATIONS)}`,
    },
    {
      name: 'gateway start after the unlock',
      unit: 'ms',
      measured: served.startMs,
      limit: 300,
      detail: 'from the notice of the unlock to the one that clients are served',
    },
    {
      name: 'strongroom read through the gateway against `node -e 0`',
      unit: 'x',
      measured: served.read / served.node,
      limit: 2.5,
      detail: `${ms(served.read)}, ${ms(served.node)}`,
    },
  ];
}
