import { afterAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { EXEMPT_PATHS, SETTINGS, exemptPaths } from '../../../../src/core/settings/definitions.ts';
import {
  PASSWORD,
  SteppingClock,
  auditLines,
  call,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

describe('settings', () => {
  it('lists every setting with value, default and description', async () => {
    const { vault } = await unlockedVault();
    const list = await vault.settings.list(call());
    expect(list.map(({ name }) => name)).toEqual(Object.keys(SETTINGS).sort());
    for (const setting of list) {
      expect(setting.value).toBe(setting.default);
      expect(setting.description).not.toBe('');
    }
    await vault.close();
  });

  it('keeps what was set across a lock, and reset brings the default back', async () => {
    const { vault, home } = await unlockedVault();
    await vault.settings.set({ name: 'history.keep', value: '3' }, call());
    await vault.close();
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    expect(await again.settings.get({ name: 'history.keep' }, call())).toMatchObject({ value: 3 });
    expect(await again.settings.reset({ name: 'history.keep' }, call())).toMatchObject({
      value: 10,
    });
    expect(await again.settings.reset({ name: 'history.keep' }, call())).toMatchObject({
      value: 10,
    });
    expect(
      auditLines(home).filter(
        ({ event, outcome }) => event === 'settings.change' && outcome === 'ok',
      ),
    ).toHaveLength(3);
    await again.close();
  });

  it.each([
    ['history.keep', '-1'],
    ['history.keep', '101'],
    ['history.keep', '1.5'],
    ['history.keep', ''],
    ['expiry.reminder_days', '1,7,30'],
    ['expiry.reminder_days', 'soon'],
    ['expiry.reminder_days', '400'],
    ['kdf.memory_mib', '64'],
    ['kdf.memory_mib', '2048'],
    ['lock.idle_minutes', '2'],
    ['lock.idle_minutes', '-1'],
    ['lock.idle_minutes', '010'],
    ['lock.idle_minutes', 'never'],
    ['clipboard.clear_seconds', '4'],
    ['clipboard.clear_seconds', '601'],
    ['clipboard.clear_seconds', '0'],
    ['reveal.hide_seconds', '4'],
    ['reveal.hide_seconds', '301'],
  ])('refuses %s = %s and changes nothing', async (name, value) => {
    const { vault } = await unlockedVault();
    const before = await vault.settings.get({ name }, call());
    await expect(vault.settings.set({ name, value }, call())).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await vault.settings.get({ name }, call())).toEqual(before);
    await vault.close();
  });

  it.each([
    ['lock.idle_minutes', 10, ['1', '5', '10', '15', '30', '60', '0']],
    ['clipboard.clear_seconds', 30, ['5', '30', '600']],
    ['reveal.hide_seconds', 20, ['5', '20', '300']],
  ] as const)(
    '%s is %i unless chosen, and takes what the window offers',
    async (name, usual, choices) => {
      const { vault } = await unlockedVault();
      expect(await vault.settings.get({ name }, call())).toMatchObject({ value: usual });
      for (const value of choices) {
        await vault.settings.set({ name, value }, call());
        expect(await vault.settings.get({ name }, call())).toMatchObject({ value: Number(value) });
      }
      await vault.close();
    },
  );

  it('says not_found for a name that is no setting', async () => {
    const { vault } = await unlockedVault();
    for (const name of ['nope', '__proto__', 'toString']) {
      await expect(vault.settings.get({ name }, call())).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    await vault.close();
  });

  it('kdf.memory_mib raises the cost at the next unlock', async () => {
    const { vault, home } = await unlockedVault();
    await vault.settings.set({ name: 'kdf.memory_mib', value: '129' }, call());
    await vault.close();
    const again = openVaultAt(home);
    expect(await again.unlock({ password: utf8(PASSWORD) }, call())).toMatchObject({
      rewrapped: true,
    });
    await again.lock('owner', call());
    expect(await again.unlock({ password: utf8(PASSWORD) }, call())).toMatchObject({
      rewrapped: false,
    });
    await again.close();
  });
});

describe('the settings of the gateway', () => {
  it.each([
    ['auth.required', 'yes'],
    ['auth.required', '2'],
    ['auth.exempt_paths', ''],
    ['auth.exempt_paths', '/v1/me'],
    ['auth.exempt_paths', '/healthz,/v1/me'],
    ['auth.exempt_paths', '/healthz,/healthz'],
    ['auth.exempt_paths', '/healthz, /docs'],
    ['auth.exempt_paths', 'none,/docs'],
    ['auth.cache_seconds', '3601'],
    ['auth.cache_entries', '-1'],
    ['gateway.port', '80'],
    ['gateway.port', '65536'],
    ['gateway.secret_reads_per_hour', '1000001'],
    ['session.hours', '0'],
    ['time.zone', ''],
    ['time.zone', 'Mars/Olympus'],
    ['time.zone', '+01:00'],
    ['usage.keep_days', '0'],
  ] as const)('do not take %s = %s', (name, value) => {
    expect(SETTINGS[name].parse(value)).toBeNull();
  });

  it.each([
    ['auth.cache_entries', '0', 0],
    ['auth.cache_seconds', '3600', 3600],
    ['auth.required', '0', 0],
    ['gateway.port', '1024', 1024],
    ['gateway.secret_reads_per_hour', '0', 0],
    ['session.hours', '720', 720],
    ['time.zone', 'America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['usage.keep_days', '3650', 3650],
  ] as const)('take %s = %s', (name, value, parsed) => {
    expect(SETTINGS[name].parse(value)).toBe(parsed);
  });
});

describe('the routes that need no key', () => {
  it('are all that may be, some in their own order, or none', () => {
    const { parse, default: all } = SETTINGS['auth.exempt_paths'];
    expect(exemptPaths(all)).toEqual([...EXEMPT_PATHS]);
    expect(parse('/docs,/healthz')).toBe('/healthz,/docs');
    expect(exemptPaths('/healthz,/docs')).toEqual(['/healthz', '/docs']);
    expect(parse('none')).toBe('none');
    expect(exemptPaths('none')).toEqual([]);
  });
});

describe('the zone of the owner’s calendar', () => {
  it('is stored with the first client, and stays when the system is set to another', async () => {
    const { vault, home } = await unlockedVault({ clock: new SteppingClock() });
    const zone = async (of: VaultApi) =>
      (await of.settings.get({ name: 'time.zone' }, call())).value;
    expect(await zone(vault)).toBe('UTC');
    await vault.clients.add({ name: 'bot' }, call());
    expect(await zone(vault)).toBe('Europe/Berlin');
    await vault.close();
    const clock = new SteppingClock();
    clock.zone = () => 'Asia/Tokyo';
    const again = openVaultAt(home, { clock });
    await again.unlock({ password: utf8(PASSWORD) }, call());
    await again.clients.add({ name: 'second' }, call());
    expect(await zone(again)).toBe('Europe/Berlin');
    await again.close();
  });

  it('is not stored if the system names none that there is', async () => {
    const clock = new SteppingClock();
    clock.zone = () => 'Etc/Unknown';
    const { vault } = await unlockedVault({ clock });
    await vault.clients.add({ name: 'bot' }, call());
    expect(await vault.settings.get({ name: 'time.zone' }, call())).toMatchObject({ value: 'UTC' });
    await vault.close();
  });
});
