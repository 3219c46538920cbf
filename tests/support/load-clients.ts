import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { totpNow } from '../../src/core/secrets/totp.ts';
import type { VaultApi } from '../../src/core/api.ts';
import { call, field, utf8 } from './vault-fixture.ts';

/** A client of the load: it may read its own secret and no other. */
export interface LoadClient {
  readonly id: string;
  readonly keyId: string;
  readonly key: string;
  readonly secret: string;
  readonly value: string;
}

/** An answer that came whole. */
export interface Answered {
  readonly client: LoadClient;
  readonly kind: Kind;
  readonly status: number;
  readonly correlationId: string;
  readonly body: string;
  /** By performance.now(). */
  readonly atMs: number;
}

const KINDS = [
  'granted',
  'refused',
  'granted',
  'totp',
  'list',
  'granted',
  'me',
  'session',
] as const;
export type Kind = (typeof KINDS)[number];
const TOTP = 'otpauth://totp/load?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** Lets so many clients in, without limits, each with a secret and a key of its own. */
export async function addLoadClients(vault: VaultApi, count: number): Promise<LoadClient[]> {
  const { secrets, clients, grants, keys, settings } = vault;
  const unlimited = { name: 'gateway.secret_reads_per_hour', value: '0' };
  await settings.set(unlimited, call());
  const made: LoadClient[] = [];
  for (let i = 0; i < count; i += 1) {
    const secret = `secret ${String(i)} für „load“`;
    const value = `value-${String(i)}-${'x'.repeat(40)}`;
    await secrets.set({ name: secret, fields: [field(value)], totp: utf8(TOTP) }, call());
    const { id } = await clients.add({ name: `load ${String(i)}`, plan: 'unlimited' }, call());
    const client = { id };
    await grants.add({ client, secret: { name: secret }, mode: 'read' }, call());
    const { key, summary } = await keys.create({ client, name: 'load' }, call());
    const text = Buffer.from(key).toString('latin1');
    made.push({ id, keyId: summary.id, key: text, secret, value });
  }
  return made;
}

/** Connections that ask a gateway without a pause, each for another client and another thing the next time. */
export class Load {
  readonly answered: Answered[] = [];
  /** Answers that were not what they had to be. */
  readonly wrong: string[] = [];
  /** Requests to which no answer came. */
  unanswered = 0;
  readonly #port: number;
  readonly #clients: readonly LoadClient[];
  readonly #kinds: readonly Kind[];
  /** While the vault is locked. */
  readonly #mayBeLocked: boolean;
  #going = true;
  #next = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    port: number,
    clients: readonly LoadClient[],
    options: { readonly kinds?: readonly Kind[]; readonly mayBeLocked?: boolean } = {},
  ) {
    this.#port = port;
    this.#clients = clients;
    this.#kinds = options.kinds ?? KINDS.filter((kind) => kind !== 'session');
    this.#mayBeLocked = options.mayBeLocked ?? false;
  }

  start(connections: number): void {
    this.#running = Promise.all(Array.from({ length: connections }, () => this.#connection()));
  }

  /** When every connection has its last answer. */
  async stop(): Promise<void> {
    this.#going = false;
    await this.#running;
  }

  async runFor(ms: number, connections: number): Promise<void> {
    this.start(connections);
    await sleep(ms);
    await this.stop();
  }

  async #connection(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (this.#going) {
      const turn = this.#next;
      this.#next += 1;
      const kind = this.#kinds[turn % this.#kinds.length] ?? 'granted';
      const at = Math.floor(turn / this.#kinds.length) % this.#clients.length;
      const client = this.#clients[at];
      const other = this.#clients[(at + 1) % this.#clients.length];
      if (client === undefined || other === undefined) throw new RangeError('no clients');
      try {
        await this.#ask(agent, client, kind, other);
      } catch {
        this.unanswered += 1;
        // The server is gone: that is what some tests are about.
        await sleep(5);
      }
    }
    agent.destroy();
  }

  async #ask(agent: Agent, client: LoadClient, kind: Kind, other: LoadClient): Promise<void> {
    const named = (name: string): string => `/v1/secrets/${encodeURIComponent(name)}`;
    const paths: Record<Kind, string> = {
      granted: named(client.secret),
      refused: named(other.secret),
      totp: `${named(client.secret)}/totp`,
      list: '/v1/secrets',
      me: '/v1/me',
      session: '/v1/sessions',
    };
    const beganMs = Date.now();
    const got = await send(agent, this.#port, {
      method: kind === 'session' ? 'POST' : 'GET',
      path: paths[kind],
      key: client.key,
    });
    const answer = { client, kind, ...got, atMs: performance.now() };
    this.answered.push(answer);
    if (this.#mayBeLocked && got.status === 423) return;
    const fault = faultOf(answer, beganMs);
    if (fault !== null) this.wrong.push(fault);
  }
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
}

/** One request; rejects if no whole answer came. */
export function send(
  agent: Agent,
  port: number,
  { method, path, key }: Asked,
): Promise<Pick<Answered, 'status' | 'correlationId' | 'body'>> {
  return new Promise((resolve, reject) => {
    const headers = key === null ? {} : { Authorization: `Bearer ${key}` };
    const asked = request({ agent, host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => (body += text));
      answer.on('error', reject);
      answer.on('end', () => {
        const correlationId = String(answer.headers['x-correlation-id']);
        resolve({ status: answer.statusCode ?? 0, correlationId, body });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** What is wrong with an answer, null if nothing is. */
function faultOf({ kind, client, status, body }: Answered, beganMs: number): string | null {
  const { secret, value, id, key } = client;
  const parsed = JSON.parse(body) as {
    fields?: { value?: string };
    name?: string;
    error?: { code?: string };
    code?: string;
    secrets?: { name: string }[];
    client?: { id?: string };
    key?: { prefix?: string };
    status?: string;
  };
  const isRight: Record<Kind, () => boolean> = {
    granted: () => status === 200 && parsed.name === secret && parsed.fields?.value === value,
    refused: () => status === 403 && parsed.error?.code === 'not_granted' && !body.includes('xxx'),
    totp: () =>
      status === 200 &&
      [beganMs, Date.now()].some((at) => totpNow(utf8(TOTP), at).code === parsed.code),
    list: () => status === 200 && parsed.secrets?.map(({ name }) => name).join('|') === secret,
    me: () =>
      status === 200 && parsed.client?.id === id && key.startsWith(parsed.key?.prefix ?? ' '),
    session: () => status === 201 && parsed.status === 'active',
  };
  return isRight[kind]() ? null : `${kind}: ${String(status)} ${body.slice(0, 300)}`;
}
