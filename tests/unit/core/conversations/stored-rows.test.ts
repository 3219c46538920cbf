import { afterAll, describe, expect, it } from 'vitest';
import { countStored, type Stored } from '../../../../src/core/conversations/storage-meter.ts';
import { createVault } from '../../../../src/core/index.ts';
import { COST_FLOOR } from '../../../../src/core/format/header.ts';
import { OWNER } from '../../../../src/shared/conversation.ts';
import { VaultError } from '../../../../src/shared/vault-error.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { plaintextBelow } from '../../../support/find-plaintext.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';
import { MemoryDisk } from '../../../support/memory-store.ts';
import { sampleId } from '../../../support/sample-rows.ts';
import { ends, newClient, said, say, talk } from '../../../support/talk.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  call,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

describe('the files', () => {
  it('hold no word of a turn, a title, a profile or a query, open or closed', async () => {
    const { vault, home } = await unlockedVault();
    const marks = {
      title: 'cnry-title-51d0f3',
      content: 'cnry-content-90ab77',
      reset: 'cnry-reset-77e1aa',
      actor: 'cnry-actor-3344bb',
      model: 'cnry-model-b1b1c2',
      tool: 'cnry-tool-6e6e01',
      metadata: 'cnry-metadata-12ff',
      about: 'cnry-about-887766',
      name: 'cnry-display-0a0a',
      query: 'cnry-query-55aa55',
      long: 'cnry-long-ab12ab',
    };
    const client = await newClient(vault, 'spy');
    const { id } = await vault.conversations.create(client, { title: marks.title }, call());
    await say(vault, client, id, { role: 'user', content: marks.reset });
    await vault.conversations.reset(client, { id }, call());
    await say(vault, client, id, {
      role: 'assistant',
      content: marks.content,
      actor: marks.actor,
      model: marks.model,
      toolCalls: [marks.tool],
      metadata: { k: marks.metadata },
    });
    const long = `${marks.long} `.repeat(300_000);
    await say(vault, client, id, { role: 'user', content: long });
    await vault.profiles.update(
      OWNER,
      { client: client.clientId, change: { section: 'about', text: marks.about } },
      call(),
    );
    await vault.profiles.update(
      OWNER,
      { change: { section: 'identity', displayName: marks.name } },
      call(),
    );
    await vault.search.ready();
    for (const query of [marks.content, marks.query, 'content']) {
      await vault.search.search(client, { query, scope: 'all' }, call());
    }
    await vault.conversations.export(client, { id, format: 'md' }, call());
    vault.conversations.flush();
    const all = Object.values(marks);
    expect(plaintextBelow(home, all)).toEqual([]);
    await vault.close();
    expect(plaintextBelow(home, all)).toEqual([]);
  });
});

describe('a row that was changed, moved or lost', () => {
  it('is named as damaged and hides no other; a moved one does not count', async () => {
    const { vault, home } = await unlockedVault();
    const mine = await newClient(vault, 'mine');
    const other = await newClient(vault, 'other');
    const id = await talk(vault, mine, ['one', 'two', 'three']);
    const theirs = await talk(vault, other, ['theirs']);
    const { items } = await vault.conversations.turns(mine, { id }, call());
    const [first, second] = items.map((turn) => turn.id);
    await vault.close();
    editDatabase(home, (db) => {
      db.prepare('UPDATE turns SET encrypted_content = zeroblob(96) WHERE id = ?').run(first);
      db.prepare('UPDATE turns SET sequence = 9 WHERE id = ?').run(second);
      // Another's conversation and turn are put under this client's name.
      for (const table of ['conversation_activity', 'turns']) {
        db.prepare(`UPDATE ${table} SET client_id = ? WHERE conversation_id = ?`).run(
          mine.clientId,
          theirs,
        );
      }
    });
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    const page = await again.conversations.turns(mine, { id }, call());
    expect(page.items.map(({ content }) => content)).toEqual(['three']);
    expect([...page.damaged].sort()).toEqual([first, second].sort());
    const list = await again.conversations.list(mine, {}, call());
    expect(list.items.map((conversation) => conversation.id)).toEqual([id]);
    const turns = await again.conversations.turnsOfClient(mine, {}, call());
    expect(turns.items.map(({ content }) => content)).toEqual(['three']);
    await again.search.ready();
    const hits = await again.search.search(mine, { query: 'theirs', scope: 'all' }, call());
    expect(hits.total).toBe(0);
    await again.close();
  });

  it('of a conversation refuses it by name; its owner can still remove it', async () => {
    const { vault, home } = await unlockedVault();
    const mine = await newClient(vault, 'mine');
    const other = await newClient(vault, 'other');
    const id = await talk(vault, mine, ['one']);
    const theirs = await talk(vault, other, ['theirs']);
    await vault.close();
    editDatabase(home, (db) => {
      db.prepare('UPDATE conversations SET encrypted_details = zeroblob(96) WHERE id = ?').run(id);
      db.prepare('UPDATE conversations SET client_id = ? WHERE id = ?').run(mine.clientId, theirs);
    });
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    for (const damaged of [id, theirs]) {
      const get = again.conversations.get(mine, { id: damaged }, call());
      expect(await ends(get)).toBe('record_corrupt');
    }
    expect((await again.conversations.list(mine, {}, call())).damaged).toEqual([id]);
    expect(await again.conversations.remove(mine, { id }, call())).toEqual({ turns: 1 });
    await again.close();
  });

  it('of the activity is made anew', async () => {
    const { vault, home } = await unlockedVault();
    const id = await talk(vault, OWNER, ['a', 'b']);
    await vault.close();
    editDatabase(home, (db) => db.exec('DELETE FROM conversation_activity'));
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    expect((await again.conversations.list(OWNER, {}, call())).items).toEqual([]);
    await again.conversations.expire(call());
    const { items } = await again.conversations.list(OWNER, {}, call());
    expect(items).toMatchObject([{ id, turnCount: 2 }]);
    expect(await say(again, OWNER, id, { role: 'user', content: 'c' })).toMatchObject({
      sequence: 3,
    });
    await again.close();
  });
});

describe('a new vault key', () => {
  it('takes over conversations, turns in chunks, profiles with their history, and what is queued', async () => {
    const { vault, home } = await unlockedVault();
    const client = await newClient(vault, 'client');
    const content = 'ab '.repeat(2 * 1024 * 1024);
    const id = await talk(vault, client, ['one', content]);
    const change = { section: 'about', text: 'somebody' } as const;
    await vault.profiles.update(OWNER, { change }, call());
    await vault.conversations.setRetention({ client: client.clientId, keep: 30 }, call());
    await vault.changePassword(
      { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: true },
      call(),
    );
    await say(vault, client, id, { role: 'user', content: 'after' });
    expect((await said(vault, client, id)).map(({ length }) => length)).toEqual([
      3,
      content.length,
      5,
    ]);
    await vault.search.ready();
    const input = { query: 'after', scope: 'all' } as const;
    expect((await vault.search.search(client, input, call())).total).toBe(1);
    await vault.close();
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(OTHER_PASSWORD) }, call());
    expect(await said(again, client, id)).toHaveLength(3);
    expect((await again.profiles.get(OWNER, {}, call())).about).toBe('somebody');
    expect(await again.conversations.retention({ client: client.clientId }, call())).toBe(30);
    await again.search.ready();
    expect((await again.search.search(client, input, call())).total).toBe(1);
    await again.close();
  });
});

describe('a repair', () => {
  it('drops what does not open and keeps the rest', async () => {
    const { vault, home } = await unlockedVault();
    const id = await talk(vault, OWNER, ['a', 'b']);
    const lost = await talk(vault, OWNER, ['c']);
    await vault.profiles.update(OWNER, { change: { section: 'about', text: 'x' } }, call());
    await vault.conversations.setRetention({ client: OWNER, keep: 30 }, call());
    const [first] = (await vault.conversations.turns(OWNER, { id }, call())).items;
    await vault.close();
    editDatabase(home, (db) => {
      db.prepare('UPDATE turns SET encrypted_content = zeroblob(96) WHERE id = ?').run(first?.id);
      db.prepare("UPDATE conversations SET encrypted_details = x'00' WHERE id = ?").run(lost);
      db.exec("UPDATE profiles SET encrypted_sections = x'00'");
      db.exec("UPDATE profile_versions SET encrypted_sections = x'00'");
      db.exec('UPDATE retentions SET days = 1');
    });
    const again = openVaultAt(home);
    const { state } = await again.unlock({ password: utf8(PASSWORD) }, call());
    expect(state).toBe('tampered');
    expect(await said(again, OWNER, id)).toEqual(['b']);
    expect(await again.conversations.retention({ client: OWNER }, call())).toBe('forever');
    expect(await ends(talk(again, OWNER))).toBe('tampered');
    const { dropped } = await again.repair({ password: utf8(PASSWORD) }, call());
    expect(dropped.map(({ table }) => table).sort()).toEqual(
      ['conversations', 'profile_versions', 'profiles', 'retentions', 'turns', 'turns'].sort(),
    );
    expect(await said(again, OWNER, id)).toEqual(['b']);
    expect((await again.profiles.get(OWNER, {}, call())).about).toBe('');
    await again.close();
  });
});

describe('a purge', () => {
  it('leaves no row of the client, and everything of the others', async () => {
    const { vault, home } = await unlockedVault();
    const goes = await newClient(vault, 'goes');
    const stays = await newClient(vault, 'stays');
    await talk(vault, goes, ['walrus', 'x'.repeat(5 * 1024 * 1024)]);
    const kept = await talk(vault, stays, ['walrus']);
    const change = { section: 'about', text: 'x' } as const;
    await vault.profiles.update(OWNER, { client: goes.clientId, change }, call());
    await vault.conversations.setRetention({ client: goes.clientId, keep: 3 }, call());
    await vault.search.ready();
    await talk(vault, goes, ['queued walrus']);
    await vault.clients.purge({ id: goes.clientId }, call());
    const input = { query: 'walrus', scope: 'all' } as const;
    expect((await vault.search.search(OWNER, input, call())).total).toBe(1);
    expect(await said(vault, stays, kept)).toEqual(['walrus']);
    await vault.close();
    const left = editDatabase(home, (db) =>
      [
        ['conversations', 'client_id'],
        ['conversation_activity', 'client_id'],
        ['turns', 'client_id'],
        ['profiles', 'client_id'],
        ['retentions', 'subject'],
      ].map(([table = '', column = '']) =>
        db.prepare(`SELECT count(*) FROM ${table} WHERE ${column} = ?`).pluck().get(goes.clientId),
      ),
    );
    expect(left).toEqual([0, 0, 0, 0, 0]);
    const rest = editDatabase(home, (db) =>
      ['turns', 'turn_chunks', 'profile_versions'].map((table) =>
        db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
      ),
    );
    expect(rest).toEqual([1, 0, 0]);
  });
});

describe('a session', () => {
  it('has its turns by time, for its client and the owner', async () => {
    const store = new MemoryDisk().open();
    const vault = createVault({
      store,
      auditStorage: new MemoryAuditStorage(),
      clock: new FakeClock(),
      targetCost: COST_FLOOR,
    });
    await vault.setup({ password: utf8(PASSWORD) }, call());
    const mine = await newClient(vault, 'mine');
    const other = await newClient(vault, 'other');
    const sessionId = `ses_${sampleId(1)}`;
    const times = { created_at: 'a', updated_at: 'a' };
    const columns = { id: sessionId, version: 1, client_id: mine.clientId, status: 'active' };
    store.transaction((tx) => {
      tx.insert('sessions', { ...columns, ...times, encrypted_details: new Uint8Array(64) });
    });
    const ids = [await talk(vault, mine), await talk(vault, mine)];
    for (const [i, id] of [...ids, ...ids].entries()) {
      const turn = { conversationId: id, role: 'user', content: String(i), sessionId } as const;
      await vault.conversations.append(mine, turn, call());
    }
    await say(vault, mine, ids[0] ?? '', { role: 'user', content: 'outside' });
    for (const party of [mine, OWNER] as const) {
      const page = await vault.conversations.turnsOfSession(party, { sessionId }, call());
      expect(page.items.map(({ content }) => content).sort()).toEqual(['0', '1', '2', '3']);
      expect(page.items.every((turn) => turn.sessionId === sessionId)).toBe(true);
    }
    const read = vault.conversations.turnsOfSession(other, { sessionId }, call());
    expect(await ends(read)).toBe('not_found');
    // A conversation that is given away takes its turns along, whatever session they were said in.
    await vault.conversations.assign(OWNER, { id: ids[1] ?? '', client: other.clientId }, call());
    const left = await vault.conversations.turnsOfSession(mine, { sessionId }, call());
    expect(left.items.map(({ content }) => content)).toEqual(['0', '2']);
    const theirs = await talk(vault, other);
    const turn = { conversationId: theirs, role: 'user', content: 'x', sessionId } as const;
    expect(await ends(vault.conversations.append(other, turn, call()))).toBe('not_found');
    await vault.close();
  });
});

describe('what a client stores', () => {
  it('is counted as it comes and goes, and refused beyond its plan', async () => {
    let limit = Number.POSITIVE_INFINITY;
    const counted = new Map<string, Stored>();
    const of = (id: string): Stored => counted.get(id) ?? { items: 0, bytes: 0 };
    const disk = new MemoryDisk();
    const store = disk.open();
    const vault = createVault({
      store,
      auditStorage: new MemoryAuditStorage(),
      clock: new FakeClock(),
      targetCost: COST_FLOOR,
      meter: {
        check: (id, more) => {
          if (of(id).items + more.items > limit) throw new VaultError('over_quota');
        },
        changed: (id, by) => {
          counted.set(id, { items: of(id).items + by.items, bytes: of(id).bytes + by.bytes });
        },
      },
    });
    await vault.setup({ password: utf8(PASSWORD) }, call());
    const client = await newClient(vault, 'metered');
    const other = await newClient(vault, 'other');
    const begun = countStored(store, client.clientId);
    const counts = (id = client.clientId): Stored => {
      vault.conversations.flush();
      const { items, bytes } = countStored(store, id);
      return { items: items - begun.items, bytes: bytes - begun.bytes };
    };
    const id = await talk(vault, client, ['a', 'b'.repeat(5000), 'c'.repeat(5 * 1024 * 1024)]);
    expect(of(client.clientId)).toEqual(counts());
    expect(of(client.clientId).items).toBe(3);
    await vault.profiles.update(
      OWNER,
      { client: client.clientId, change: { section: 'about', text: 'x'.repeat(500) } },
      call(),
    );
    expect(of(client.clientId)).toEqual(counts());
    limit = 3;
    expect(await ends(say(vault, client, id, { role: 'user', content: 'd' }))).toBe('over_quota');
    expect(await said(vault, client, id)).toHaveLength(3);
    await vault.conversations.assign(OWNER, { id, client: other.clientId }, call());
    expect(of(client.clientId)).toEqual(counts());
    expect(of(other.clientId)).toEqual(counts(other.clientId));
    await vault.conversations.reset(OWNER, { id }, call());
    expect(of(other.clientId)).toEqual({ items: 0, bytes: 0 });
    await vault.close();
  });
});
