import { randomBytes } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEW_VAULT_COST } from '../../src/core/format/header.ts';
import type { TurnView } from '../../src/shared/conversation.ts';
import { addTalkers, AppendLoad, type Kept, type Talker } from '../support/append-load.ts';
import { plaintextBelow } from '../support/find-plaintext.ts';
import { runCli } from '../support/in-process-cli.ts';
import { everyRound, FAULT_TIMEOUT_MS, rounds } from '../support/seeded-random.ts';
import { ServeProcess } from '../support/serve-process.ts';
import {
  call,
  emptyHome,
  openVaultAt,
  PASSWORD,
  removeHomes,
  unlockedVault,
  utf8,
} from '../support/vault-fixture.ts';

const POINTS = rounds(1, 20);
/** Turns are written twice a second; so much of them may be lost, and what came while the machine was busy elsewhere. */
const LOST_AT_MOST_MS = 1000;
const AT_ONCE = 4;
/** Words that lie in no file, whatever happens. */
const SAID = `said${randomBytes(8).toString('hex')}`;
const TITLE = `title${randomBytes(8).toString('hex')}`;
const ABOUT = `about${randomBytes(8).toString('hex')}`;

/** A closed vault in which nothing was said yet; each round has a copy of it. */
let template = '';
let passwordFile = '';
let talkers: readonly Talker[] = [];
beforeAll(async () => {
  const { vault, home } = await unlockedVault({ targetCost: NEW_VAULT_COST });
  template = home;
  talkers = await addTalkers(vault, 2, TITLE);
  for (const { id } of talkers) {
    const change = { section: 'about', text: ABOUT } as const;
    await vault.profiles.update('owner', { client: id, change }, call());
  }
  await vault.close();
  passwordFile = join(home, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
});
afterAll(removeHomes);

function copyOfTemplate(): string {
  const home = emptyHome();
  cpSync(template, home, { recursive: true });
  return home;
}

const openWords = (home: string): readonly string[] => plaintextBelow(home, [SAID, TITLE, ABOUT]);

/** What was said, read from the files after the process is gone; everything opens and the vault is as it must be. */
async function turnsIn(home: string): Promise<ReadonlyMap<string, readonly TurnView[]>> {
  const vault = openVaultAt(home);
  try {
    const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(report).toMatchObject({ state: 'unlocked' });
    expect(vault.status()).toMatchObject({ state: 'unlocked', auditGap: false });
    const found = new Map<string, readonly TurnView[]>();
    for (const id of talkers.flatMap(({ conversations }) => conversations)) {
      const turns: TurnView[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof vault.conversations.turns>> =
          await vault.conversations.turns('owner', { id, cursor, limit: 500 }, call());
        expect(page.damaged).toEqual([]);
        turns.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      found.set(id, turns);
      const { title, turnCount } = await vault.conversations.get('owner', { id }, call());
      expect([title, turnCount]).toEqual([TITLE, turns.length]);
      const next = { conversationId: id, role: 'user', content: 'on' } as const;
      const kept = await vault.conversations.append('owner', next, call());
      expect(kept?.sequence).toBe(turns.length + 1);
    }
    return found;
  } finally {
    await vault.close();
  }
}

/** Numbers without a gap, instants in their order, and under each number what its answer said. */
function expectInOrder(
  found: ReadonlyMap<string, readonly TurnView[]>,
  kept: readonly Kept[],
): void {
  for (const [id, turns] of found) {
    expect(turns.map(({ sequence }) => sequence)).toEqual(turns.map((_, i) => i + 1));
    const instants = turns.map(({ createdAt }) => createdAt);
    expect(instants).toEqual(instants.toSorted());
    const answered = kept.filter(({ conversation }) => conversation === id);
    const wrong = answered.filter(({ sequence, content }) => {
      const turn = turns[sequence - 1];
      return turn !== undefined && turn.content !== content;
    });
    expect(wrong).toEqual([]);
  }
}

const missing = (found: ReadonlyMap<string, readonly TurnView[]>, kept: readonly Kept[]) =>
  kept.filter(({ conversation, sequence }) => sequence > (found.get(conversation)?.length ?? 0));

function longestPauseMs(kept: readonly Kept[]): number {
  return Math.max(0, ...kept.slice(1).map(({ atMs }, i) => atMs - (kept[i]?.atMs ?? atMs)));
}

describe('turns that are said to a process that serves', { timeout: FAULT_TIMEOUT_MS }, () => {
  it(`are lost by kill -9 at ${String(POINTS)} points for a second at most, the others in order and whole`, async () => {
    const told = await everyRound(POINTS, async (random) => {
      const home = copyOfTemplate();
      const serve = await ServeProcess.start(home, passwordFile);
      const load = new AppendLoad(serve.port, SAID);
      load.start(talkers, AT_ONCE);
      await sleep(1000 + random.below(2500));
      const whileRunning = openWords(home);
      const killedMs = performance.now();
      await serve.kill();
      await load.stop();
      expect(load.refused).toEqual([]);
      expect([...whileRunning, ...openWords(home)]).toEqual([]);
      const found = await turnsIn(home);
      expectInOrder(found, load.kept);
      const certainMs = killedMs - LOST_AT_MOST_MS - longestPauseMs(load.kept);
      const certain = load.kept.filter(({ atMs }) => atMs < certainMs);
      expect(missing(found, certain)).toEqual([]);
      expect(openWords(home)).toEqual([]);
      const lost = missing(found, load.kept).length;
      return `${String(load.kept.length)} said, ${String(certain.length)} of them earlier; ${String(lost)} lost`;
    });
    process.stderr.write(`${told.join('\n')}\n`);
  });

  it('are all kept by SIGTERM in the middle of it', async () => {
    const home = copyOfTemplate();
    const serve = await ServeProcess.start(home, passwordFile);
    const load = new AppendLoad(serve.port, SAID);
    load.start(talkers, AT_ONCE);
    await sleep(700);
    expect(await serve.stop()).toBe(0);
    await load.stop();
    expect(openWords(home)).toEqual([]);
    expect(load.kept.length).toBeGreaterThan(AT_ONCE);
    const found = await turnsIn(home);
    expectInOrder(found, load.kept);
    expect(missing(found, load.kept)).toEqual([]);
  });

  it('are all kept by a lock in the middle of it, even if a kill -9 follows', async () => {
    const home = copyOfTemplate();
    const serve = await ServeProcess.start(home, passwordFile);
    const load = new AppendLoad(serve.port, SAID);
    load.start(talkers, AT_ONCE);
    await sleep(700);
    expect((await runCli(home, ['lock'])).exit).toBe(0);
    await load.stop();
    expect(openWords(home)).toEqual([]);
    await serve.kill();
    expect(load.kept.length).toBeGreaterThan(AT_ONCE);
    expect(new Set(load.refused)).toEqual(new Set([423]));
    const found = await turnsIn(home);
    expectInOrder(found, load.kept);
    expect(missing(found, load.kept)).toEqual([]);
  });
});
