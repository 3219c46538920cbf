import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { call, field, removeHomes, unlockedVault } from '../../../support/vault-fixture.ts';

describe('which grants a request would be let through by', () => {
  let vault: VaultApi;
  beforeAll(async () => {
    ({ vault } = await unlockedVault());
    const fields = [field('x')];
    await vault.secrets.set({ name: 'paper', fields, metadata: { environment: 'paper' } }, call());
    await vault.secrets.set({ name: 'plain', fields }, call());
    await vault.clients.add({ name: 'bot' }, call());
  });
  afterAll(async () => {
    await vault.close();
    removeHomes();
  });
  const ask = (secret: string, url: string, method = 'GET') =>
    vault.grants.check({ client: { name: 'bot' }, secret: { name: secret }, url, method }, call());
  const grant = (secret: string, extra: object) =>
    vault.grants.add(
      { client: { name: 'bot' }, secret: { name: secret }, mode: 'inject', ...extra },
      call(),
    );

  it('names what stops each of them, and nothing for the one that lets it through', async () => {
    await grant('plain', { mode: 'read' });
    const rules = { hosts: ['api.example.com'], paths: ['/v2/*'], methods: ['POST'] };
    await grant('plain', { rules });
    const reasons = async (url: string, method?: string): Promise<unknown[]> =>
      (await ask('plain', url, method)).map(({ mode, stoppedBy }) => [mode, stoppedBy]).sort();
    expect(await reasons('https://api.example.com/v2/orders?x=1', 'post')).toEqual([
      ['inject', null],
      ['read', 'mode'],
    ]);
    for (const [url, method] of [
      ['https://api.example.com/v2/orders', 'GET'],
      ['https://api.example.com/v1/orders', 'POST'],
      ['https://other.example.com/v2/orders', 'POST'],
      ['https://api.example.com/v2/%252e%252e/v1', 'POST'],
    ] as const) {
      expect(await reasons(url, method)).toContainEqual(['inject', 'rules']);
    }
  });

  it('keeps a paper secret from a live host, and a grant from a secret that changed sides', async () => {
    await grant('paper', {});
    expect(await ask('paper', 'https://paper-api.alpaca.markets/v2/orders')).toMatchObject([
      { stoppedBy: null },
    ]);
    expect(await ask('paper', 'https://api.alpaca.markets/v2/orders')).toMatchObject([
      { stoppedBy: 'live_host' },
    ]);
    const live = { name: 'paper', metadata: { environment: 'live' } };
    await vault.secrets.update(live, call());
    expect(await ask('paper', 'https://paper-api.alpaca.markets/v2/orders')).toMatchObject([
      { stoppedBy: 'fenced' },
    ]);
  });

  it.each([
    ['http://api.example.com/', 'GET'],
    ['file:///etc/passwd', 'GET'],
    ['https://user:pass@api.example.com/', 'GET'],
    ['no url', 'GET'],
    ['https://api.example.com/%E0%A4%A', 'GET'],
    ['https://api.example.com/', 'TRACE'],
  ])('refuses %s with %s', async (url, method) => {
    await expect(ask('plain', url, method)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
