import { Agent, request } from 'node:http';
import type { VaultApi } from '../../src/core/api.ts';
import { gatewayCall, principalOf } from './access-fixture.ts';
import { call, utf8 } from './vault-fixture.ts';

/** A client with conversations of its own. */
export interface Talker {
  readonly id: string;
  readonly key: string;
  readonly conversations: readonly string[];
}

/** A message that was answered with 201. */
export interface Kept {
  readonly conversation: string;
  readonly sequence: number;
  readonly content: string;
  /** By performance.now(). */
  readonly atMs: number;
}

/** Lets clients in that talk in two conversations each, of this title. */
export async function addTalkers(
  vault: VaultApi,
  count: number,
  title: string,
): Promise<readonly Talker[]> {
  const made: Talker[] = [];
  for (let i = 0; i < count; i += 1) {
    const name = `talker ${String(i)}`;
    const { id } = await vault.clients.add({ name, plan: 'unlimited' }, call());
    const { key } = await vault.keys.create({ client: { id }, name: 'k' }, call());
    const text = Buffer.from(key).toString('latin1');
    const principal = principalOf(vault, utf8(text));
    const conversations: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      const made = await vault.conversations.create(principal, { title }, gatewayCall());
      conversations.push(made.id);
    }
    made.push({ id, key: text, conversations });
  }
  return made;
}

/** Connections that say one thing after the other, several at once in each conversation. */
export class AppendLoad {
  readonly kept: Kept[] = [];
  /** Statuses of other answers. */
  readonly refused: number[] = [];
  readonly #port: number;
  readonly #word: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  #running: Promise<void>[] = [];
  #stopped = false;
  #said = 0;

  constructor(port: number, word: string) {
    this.#port = port;
    this.#word = word;
  }

  start(talkers: readonly Talker[], atOnce: number): void {
    for (const { key, conversations } of talkers) {
      for (const conversation of conversations) {
        for (let i = 0; i < atOnce; i += 1) this.#running.push(this.#talk(key, conversation));
      }
    }
  }

  /** Resolves when what is under way has been answered or broken off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
    this.#agent.destroy();
  }

  /** Until it is refused, broken off or stopped. */
  async #talk(key: string, conversation: string): Promise<void> {
    while (!this.#stopped) {
      this.#said += 1;
      const content = `${this.#word} ${String(this.#said)}`;
      const answer = await this.#post(key, conversation, content).catch(() => null);
      if (answer === null) return;
      if (answer.status !== 201) {
        this.refused.push(answer.status);
        return;
      }
      const { sequence } = JSON.parse(answer.body) as { sequence: number };
      this.kept.push({ conversation, sequence, content, atMs: performance.now() });
    }
  }

  #post(
    key: string,
    conversation: string,
    content: string,
  ): Promise<{ readonly status: number; readonly body: string }> {
    return new Promise((resolve, reject) => {
      const asked = request({
        ...{ host: '127.0.0.1', port: this.#port, agent: this.#agent, method: 'POST' },
        path: `/v1/conversations/${conversation}/messages`,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      });
      asked.on('error', reject).on('response', (answer) => {
        let body = '';
        answer
          .setEncoding('utf8')
          .on('data', (text: string) => (body += text))
          .on('end', () => {
            resolve({ status: answer.statusCode ?? 0, body });
          })
          .on('error', reject);
      });
      asked.end(JSON.stringify({ role: 'user', content }));
    });
  }
}
