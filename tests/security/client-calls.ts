import type { VaultApi } from '../../src/core/api.ts';
import { utf8 } from '../support/vault-fixture.ts';

/** A call with whatever a door lets through. */
export type Call = (vault: VaultApi, input: unknown, context: unknown) => unknown;

/** The calls about clients, keys, grants and pauses, each with an input that it would take, or nearly. */
export const CLIENT_CALLS: Record<string, readonly [good: unknown, call: Call]> = {
  'clients.add': [
    { name: 'bot', externalId: 'e', email: 'a@b', metadata: { a: 'b' }, plan: 'pro' },
    (vault, i, c) => vault.clients.add(i as never, c as never),
  ],
  'clients.list': [{ all: true }, (vault, i, c) => vault.clients.list(i as never, c as never)],
  'clients.get': [{ name: 'bot' }, (vault, i, c) => vault.clients.get(i as never, c as never)],
  'clients.update': [
    { ref: { name: 'bot' }, patch: { newName: 'b', email: null, metadata: { a: null } } },
    (vault, i, c) => vault.clients.update(i as never, c as never),
  ],
  'clients.suspend': [
    { name: 'bot' },
    (vault, i, c) => vault.clients.suspend(i as never, c as never),
  ],
  'clients.remove': [
    { name: 'nobody' },
    (vault, i, c) => vault.clients.remove(i as never, c as never),
  ],
  'clients.purge': [
    { name: 'nobody' },
    (vault, i, c) => vault.clients.purge(i as never, c as never),
  ],
  'clients.importAll': [
    {
      source: 'sonia',
      clients: [
        {
          ...{
            sourceId: 'u',
            name: 'imported',
            externalId: 'x',
            email: 'c@d',
            metadata: { a: 'b' },
          },
          ...{ status: 'active', createdAt: '2025-01-01T00:00:00.000Z' },
        },
      ],
      sessions: [
        {
          ...{ sourceId: 's', client: 'u', conversation: 'c', profile: 'p', status: 'active' },
          ...{ metadata: { a: 'b' }, turnCount: 1, expiresAt: '2030-01-01T00:00:00.000Z' },
        },
      ],
      dryRun: false,
    },
    (vault, i, c) => vault.clients.importAll(i as never, c as never),
  ],
  'keys.create': [
    { client: { name: 'bot' }, name: 'k', environment: 'live', lifetimeSeconds: 60 },
    (vault, i, c) => vault.keys.create(i as never, c as never),
  ],
  'keys.list': [
    { client: { name: 'bot' }, all: true },
    (vault, i, c) => vault.keys.list(i as never, c as never),
  ],
  'keys.findByHash': [
    { hash: utf8('x'.repeat(32)) },
    (vault, i, c) => vault.keys.findByHash(i as never, c as never),
  ],
  'keys.rotate': [
    { id: 'key_00000000-0000-4000-8000-000000000000', overlapSeconds: 3600 },
    (vault, i, c) => vault.keys.rotate(i as never, c as never),
  ],
  'keys.revoke': [
    { id: 'key_00000000-0000-4000-8000-000000000000' },
    (vault, i, c) => vault.keys.revoke(i as never, c as never),
  ],
  'grants.add': [
    {
      client: { name: 'bot' },
      secret: { name: 'alpha' },
      mode: 'inject',
      rules: { hosts: ['a.b'] },
      limits: { perDay: 1 },
      expiresAt: null,
    },
    (vault, i, c) => vault.grants.add(i as never, c as never),
  ],
  'grants.list': [
    { client: { name: 'bot' }, secret: { name: 'alpha' } },
    (vault, i, c) => vault.grants.list(i as never, c as never),
  ],
  'grants.remove': [
    { id: 'grt_00000000-0000-4000-8000-000000000000' },
    (vault, i, c) => vault.grants.remove(i as never, c as never),
  ],
  'pauses.pause': [
    { client: { name: 'nobody' } },
    (vault, i, c) => vault.pauses.pause(i as never, c as never),
  ],
  'pauses.unpause': [
    { client: { name: 'nobody' } },
    (vault, i, c) => vault.pauses.unpause(i as never, c as never),
  ],
};
