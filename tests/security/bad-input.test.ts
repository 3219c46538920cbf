import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import type { VaultStore } from '../../src/core/ports.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { VaultError, asVaultError } from '../../src/shared/vault-error.ts';
import { hostile, spoilt } from '../support/hostile-values.ts';
import { FAULT_TIMEOUT_MS, SLOW, rounds } from '../support/seeded-random.ts';
import { ACCESS_CALLS, addCaller } from './access-calls.ts';
import { CLIENT_CALLS, type Call } from './client-calls.ts';
import {
  PASSWORD,
  call,
  field,
  openVaultAt,
  removeHomes,
  seededHome,
  utf8,
  valueOf,
} from '../support/vault-fixture.ts';

/*
 * The types forbid all of this. A door with a bug may still let it through, and then a call must refuse: with a
 * VaultError, or with an error that a door turns into `internal`; nothing written, nothing half done.
 */

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => void unhandled.push(reason);

beforeAll(() => process.on('unhandledRejection', noteUnhandled));
afterAll(() => {
  process.off('unhandledRejection', noteUnhandled);
  removeHomes();
});

interface Subject {
  readonly vault: VaultApi;
  readonly home: string;
  readonly store: VaultStore;
}

async function unlockedSubject(): Promise<Subject> {
  const home = await seededHome();
  const opened: { store: VaultStore | null } = { store: null };
  const vault = openVaultAt(home, {
    wrapStore: (store) => {
      opened.store = store;
      return store;
    },
  });
  await vault.unlock({ password: utf8(PASSWORD) }, call());
  for (const name of ['alpha', 'alpha', 'beta']) {
    await vault.secrets.set({ name, fields: [field(`value of ${name}`)] }, call());
  }
  await addCaller(vault);
  if (opened.store === null) throw new Error('the store was not opened');
  return { vault, home, store: opened.store };
}

/** Changes with everything that is ever committed to the vault file, but for the anchor. */
function committed({ store }: Subject): string {
  const manifest = store.get('vault_manifest', 1);
  const auth = store.get('auth_config', 1);
  return JSON.stringify([
    manifest?.generation,
    manifest?.epoch,
    auth?.updated_at,
    store.schema().version,
  ]);
}

/** Everything in the vault still opens and is what it was; the log verifies. */
async function expectSound({ vault, home }: Subject): Promise<void> {
  expect(vault.status()).toMatchObject({ state: 'unlocked', auditGap: false });
  const { secrets, damaged } = await vault.secrets.list(call());
  expect(damaged).toEqual([]);
  for (const { name } of secrets) {
    for (const { version } of await vault.secrets.history({ name }, call())) {
      await vault.secrets.withSecret({ name, version }, 'read', () => undefined, call());
    }
  }
  expect(await valueOf(vault, 'beta')).toBe('value of beta');
  expect(await vault.audit.verify(call())).toMatchObject({ ok: true, faults: [] });
  const log = readFileSync(join(vaultPaths(home).audit, 'audit.jsonl'), 'latin1');
  expect(/[^\n -~]/.test(log)).toBe(false);
  expect(unhandled).toEqual([]);
}

/** What was taken can be read again: every secret's present value opens. */
async function expectReadable({ vault }: Subject): Promise<void> {
  const { secrets, damaged } = await vault.secrets.list(call());
  expect(damaged).toEqual([]);
  for (const { name } of secrets) {
    await vault.secrets.withSecret({ name }, 'read', () => undefined, call());
  }
}

const GOOD_FIELD = { name: 'value', value: utf8('dGV4dA=='), concealed: true, encoding: 'base64' };
const GOOD_METADATA = { description: 'd', tags: ['t'], expires_at: '2030-01-01T00:00:00.000Z' };
const name = 'alpha';

/** Every call with an input that it would take, or nearly: no password is right, and nothing is removed. */
const CALLS: Record<string, readonly [good: unknown, call: Call]> = {
  setup: [{ password: 'text' }, (vault, i, c) => vault.setup(i as never, c as never)],
  previewRepair: [undefined, (vault, _i, c) => vault.previewRepair(c as never)],
  repair: [{ password: 'text' }, (vault, i, c) => vault.repair(i as never, c as never)],
  changePassword: [
    { current: 'text', next: 'text', renewVaultKey: true },
    (vault, i, c) => vault.changePassword(i as never, c as never),
  ],
  'secrets.set': [
    { name, kind: 'generic', fields: [GOOD_FIELD], metadata: GOOD_METADATA, totp: null },
    (vault, i, c) => vault.secrets.set(i as never, c as never),
  ],
  'secrets.list': [undefined, (vault, _i, c) => vault.secrets.list(c as never)],
  'secrets.describe': [
    { name, version: 1 },
    (vault, i, c) => vault.secrets.describe(i as never, c as never),
  ],
  'secrets.withSecret': [
    { name, version: 1 },
    (vault, i, c) => vault.secrets.withSecret(i as never, 'read', () => undefined, c as never),
  ],
  'secrets.set, new': [
    { name: 'fresh', expectedVersion: 0, fields: [GOOD_FIELD], totp: null },
    (vault, i, c) => vault.secrets.set(i as never, c as never),
  ],
  'secrets.edit': [
    {
      name,
      expectedVersion: 9,
      newName: 'gamma',
      metadata: GOOD_METADATA,
      putFields: [GOOD_FIELD],
      removeFields: ['other'],
      totp: null,
    },
    (vault, i, c) => vault.secrets.edit(i as never, c as never),
  ],
  'secrets.compare': [
    { name, version: 1, with: 2 },
    (vault, i, c) => vault.secrets.compare(i as never, c as never),
  ],
  'secrets.update': [
    { name, metadata: GOOD_METADATA, removeFields: ['other'], expectedVersion: 9 },
    (vault, i, c) => vault.secrets.update(i as never, c as never),
  ],
  'secrets.rename': [
    { name, newName: 'beta' },
    (vault, i, c) => vault.secrets.rename(i as never, c as never),
  ],
  'secrets.remove': [
    { name: 'nothing' },
    (vault, i, c) => vault.secrets.remove(i as never, c as never),
  ],
  'secrets.history': [{ name }, (vault, i, c) => vault.secrets.history(i as never, c as never)],
  'secrets.restore': [
    { name, version: 7 },
    (vault, i, c) => vault.secrets.restore(i as never, c as never),
  ],
  'secrets.totp': [{ name }, (vault, i, c) => vault.secrets.totp(i as never, c as never)],
  'secrets.importAll': [
    {
      entries: [{ name: 'new', fields: [GOOD_FIELD], createdAt: '2030-01-01T00:00:00.000Z' }],
      dryRun: false,
    },
    (vault, i, c) => vault.secrets.importAll(i as never, c as never),
  ],
  'settings.list': [undefined, (vault, _i, c) => vault.settings.list(c as never)],
  'settings.get': [
    { name: 'history.keep' },
    (vault, i, c) => vault.settings.get(i as never, c as never),
  ],
  'settings.set': [
    { name: 'history.keep', value: '1000' },
    (vault, i, c) => vault.settings.set(i as never, c as never),
  ],
  'settings.reset': [
    { name: 'nothing' },
    (vault, i, c) => vault.settings.reset(i as never, c as never),
  ],
  'audit.query': [
    {
      event: 'x',
      events: ['x'],
      outcome: 'ok',
      correlationId: 'x',
      fromSeq: 1,
      beforeSeq: 9,
      limit: 3,
    },
    (vault, i) => vault.audit.query(i as never),
  ],
  'audit.acknowledgeGap': [undefined, (vault, _i, c) => vault.audit.acknowledgeGap(c as never)],
  'audit.verify': [undefined, (vault, _i, c) => vault.audit.verify(c as never)],
  ...CLIENT_CALLS,
  ...ACCESS_CALLS,
  'migrations.down': [{ to: 4 }, (vault, i, c) => vault.migrations.down(i as never, c as never)],
  // The last one: its wrong passwords make the calls after it wait.
  unlock: [{ password: 'text' }, (vault, i, c) => vault.unlock(i as never, c as never)],
};

type Answer = { readonly thrown: unknown; readonly refused: boolean };

async function answerOf(act: () => unknown): Promise<Answer> {
  try {
    await act();
    return { thrown: null, refused: false };
  } catch (thrown) {
    return { thrown, refused: true };
  }
}

/** A refusal has written nothing, and a door can say it: with a code, and without the text of the input. */
function expectRefusal(subject: Subject, before: string, { thrown }: Answer): void {
  expect(committed(subject)).toBe(before);
  const error = asVaultError(thrown);
  expect(error.hint ?? '').toMatch(/^[A-Za-z0-9 ,.:/_&-]*$/);
}

const RUNS = { numRuns: rounds(25, 1000), endOnFailure: SLOW, ...(SLOW ? {} : { seed: 20261120 }) };

describe('a spoilt input', { timeout: FAULT_TIMEOUT_MS }, () => {
  const shared: { subject: Subject | null } = { subject: null };

  afterAll(async () => shared.subject?.vault.close());

  /** One vault for all calls, with the secret that they name; another one after a failure. */
  async function borrowSubject(): Promise<Subject> {
    const subject = shared.subject ?? (await unlockedSubject());
    shared.subject = null;
    await subject.vault.secrets.set({ name, fields: [field('again')] }, call());
    return subject;
  }

  it.each(Object.keys(CALLS))('of %s is refused, and nothing is written', async (which) => {
    const [good, run] = CALLS[which] ?? [undefined, () => undefined];
    const subject = await borrowSubject();
    await fc.assert(
      fc.asyncProperty(spoilt(good), async (input) => {
        const before = committed(subject);
        const answer = await answerOf(() => run(subject.vault, input, call()));
        if (answer.refused) expectRefusal(subject, before, answer);
        else if (committed(subject) !== before) await expectReadable(subject);
      }),
      // Those walk a log that has grown by all the calls before.
      which.startsWith('audit.') ? { ...RUNS, numRuns: rounds(25, 100) } : RUNS,
    );
    await expectSound(subject);
    shared.subject = subject;
  });

  it('for the context of any call is refused before anything is written', async () => {
    const subject = await unlockedSubject();
    const context = spoilt({ correlationId: call().correlationId, actor: 'cli' });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(CALLS)),
        context,
        async (which, spoiltOne) => {
          const [good, run] = CALLS[which] ?? [undefined, () => undefined];
          const before = committed(subject);
          const answer = await answerOf(() => run(subject.vault, good, spoiltOne));
          if (answer.refused) expectRefusal(subject, before, answer);
        },
      ),
      { ...RUNS, numRuns: rounds(80, 4000) },
    );
    await expectSound(subject);
    await subject.vault.close();
  });

  it('of a locked vault opens nothing', async () => {
    const home = await seededHome();
    const vault = openVaultAt(home);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(CALLS)), hostile, async (which, input) => {
        const [, run] = CALLS[which] ?? [undefined, () => undefined];
        await answerOf(() => run(vault, input, call()));
        expect(vault.status().state).toBe('locked');
      }),
      { ...RUNS, numRuns: rounds(60, 2000) },
    );
    expect(unhandled).toEqual([]);
    await vault.close();
  });
});

const WRONG_FIELDS = {
  'no name': { name: undefined },
  'null for a name': { name: null },
  'a number for a name': { name: 5 },
  'a list for a name': { name: ['value'] },
  'a text for `concealed`': { concealed: 'yes' },
  'JSON for `concealed`': { concealed: 'true,"extra":1' },
  'an unknown encoding': { encoding: 'hex' },
  'JSON for the encoding': { encoding: 'base64","x":"y' },
  'no bytes at all': { value: { length: 0 } },
  'a list of numbers': { value: [65, 66, 67] },
  'numbers of eight bytes': { value: new Float64Array([65, 66]) },
};

describe('a field of the wrong type', { timeout: FAULT_TIMEOUT_MS }, () => {
  it.each(Object.entries(WRONG_FIELDS))('is refused: %s', async (_what, wrong) => {
    const subject = await unlockedSubject();
    const before = committed(subject);
    const spoiltField = { ...field('fine'), ...wrong } as never;
    const { vault } = subject;
    for (const target of ['alpha', 'gamma']) {
      const refusal = vault.secrets.set({ name: target, fields: [spoiltField] }, call());
      await expect(refusal).rejects.toBeInstanceOf(VaultError);
    }
    expect(committed(subject)).toBe(before);
    await expectSound(subject);
    await vault.close();
  });
});

describe('a caller with a bug', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('cannot open a value for a purpose that is none', async () => {
    const subject = await unlockedSubject();
    const { vault } = subject;
    let opened = 0;
    for (const purpose of ['remove', 'set', '', 'READ', '__proto__', 'a'.repeat(80), undefined]) {
      const refusal = vault.secrets.withSecret(
        { name },
        purpose as never,
        () => (opened += 1),
        call(),
      );
      await expect(refusal).rejects.toBeInstanceOf(VaultError);
    }
    expect(opened).toBe(0);
    await vault.close();
  });

  it('cannot keep a lock from ending with a listener that throws', async () => {
    const subject = await unlockedSubject();
    const { vault, home } = subject;
    vault.onStateChange(() => {
      throw new Error('a listener of a stranger');
    });
    const context = call();
    await answerOf(() => vault.lock('owner', context));
    expect(vault.status().state).toBe('locked');
    const lines = vault.audit.query({ event: 'vault.lock', correlationId: context.correlationId });
    expect(lines).toHaveLength(1);
    expect(readFileSync(vaultPaths(home).database).length).toBeGreaterThan(4096);
    const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(report).toMatchObject({ state: 'unlocked', notices: [] });
    await vault.close();
  });

  it('locks with whatever cause it gives', async () => {
    const { vault } = await unlockedSubject();
    for (const cause of [undefined, '"\n', 'x'.repeat(5000), Symbol('odd')]) {
      await answerOf(() => vault.lock(cause as never, call()));
      expect(vault.status().state).toBe('locked');
      await expect(vault.secrets.list(call())).rejects.toMatchObject({ code: 'locked' });
      await vault.unlock({ password: utf8(PASSWORD) }, call());
    }
    await vault.close();
  });

  it('and hundreds of calls while the vault locks: each is done or `locked`, and nothing breaks', async () => {
    const subject = await unlockedSubject();
    const { vault } = subject;
    const calls = Array.from({ length: rounds(60, 600) }, (_, i) => async () => {
      if (i % 3 === 0)
        return vault.secrets.set({ name, fields: [field(`value ${String(i)}`)] }, call());
      return i % 3 === 1 ? valueOf(vault, 'beta') : vault.secrets.list(call());
    });
    const answers = calls.map((act) => answerOf(act));
    const locking = vault.lock('owner', call());
    answers.push(...calls.map((act) => answerOf(act)));
    await locking;
    for (const { thrown, refused } of await Promise.all(answers)) {
      if (refused) expect(thrown).toMatchObject({ code: 'locked' });
    }
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    await expectSound(subject);
    await vault.close();
  });
});
