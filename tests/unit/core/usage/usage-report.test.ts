import { describe, expect, it } from 'vitest';
import type { UsageEntry } from '../../../../src/shared/access.ts';
import { lockVault } from '../../../../src/core/session/lock.ts';
import type { VaultCore } from '../../../../src/core/session/vault-core.ts';
import { sealUsage } from '../../../../src/core/usage/usage-record.ts';
import { reportUsage } from '../../../../src/core/usage/usage-report.ts';
import type { UsageRow } from '../../../../src/core/rows.ts';
import { openCore } from '../../../support/open-core.ts';
import { sampleId } from '../../../support/sample-rows.ts';
import { call } from '../../../support/vault-fixture.ts';

const CLIENT = `cli_${sampleId(1)}`;
const OTHER = `cli_${sampleId(2)}`;
const KEY = `key_${sampleId(1)}`;

function entry(number: number, changed: Partial<UsageEntry> = {}): UsageEntry {
  return {
    id: `usg_${sampleId(number)}`,
    clientId: CLIENT,
    keyId: KEY,
    route: '/v1/secrets/{name}',
    method: 'GET',
    status: 200,
    ms: 2,
    day: '2026-11-20',
    createdAt: `2026-11-20T07:00:00.${String(number).padStart(3, '0')}Z`,
    correlationId: sampleId(number),
    ...changed,
  };
}

function insert(core: VaultCore, ...rows: readonly UsageRow[]): void {
  core.store.transaction((tx) => {
    for (const row of rows) tx.insert('usage_records', row);
  });
}

function sealed(core: VaultCore, made: UsageEntry): UsageRow {
  if (core.session === null) throw new Error('locked');
  return sealUsage(core.session.keys, made);
}

describe('a report of the usage', () => {
  it('sums by day, route, client and key, and lists the newest', async () => {
    const { core } = await openCore();
    const entries = [
      entry(1),
      entry(2, { status: 404, ms: 5 }),
      entry(3, { route: '/v1/me', day: '2026-11-21', createdAt: '2026-11-21T07:00:00.000Z' }),
      entry(4, { clientId: OTHER, keyId: null, method: 'POST' }),
    ];
    insert(core, ...entries.map((made) => sealed(core, made)));
    const report = await reportUsage(core, {}, call());
    expect(report).toEqual({
      requests: 4,
      refused: 1,
      ms: 11,
      byDay: [
        { day: '2026-11-20', requests: 3, refused: 1, ms: 9 },
        { day: '2026-11-21', requests: 1, refused: 0, ms: 2 },
      ],
      byRoute: [
        { method: 'GET', route: '/v1/secrets/{name}', requests: 2, refused: 1, ms: 7 },
        { method: 'POST', route: '/v1/secrets/{name}', requests: 1, refused: 0, ms: 2 },
        { method: 'GET', route: '/v1/me', requests: 1, refused: 0, ms: 2 },
      ],
      byClient: [
        { clientId: CLIENT, requests: 3, refused: 1, ms: 9 },
        { clientId: OTHER, requests: 1, refused: 0, ms: 2 },
      ],
      byKey: [
        { keyId: KEY, requests: 3, refused: 1, ms: 9 },
        { keyId: null, requests: 1, refused: 0, ms: 2 },
      ],
      entries: [entries[2], entries[3], entries[1], entries[0]],
      damaged: 0,
    });
  });

  it('is of one client, one key, some days, and of no more entries than were asked for', async () => {
    const { core } = await openCore();
    insert(
      core,
      sealed(core, entry(1)),
      sealed(core, entry(2, { keyId: null })),
      sealed(core, entry(3, { clientId: OTHER })),
      sealed(core, entry(4, { day: '2026-11-21' })),
    );
    const requests = async (query: Parameters<typeof reportUsage>[1]): Promise<number> =>
      (await reportUsage(core, query, call())).requests;
    expect(await requests({ clientId: CLIENT })).toBe(3);
    expect(await requests({ keyId: KEY })).toBe(3);
    expect(await requests({ clientId: CLIENT, keyId: KEY })).toBe(2);
    expect(await requests({ fromDay: '2026-11-21' })).toBe(1);
    expect(await requests({ toDay: '2026-11-20', clientId: OTHER })).toBe(1);
    const short = await reportUsage(core, { limit: 1 }, call());
    expect([short.requests, short.entries.map(({ id }) => id)]).toEqual([4, [entry(4).id]]);
    expect((await reportUsage(core, { limit: 0 }, call())).entries).toEqual([]);
  });

  it('lists the newest of very many and lets the loop have its turns', async () => {
    const { core } = await openCore();
    const many = Array.from({ length: 700 }, (_, i) => entry(i));
    insert(core, ...many.map((made) => sealed(core, made)));
    let turns = 0;
    const tick = (): void => {
      turns += 1;
      if (turns < 1000) next = setImmediate(tick);
    };
    let next = setImmediate(tick);
    const report = await reportUsage(core, { limit: 5 }, call());
    clearImmediate(next);
    expect(report.requests).toBe(700);
    expect(report.entries).toEqual(many.slice(-5).reverse());
    expect(turns).toBeGreaterThan(4);
  });

  it('counts as damaged what does not open or says something else than was sealed', async () => {
    const { core } = await openCore();
    const row = sealed(core, entry(1));
    const changes: readonly Partial<UsageRow>[] = [
      { client_id: OTHER },
      { route: '/v1/me' },
      { status: 500 },
      { day: '2026-11-19' },
      { created_at: '2026-11-20T07:00:00.999Z' },
      { key_id: `key_${sampleId(9)}` },
      { encrypted_record: sealed(core, entry(50)).encrypted_record },
      { encrypted_record: new Uint8Array(3) },
    ];
    const changed = changes.map((change, i) => {
      const made = sealed(core, entry(i + 10));
      return { ...made, ...change };
    });
    insert(core, row, ...changed, { ...row, id: 'usg_planted' }, { ...row, id: sampleId(80) });
    const report = await reportUsage(core, {}, call());
    expect(report).toMatchObject({ requests: 1, damaged: changes.length + 2 });
    expect(report.entries).toEqual([entry(1)]);
  });

  it('shows no key for a row whose key was removed', async () => {
    const { core } = await openCore();
    insert(core, sealed(core, entry(1)));
    core.store.transaction((tx) => tx.forgetUsageKey(KEY));
    expect((await reportUsage(core, {}, call())).entries).toEqual([entry(1, { keyId: null })]);
  });

  it.each([
    { clientId: 'bot' },
    { keyId: 'key_1' },
    { fromDay: '20.11.2026' },
    { toDay: '' },
    { limit: 1001 },
    { limit: -1 },
    { limit: 0.5 },
  ])('refuses %j', async (query) => {
    const { core, auditStorage } = await openCore();
    await expect(reportUsage(core, query, call())).rejects.toMatchObject({ code: 'invalid_input' });
    expect(auditStorage.text()).toContain('"event":"usage.read","outcome":"denied"');
  });

  it('ends with the session that it began in', async () => {
    const { core } = await openCore();
    insert(core, ...Array.from({ length: 300 }, (_, i) => sealed(core, entry(i))));
    const report = reportUsage(core, {}, call());
    await lockVault(core, 'owner', call());
    await expect(report).rejects.toMatchObject({ code: 'locked' });
    await expect(reportUsage(core, {}, call())).rejects.toMatchObject({ code: 'locked' });
  });
});
