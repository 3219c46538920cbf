import { call } from '../support/vault-fixture.ts';
import { bearer, type TestGateway } from './gateway-fixture.ts';
import type { RawAnswer } from './raw-client.ts';

/** The JSON of an answer. */
export function parsed({ body }: RawAnswer): Record<string, unknown> {
  return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Record<string, unknown>;
}

/** A client of the vault with a key of its own. */
export async function addClient(
  { vault }: TestGateway,
  name: string,
): Promise<{ readonly id: string; readonly key: string }> {
  const { id } = await vault.clients.add({ name, plan: 'unlimited' }, call());
  const made = await vault.keys.create({ client: { id }, name: 'k' }, call());
  return { id, key: Buffer.from(made.key).toString('latin1') };
}

/** Requests with this key; null shows none. */
export function requestsOf(g: TestGateway, key: string | null) {
  const credential = key === null ? [] : [bearer(key)];
  return async (
    method: string,
    path: string,
    body?: unknown,
    more: readonly string[] = [],
  ): Promise<RawAnswer> => {
    const line = `${method} ${path} HTTP/1.1`;
    if (body === undefined) return g.ask(line, [...credential, ...more]);
    const text = Buffer.from(JSON.stringify(body), 'utf8').toString('latin1');
    const about = ['Content-Type: application/json', `Content-Length: ${String(text.length)}`];
    return g.ask(line, [...credential, ...about, ...more], text);
  };
}
