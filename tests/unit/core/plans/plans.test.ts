import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  auditLines,
  call,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const FREE = {
  name: 'free',
  perMinute: 60,
  perHour: 600,
  perDay: null,
  perMonth: null,
  items: 10_000,
  bytes: 64 * 2 ** 20,
  builtIn: true,
  changed: false,
  clients: 0,
};

const planOf = async (vault: VaultApi, name: string) =>
  (await vault.plans.list(call())).find((plan) => plan.name === name);

describe('plans', () => {
  it('begin with the built-in ones', async () => {
    const { vault } = await unlockedVault();
    const plans = await vault.plans.list(call());
    expect(plans.map(({ name }) => name)).toEqual(['free', 'pro', 'unlimited']);
    expect(plans[0]).toEqual(FREE);
    expect(plans[1]).toMatchObject({ perMinute: 600, perHour: 20_000, bytes: 4 * 2 ** 30 });
    expect(Object.values(plans[2] ?? {}).filter((limit) => limit === null)).toHaveLength(6);
    await vault.close();
  });

  it('are changed limit by limit, kept over a lock, and put back', async () => {
    const { vault, home } = await unlockedVault();
    const limits = { perHour: null, perDay: 5 };
    expect(await vault.plans.set({ name: 'free', limits }, call())).toEqual({
      ...FREE,
      ...limits,
      changed: true,
    });
    await vault.close();
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    await again.plans.set({ name: 'free', limits: { perDay: 6 } }, call());
    expect(await planOf(again, 'free')).toEqual({
      ...FREE,
      perHour: null,
      perDay: 6,
      changed: true,
    });
    await again.plans.remove({ name: 'free' }, call());
    expect(await planOf(again, 'free')).toEqual(FREE);
    await again.plans.remove({ name: 'free' }, call());
    await again.close();
    const done = auditLines(home).filter(({ outcome }) => outcome === 'ok');
    expect(done.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['plan.change', 'plan.remove']),
    );
  });

  it('of the owner have no limits but those that were given, and stay while a client has them', async () => {
    const { vault } = await unlockedVault();
    const add = (plan: string) => vault.clients.add({ name: 'bot', plan }, call());
    await expect(add('team')).rejects.toMatchObject({ code: 'invalid_input' });
    const made = await vault.plans.set({ name: 'team', limits: { perMinute: 7 } }, call());
    expect(made).toEqual({
      name: 'team',
      perMinute: 7,
      perHour: null,
      perDay: null,
      perMonth: null,
      items: null,
      bytes: null,
      builtIn: false,
      changed: true,
      clients: 0,
    });
    const { id } = await add('team');
    expect((await planOf(vault, 'team'))?.clients).toBe(1);
    const remove = () => vault.plans.remove({ name: 'team' }, call());
    await expect(remove()).rejects.toMatchObject({ code: 'invalid_input' });
    await vault.clients.remove({ id }, call());
    await remove();
    await expect(remove()).rejects.toMatchObject({ code: 'not_found' });
    const { id: next } = await vault.clients.add({ name: 'next' }, call());
    const patch = { plan: 'team' };
    await expect(vault.clients.update({ ref: { id: next }, patch }, call())).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await vault.clients.update({ ref: { id: next }, patch: { plan: 'pro' } }, call());
    await vault.close();
  });

  it('follow a new vault key', async () => {
    const { vault, home } = await unlockedVault();
    await vault.plans.set({ name: 'team', limits: { perDay: 3 } }, call());
    const passwords = { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD) };
    await vault.changePassword({ ...passwords, renewVaultKey: true }, call());
    expect((await planOf(vault, 'team'))?.perDay).toBe(3);
    await vault.close();
    const again = openVaultAt(home);
    const { state } = await again.unlock({ password: utf8(OTHER_PASSWORD) }, call());
    expect(state).toBe('unlocked');
    expect((await planOf(again, 'team'))?.perDay).toBe(3);
    await again.close();
  });

  it('that were changed or planted from outside are found; a repair keeps the sound ones and drops the others', async () => {
    const { vault, home } = await unlockedVault();
    for (const name of ['free', 'team']) {
      await vault.plans.set({ name, limits: { perDay: 3 } }, call());
    }
    await vault.close();
    editDatabase(home, (db) => {
      db.exec("UPDATE plans SET per_day = NULL, per_minute = 1000000 WHERE name = 'free'");
      db.exec(
        "INSERT INTO plans SELECT 'forged', 1, 1, 1, 1, 1, 1, updated_at, row_mac FROM plans LIMIT 1",
      );
    });
    const again = openVaultAt(home);
    const { state } = await again.unlock({ password: utf8(PASSWORD) }, call());
    expect(state).toBe('tampered');
    expect((await again.plans.list(call())).map(({ name }) => name)).toEqual([
      'free',
      'pro',
      'team',
      'unlimited',
    ]);
    expect((await planOf(again, 'free'))?.perMinute).toBe(60);
    const report = await again.repair({ password: utf8(PASSWORD) }, call());
    expect(report.dropped).toEqual([
      { table: 'plans', id: 'forged' },
      { table: 'plans', id: 'free' },
    ]);
    expect(report.kept).toContainEqual({ table: 'plans', id: 'team' });
    expect(await planOf(again, 'free')).toEqual(FREE);
    await again.close();
  });

  it('need an unlocked vault', async () => {
    const { vault } = await unlockedVault();
    await vault.lock('owner', call());
    await expect(vault.plans.list(call())).rejects.toMatchObject({ code: 'locked' });
    await vault.close();
  });
});

describe('changes of a plan', () => {
  let vault: VaultApi;
  beforeAll(async () => {
    ({ vault } = await unlockedVault());
  });
  afterAll(() => vault.close());

  it.each([
    ['a name with a capital', 'Team', { perMinute: 1 }, 'name_invalid'],
    ['a name that is none', '', { perMinute: 1 }, 'name_invalid'],
    ['a long name', 'a'.repeat(33), { perMinute: 1 }, 'name_invalid'],
    ['nothing', 'team', {}, 'invalid_input'],
    ['nothing but undefined', 'team', { perMinute: undefined }, 'invalid_input'],
    ['a limit that lets nothing in', 'team', { perMinute: 0 }, 'invalid_input'],
    ['a fraction', 'team', { perHour: 1.5 }, 'invalid_input'],
    ['a text', 'team', { perHour: '1' }, 'invalid_input'],
    ['a limit below nothing', 'team', { items: -1 }, 'invalid_input'],
    ['too much', 'team', { bytes: 2 ** 51 }, 'invalid_input'],
    ['a limit that there is not', 'team', { perYear: 1 }, 'invalid_input'],
    ['a name of every object', 'team', { toString: 1 }, 'invalid_input'],
  ])('are refused for %s, and nothing is stored', async (_what, name, limits, code) => {
    const input = { name, limits: limits as Record<string, number> };
    await expect(vault.plans.set(input, call())).rejects.toMatchObject({ code });
    expect(await vault.plans.list(call())).toHaveLength(3);
  });
});
