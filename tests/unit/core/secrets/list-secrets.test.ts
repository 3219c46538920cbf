import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { COST_FLOOR } from '../../../../src/core/format/header.ts';
import { nextTurn } from '../../../../src/core/next-turn.ts';
import { secretName, seedVault } from '../../../bench/seed-vault.ts';
import {
  PASSWORD,
  auditLines,
  call,
  emptyHome,
  openVaultAt,
  removeHomes,
  utf8,
} from '../../../support/vault-fixture.ts';

/** More than two pages of rows, and many slices of records. */
const SECRETS = 4500;

let vault: VaultApi;
const home = emptyHome();

const unlock = () => vault.unlock({ password: utf8(PASSWORD) }, call());

beforeAll(async () => {
  await seedVault(home, SECRETS, COST_FLOOR);
  vault = openVaultAt(home);
  await unlock();
});

afterAll(async () => {
  await vault.close();
  removeHomes();
});

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await nextTurn();
}

describe('secrets.list of a large vault', () => {
  it('gives every record once, in order', async () => {
    const { secrets, damaged } = await vault.secrets.list(call());
    expect(damaged).toEqual([]);
    expect(secrets.map(({ name }) => name)).toEqual(
      Array.from({ length: SECRETS }, (_, i) => secretName(i)),
    );
  });

  it('lets the event loop turn after every page and every few hundred records', async () => {
    let counted = 0;
    const counting = { on: true };
    const count = async () => {
      for (; counting.on; counted += 1) await nextTurn();
    };
    const counter = count();
    await vault.secrets.list(call());
    counting.on = false;
    await counter;
    expect(counted).toBeGreaterThan(SECRETS / 256);
  });

  it.each([1, 2, 3, 4, 10, 15])('ends with `locked` if a lock comes at turn %i', async (turn) => {
    const context = call();
    const listing = vault.secrets.list(context);
    const outcome = listing.then(
      () => 'listed',
      (error: unknown) => error,
    );
    await turns(turn);
    await vault.lock('idle', call());
    expect(await outcome).toMatchObject({ code: 'locked', correlationId: context.correlationId });
    const lines = auditLines(home).filter((l) => l['correlation_id'] === context.correlationId);
    expect(lines).toMatchObject([{ event: 'secret.list', outcome: 'denied', reason: 'locked' }]);
    await unlock();
  });

  it('shows one state of the vault even if a write comes between two pages', async () => {
    const { secrets } = await vault.secrets.list(call());
    const ids = secrets.map(({ id }) => id).sort();
    const [first = '', last = ''] = [ids[0], ids.at(-1)];
    const listing = vault.secrets.list(call());
    await nextTurn();
    await vault.secrets.edit({ id: first, newName: 'renamed in between' }, call());
    await vault.secrets.remove({ id: last }, call());
    const listed = await listing;
    expect(listed).toEqual(await vault.secrets.list(call()));
    expect(listed.secrets.find(({ id }) => id === first)?.name).toBe('renamed in between');
    expect(listed.secrets).toHaveLength(SECRETS - 1);
  });
});
