import { createHash } from 'node:crypto';
import type { CallContext } from '../core/call.ts';
import type { OwnerVault } from '../gateway/owner/calls.ts';
import type { CheckList } from './check-list.ts';
import { looseModes } from './check-modes.ts';
import { readAsOwner } from './read-fields.ts';

export interface OfflineInput {
  readonly vault: OwnerVault;
  readonly context: CallContext;
  readonly home: string;
  readonly name: string;
}

const VALUE = 'a value of strongroom smoke';

/** What can be tried without a gateway. What it made for that is gone afterwards. */
export async function smokeOffline(
  { vault, context, home, name }: OfflineInput,
  list: CheckList,
): Promise<void> {
  await list.try('the vault', 'unlocked', async () => (await vault.status()).state);
  await list.try('modes of the files', 'for you alone', async () =>
    looseModes(home).length === 0 ? 'for you alone' : 'open to others',
  );
  await list.try('the schema', 'up to date', async () => {
    const { version, latest } = await vault.migrations.status();
    return version === latest ? 'up to date' : `${version} of ${latest}`;
  });
  try {
    await list.try('a secret, stored and read', 'the same', async () => {
      const field = { name: 'value', value: Buffer.from(VALUE) };
      await vault.secrets.set({ name, fields: [field] }, context);
      const value = await readAsOwner(vault.secrets, { name, field: null }, context);
      return Buffer.from(value).toString('latin1') === VALUE ? 'the same' : 'something else';
    });
    await list.try('a key, made and found', 'the same', () => keyIsFound(vault, name, context));
    await list.try('a key, revoked', 'revoked', () => keyEnds(vault, name, context));
  } finally {
    await list.try('cleaned up', 'gone', async () => {
      await vault.clients.purge({ name }, context);
      await vault.secrets.remove({ name }, context);
      return 'gone';
    });
  }
  await list.try('the audit log', 'proved', async () =>
    (await vault.audit.verify(context)).ok ? 'proved' : 'faults',
  );
}

const KEY = /^sr_smoke_[0-9A-Za-z]{38}$/;

async function keyIsFound(vault: OwnerVault, name: string, context: CallContext): Promise<string> {
  const { id } = await vault.clients.add({ name }, context);
  const wanted = { client: { id }, name, environment: 'smoke', lifetimeSeconds: 600 };
  const { key, summary } = await vault.keys.create(wanted, context);
  try {
    if (!KEY.test(Buffer.from(key).toString('latin1'))) return 'another form';
    const hash = createHash('sha256').update(key).digest();
    const found = await vault.keys.findByHash({ hash }, context);
    return found.id === summary.id ? 'the same' : 'another one';
  } finally {
    key.fill(0);
  }
}

async function keyEnds(vault: OwnerVault, name: string, context: CallContext): Promise<string> {
  const [key] = await vault.keys.list({ client: { name } }, context);
  if (key === undefined) return 'none';
  await vault.keys.revoke({ id: key.id }, context);
  const [ended] = await vault.keys.list({ client: { name }, all: true }, context);
  return ended?.state ?? 'none';
}
