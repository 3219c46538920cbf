import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import { OWNER } from '../../../../src/shared/conversation.ts';
import { PROFILE_LIMITS } from '../../../../src/shared/profile.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import { ends, newClient, said, talk } from '../../../support/talk.ts';
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

const clock = new SteppingClock();
let vault: VaultApi;
let home: string;

beforeAll(async () => {
  ({ vault, home } = await unlockedVault({ clock }));
});

afterAll(async () => {
  await vault.close();
  removeHomes();
});

const about = (text: string) => ({ change: { section: 'about', text } as const });

describe('a profile', () => {
  it('is there for the owner from the beginning, and for each client with it', async () => {
    const { vault: own, home: ownHome } = await unlockedVault();
    await own.clients.add({ name: 'bot' }, call());
    await own.close();
    const rows = editDatabase(ownHome, (db) =>
      db.prepare('SELECT client_id FROM profiles ORDER BY client_id').pluck().all(),
    );
    expect(rows).toEqual([null, expect.stringMatching(/^cli_/)]);
  });

  it('is made when it is asked for in a vault that has none', async () => {
    const { vault: own, home: ownHome } = await unlockedVault();
    await own.close();
    editDatabase(ownHome, (db) => db.exec('DELETE FROM profiles'));
    const again = openVaultAt(ownHome);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    const made = await again.profiles.get(OWNER, {}, call());
    expect(await again.profiles.get(OWNER, {}, call())).toEqual(made);
    await again.close();
  });

  it('says who somebody is; only the display name can be chosen, and taken back', async () => {
    const { id } = await vault.clients.add({ name: 'Ada', externalId: 'ext-7' }, call());
    const registered = (await vault.clients.get({ id }, call())).createdAt;
    const identity = { id, externalId: 'ext-7', displayName: 'Ada', registeredAt: registered };
    const input = { client: id };
    expect(await vault.profiles.get(OWNER, input, call())).toMatchObject({ identity, version: 1 });
    const choose = (displayName: string | null) =>
      vault.profiles.update(
        OWNER,
        { ...input, change: { section: 'identity', displayName } },
        call(),
      );
    expect((await choose('Countess')).identity.displayName).toBe('Countess');
    expect((await choose(null)).identity.displayName).toBe('Ada');
    expect(await ends(choose('a\nb'))).toBe('invalid_input');
    expect(await ends(choose(' '))).toBe('invalid_input');
  });

  it('keeps its last versions', async () => {
    const { clientId: client } = await newClient(vault, 'versions');
    for (let i = 0; i < PROFILE_LIMITS.versionsKept + 3; i += 1) {
      clock.advance(1000);
      await vault.profiles.update(OWNER, { client, ...about(`text ${String(i)}`) }, call());
    }
    const history = await vault.profiles.history(OWNER, { client }, call());
    expect(history).toHaveLength(PROFILE_LIMITS.versionsKept + 1);
    expect(history.map(({ version }) => version)).toEqual(history.map((_, i) => 14 - i));
    expect(history[0]).toMatchObject({ current: true, createdAt: clock.nowText() });
    const line = auditLines(home).findLast(({ event }) => event === 'profile.update');
    expect(line).toMatchObject({ outcome: 'ok', ref: { client, section: 'about' } });
  });

  it.each([
    ['another section', { section: 'secrets', text: 'x' }],
    ['a text that is none', { section: 'about', text: 7 }],
    ['a long text', { section: 'about', text: 'x'.repeat(PROFILE_LIMITS.aboutChars + 1) }],
    ['a lone surrogate', { section: 'preferences', text: '\ud800' }],
  ])('takes no %s', async (_what, change) => {
    const update = vault.profiles.update(OWNER, { change: change as never }, call());
    expect(await ends(update)).toBe('invalid_input');
  });

  it('as Markdown is exactly this', async () => {
    const { id } = await vault.clients.add({ name: 'Markdown', externalId: 'ext-8' }, call());
    const { createdAt } = await vault.clients.get({ id }, call());
    const head = [
      '# User Profile',
      '',
      '## Identity',
      '',
      `- ID: ${id}`,
      '- Login: ext-8',
      '- Display Name: Markdown',
      `- Registered: ${createdAt.slice(0, 10)} ${createdAt.slice(11, 19)}`,
      '',
      '## About',
      '',
    ];
    const input = { client: id };
    expect(await vault.profiles.export(OWNER, input, call())).toBe(
      [...head, '## Preferences', ''].join('\n'),
    );
    await vault.profiles.update(OWNER, { ...input, ...about('A bot.\n') }, call());
    const change = { section: 'preferences', text: '* short\n* answers' } as const;
    await vault.profiles.update(OWNER, { ...input, change }, call());
    expect(await vault.profiles.export(OWNER, input, call())).toBe(
      [...head, 'A bot.', '', '## Preferences', '', '* short', '* answers', ''].join('\n'),
    );
  });
});

describe('a client and its profile', () => {
  it('reads and writes it only as far as it was let, until that is taken back', async () => {
    const client = await newClient(vault, 'granted');
    const whom = { client: client.clientId };
    const read = () => ends(vault.profiles.get(client, {}, call()));
    const write = () => ends(vault.profiles.update(client, about('x'), call()));
    expect([await read(), await write()]).toEqual(['not_granted', 'not_granted']);
    await vault.profiles.allow({ ...whom, mode: 'read', allowed: true }, call());
    await vault.profiles.allow({ ...whom, mode: 'read', allowed: true }, call());
    expect([await read(), await write()]).toEqual(['ok', 'not_granted']);
    await vault.profiles.allow({ ...whom, mode: 'write', allowed: true }, call());
    expect([await read(), await write()]).toEqual(['ok', 'ok']);
    const grants = await vault.grants.list({ client: { id: client.clientId } }, call());
    expect(grants.map(({ objectKind, mode, standing }) => [objectKind, mode, standing])).toEqual(
      expect.arrayContaining([
        ['profile', 'read', 'holds'],
        ['profile', 'write', 'holds'],
      ]),
    );
    await vault.profiles.allow({ ...whom, mode: 'read', allowed: false }, call());
    expect(await read()).toBe('ok');
    await vault.profiles.allow({ ...whom, mode: 'write', allowed: false }, call());
    expect([await read(), await write()]).toEqual(['not_granted', 'not_granted']);
    const bad = vault.profiles.allow({ ...whom, mode: 'sign' as never, allowed: true }, call());
    expect(await ends(bad)).toBe('invalid_input');
  });

  it('goes by grants that somebody vouches for', async () => {
    const own = await unlockedVault();
    const client = await newClient(own.vault, 'planter');
    const other = await newClient(own.vault, 'other');
    await own.vault.profiles.allow(
      { client: other.clientId, mode: 'write', allowed: true },
      call(),
    );
    await own.vault.close();
    editDatabase(own.home, (db) =>
      db
        .prepare('UPDATE grants SET client_id = ?, object_id = ?')
        .run(client.clientId, client.clientId),
    );
    const again = openVaultAt(own.home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    expect(await ends(again.profiles.get(client, {}, call()))).toBe('not_granted');
    await again.close();
  });
});

describe('clearing the memory', () => {
  it('empties the preferences and the turns of the conversation that is named', async () => {
    const client = await newClient(vault, 'forgetful');
    const whom = { client: client.clientId };
    const change = { section: 'preferences', text: 'likes gold' } as const;
    await vault.profiles.update(OWNER, { ...whom, change }, call());
    const id = await talk(vault, client, ['a', 'b']);
    const kept = await talk(vault, client, ['c']);

    const unlet = await vault.memory.clear(client, { conversationId: id }, call());
    expect(unlet).toEqual({ turns: 2, preferences: false });
    expect(await ends(vault.memory.clear(client, {}, call()))).toBe('not_granted');
    expect((await vault.profiles.get(OWNER, whom, call())).preferences).toBe('likes gold');

    await vault.profiles.allow({ ...whom, mode: 'write', allowed: true }, call());
    const cleared = await vault.memory.clear(client, {}, call());
    expect(cleared).toEqual({ turns: 0, preferences: true });
    expect((await vault.profiles.get(OWNER, whom, call())).preferences).toBe('');
    expect(await said(vault, client, kept)).toEqual(['c']);
  });

  it('of somebody by the owner', async () => {
    const client = await newClient(vault, 'cleared');
    const change = { section: 'preferences', text: 'x' } as const;
    await vault.profiles.update(OWNER, { client: client.clientId, change }, call());
    await vault.memory.clear(OWNER, { client: client.clientId }, call());
    const { preferences } = await vault.profiles.get(OWNER, { client: client.clientId }, call());
    expect(preferences).toBe('');
  });
});
