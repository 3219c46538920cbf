import type { VaultApi } from '../../src/core/api.ts';
import type { Principal } from '../../src/shared/access.ts';
import { call, utf8 } from '../support/vault-fixture.ts';
import type { Call } from './client-calls.ts';

const NO_UUID = '00000000-0000-4000-8000-000000000000';
const keys = new WeakMap<VaultApi, Uint8Array>();

/** Gives the vault a client with a key and a grant over alpha: as it the calls of access are made. */
export async function addCaller(vault: VaultApi): Promise<void> {
  const { id } = await vault.clients.add({ name: 'caller', plan: 'unlimited' }, call());
  const { key } = await vault.keys.create({ client: { id }, name: 'k' }, call());
  await vault.grants.add({ client: { id }, secret: { name: 'alpha' }, mode: 'read' }, call());
  keys.set(vault, key);
}

function caller(vault: VaultApi): Principal {
  const credential = keys.get(vault) ?? null;
  const nobody = { clientId: `cli_${NO_UUID}`, keyId: null, tokenId: null, expiresAt: null };
  return vault.access.identify({ credential, listener: 'socket' }).principal ?? nobody;
}

/** The calls of clients, each with an input that it would take, or nearly. */
export const ACCESS_CALLS: Record<string, readonly [good: unknown, call: Call]> = {
  'access.identify': [
    { credential: utf8(`sr_live_${'x'.repeat(38)}`), listener: 'tcp' },
    (vault, i) => vault.access.identify(i as never),
  ],
  'access.admit': [
    { tokenId: null, expiresAt: null },
    (vault, i) => {
      vault.access.admit({ ...caller(vault), ...(i as object) });
    },
  ],
  'access.me': [
    { keyId: null },
    (vault, i, c) => vault.access.me({ ...caller(vault), ...(i as object) }, c as never),
  ],
  'access.listSecrets': [
    {},
    (vault, i, c) => vault.access.listSecrets({ ...caller(vault), ...(i as object) }, c as never),
  ],
  'access.withSecret': [
    { name: 'alpha' },
    (vault, i, c) => vault.access.withSecret(caller(vault), i as never, () => null, c as never),
  ],
  'access.totp': [
    { name: 'alpha' },
    (vault, i, c) => vault.access.totp(caller(vault), i as never, c as never),
  ],
  'access.createToken': [
    { lifetimeSeconds: 60 },
    (vault, i, c) => vault.access.createToken(caller(vault), i as never, c as never),
  ],
  'access.endToken': [
    { tokenId: `tok_${NO_UUID}` },
    (vault, i, c) => vault.access.endToken({ ...caller(vault), ...(i as object) }, c as never),
  ],
  'access.sessions.create': [
    { profile: 'p', metadata: { a: 'b' }, conversationId: `con_${NO_UUID}` },
    (vault, i, c) => vault.access.sessions.create(caller(vault), i as never, c as never),
  ],
  'access.sessions.list': [
    { all: true },
    (vault, i, c) => vault.access.sessions.list(caller(vault), i as never, c as never),
  ],
  'access.sessions.get': [
    { id: `ses_${NO_UUID}` },
    (vault, i, c) => vault.access.sessions.get(caller(vault), i as never, c as never),
  ],
  'access.sessions.update': [
    { id: `ses_${NO_UUID}`, patch: { profile: null, metadata: { a: null } } },
    async (vault, i, c) => {
      const { id } = await vault.access.sessions.create(caller(vault), {}, c as never);
      const input = { ...(i as object), id };
      return vault.access.sessions.update(caller(vault), input as never, c as never);
    },
  ],
  'access.sessions.close': [
    { id: `ses_${NO_UUID}` },
    (vault, i, c) => vault.access.sessions.close(caller(vault), i as never, c as never),
  ],
  'access.sessions.touch': [
    { id: `ses_${NO_UUID}`, turns: 1 },
    (vault, i) => {
      vault.access.sessions.touch(caller(vault), i as never);
    },
  ],
  'access.usage': [
    { fromDay: '2026-01-01', toDay: '2026-12-31', limit: 5 },
    (vault, i, c) => vault.access.usage(caller(vault), i as never, c as never),
  ],
  'access.usageOf': [
    { clientId: `cli_${NO_UUID}`, limit: 5 },
    (vault, i, c) => vault.access.usageOf(i as never, c as never),
  ],
  'access.events': [
    { fromSeq: 1, beforeSeq: 9, limit: 3, correlationId: 'abc' },
    (vault, i, c) => vault.access.events(caller(vault), i as never, c as never),
  ],
  'access.setServiceToken': [
    { enabled: true },
    (vault, i, c) => vault.access.setServiceToken(i as never, c as never),
  ],
};
