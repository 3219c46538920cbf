import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/in-process-cli.ts';
import { scanMemory } from '../support/scan-memory.ts';
import { FAULT_TIMEOUT_MS } from '../support/seeded-random.ts';
import { ServeProcess } from '../support/serve-process.ts';
import {
  call,
  emptyHome,
  field,
  openVaultAt,
  removeHomes,
  utf8,
} from '../support/vault-fixture.ts';

/*
 * What a stranger finds in the memory of a process that has handed secrets to clients over TCP and over the socket, once
 * it is locked. Looked for is the second half of each text: memory that was freed but not wiped keeps that one.
 */

const READS = 40;

interface Place {
  readonly port?: number;
  readonly socketPath?: string;
}

/** One request on a connection that is kept. */
function ask(
  agent: Agent,
  to: Place,
  { method = 'GET', path, key }: { method?: string; path: string; key: string },
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const where = to.socketPath === undefined ? { host: '127.0.0.1', ...to } : to;
    const headers = { Authorization: `Bearer ${key}` };
    const asked = request({ ...where, agent, path, method, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => (body += text));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

const secondHalf = (text: string): Uint8Array => utf8(text).subarray(text.length / 2);
const randomText = (): string => randomBytes(24).toString('hex');

describe.skipIf(process.platform !== 'linux')('memory of a process that serves clients', () => {
  const texts = { password: `present ${randomText()}`, value: randomText(), key: '', token: '' };
  const found = { unlocked: [] as string[], locked: [] as string[], folder: [] as string[] };
  // Connections that stay open over the lock, as a bot's do.
  const agents = [1, 2].map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  let serve: ServeProcess;

  beforeAll(async () => {
    const home = emptyHome();
    const vault = openVaultAt(home);
    await vault.setup({ password: utf8(texts.password) }, call());
    await vault.secrets.set({ name: 'one', fields: [field(texts.value)] }, call());
    await vault.clients.add({ name: 'bot', plan: 'unlimited' }, call());
    const client = { name: 'bot' };
    await vault.grants.add({ client, secret: { name: 'one' }, mode: 'read' }, call());
    const made = await vault.keys.create({ client, name: 'k' }, call());
    texts.key = Buffer.from(made.key).toString('latin1');
    await vault.close();
    const passwordFile = join(home, 'password');
    writeFileSync(passwordFile, texts.password, { mode: 0o600 });
    serve = await ServeProcess.start(home, passwordFile);
    await readEverywhere();
    // The last answer is here before the process that sent it has put it away.
    await sleep(500);
    found.unlocked = look(texts);
    found.folder = look({ folder: home });
    expect((await runCli(home, ['lock'])).exit).toBe(0);
    await sleep(1000);
    found.locked = look(texts);
  }, FAULT_TIMEOUT_MS);
  afterAll(async () => {
    for (const agent of agents) agent.destroy();
    await serve.stop();
    removeHomes();
  });

  /** Every form of an answer with a value, again and again, by key and by token. */
  async function readEverywhere(): Promise<void> {
    const { port, socketPath } = serve;
    const { key } = texts;
    const token = await ask(new Agent(), { port }, { method: 'POST', path: '/v1/auth/token', key });
    texts.token = (JSON.parse(token.body) as { token: string }).token;
    const paths = ['/v1/secrets/one', '/v1/secrets/one/fields/value', '/v1/secrets'];
    for (const [at, agent] of agents.entries()) {
      const place = at === 0 ? { port } : { socketPath };
      for (let i = 0; i < READS; i += 1) {
        const used = i % 2 === 0 ? key : texts.token;
        const path = paths[i % paths.length] ?? '';
        expect((await ask(agent, place, { path, key: used })).status).toBe(200);
      }
    }
  }

  /** Names of what lies in the memory of the process, each with where. */
  function look(wanted: Readonly<Record<string, string>>): string[] {
    const needles = Object.entries(wanted).map(([name, text]) => ({
      ...{ name, bytes: secondHalf(text) },
    }));
    return scanMemory(serve.pid, needles).map(
      ({ needle, region, around }) =>
        `${needle} in ${region}: ${JSON.stringify(around.toString('latin1'))}`,
    );
  }

  it('shows to this scan what is there', () => {
    expect(found.folder).not.toEqual([]);
  });

  it('holds no password and no value, locked or not', () => {
    const copies = [...found.unlocked, ...found.locked];
    expect(copies.filter((copy) => /^(password|value) /.test(copy))).toEqual([]);
  });

  it('holds no key and no token after a lock', () => {
    expect(found.locked.filter((copy) => /^(key|token) /.test(copy))).toEqual([]);
  });
});
