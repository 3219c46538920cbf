import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import { gatewayCall, principalOf } from '../support/access-fixture.ts';
import { linesById } from '../support/all-audit-lines.ts';
import { addLoadClients, Load, type Answered, type LoadClient } from '../support/load-clients.ts';
import { everyRound, FAULT_TIMEOUT_MS, rounds } from '../support/seeded-random.ts';
import { ServeProcess } from '../support/serve-process.ts';
import { NEW_VAULT_COST } from '../../src/core/format/header.ts';
import {
  call,
  emptyHome,
  openVaultAt,
  PASSWORD,
  removeHomes,
  unlockedVault,
  utf8,
} from '../support/vault-fixture.ts';

const POINTS = rounds(1, 25);
const CONNECTIONS = 32;
const CLIENTS = 4;
/** Usage is written twice a second; this much of it may be lost, and what came while the machine was busy elsewhere. */
const LOST_AT_MOST_MS = 1000;

/** A closed vault whose clients have done nothing yet; each round has a copy of it. */
let template = '';
let passwordFile = '';
let clients: readonly LoadClient[] = [];
beforeAll(async () => {
  const { vault, home } = await unlockedVault({ targetCost: NEW_VAULT_COST });
  template = home;
  clients = await addLoadClients(vault, CLIENTS);
  await vault.close();
  passwordFile = join(home, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
});
afterAll(removeHomes);

interface Killed {
  readonly answered: readonly Answered[];
  readonly killedMs: number;
}

/** Serves, lets the clients ask for so long, and kills the process in the middle of it. */
async function serveAndKill(home: string, afterMs: number): Promise<Killed> {
  const serve = await ServeProcess.start(home, passwordFile);
  const load = new Load(serve.port, clients, {
    kinds: ['granted', 'session', 'refused', 'totp', 'session', 'me'],
  });
  load.start(CONNECTIONS);
  await sleep(afterMs);
  const killedMs = performance.now();
  await serve.kill();
  await load.stop();
  expect(load.wrong).toEqual([]);
  return { answered: load.answered, killedMs };
}

/** The longest time without an answer to any connection. */
function longestPauseMs(answered: readonly Answered[]): number {
  return Math.max(0, ...answered.slice(1).map(({ atMs }, i) => atMs - (answered[i]?.atMs ?? atMs)));
}

/** How many answers each client got. */
function countsOf(answers: readonly Answered[]): number[] {
  return clients.map(({ id }) => answers.filter(({ client }) => client.id === id).length);
}

async function sessionsOf(vault: VaultApi): Promise<ReadonlySet<string>> {
  const all = await Promise.all(
    clients.map(({ key }) => {
      const principal = principalOf(vault, utf8(key));
      return vault.access.sessions.list(principal, { all: true }, gatewayCall());
    }),
  );
  return new Set(all.flat().map(({ id }) => id));
}

describe('kill -9 of a process that serves, under load', { timeout: FAULT_TIMEOUT_MS }, () => {
  it(`loses at ${String(POINTS)} points no line and no session, and no usage older than a second`, async () => {
    let home = '';
    const told = await everyRound(POINTS, async (random) => {
      home = emptyHome();
      cpSync(template, home, { recursive: true });
      const { answered, killedMs } = await serveAndKill(home, 300 + random.below(3200));
      const lines = linesById(home);
      const withoutLine = answered.filter(({ kind, correlationId }) => {
        const events = (lines.get(correlationId) ?? []).map(({ event }) => event);
        const expected = { granted: 'secret.read', refused: 'secret.read', totp: 'secret.totp' };
        return kind in expected && !events.includes(expected[kind as keyof typeof expected]);
      });
      expect(withoutLine).toEqual([]);
      const sessions = answered
        .filter(({ kind }) => kind === 'session')
        .map(({ body }) => (JSON.parse(body) as { id: string }).id);
      const vault = openVaultAt(home);
      try {
        const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
        expect(report).toMatchObject({ state: 'unlocked' });
        expect(vault.status()).toMatchObject({ state: 'unlocked', auditGap: false });
        expect(await vault.audit.verify(call())).toMatchObject({ ok: true, faults: [] });
        const kept = await sessionsOf(vault);
        expect(sessions.filter((id) => !kept.has(id))).toEqual([]);
        const usage = await vault.access.usageOf({ limit: 0 }, call());
        expect(usage.damaged).toBe(0);
        const used = clients.map(
          ({ id }) => usage.byClient.find(({ clientId }) => clientId === id)?.requests ?? 0,
        );
        const certainMs = killedMs - LOST_AT_MOST_MS - longestPauseMs(answered);
        const certain = answered.filter(({ atMs }) => atMs < certainMs);
        const lost = countsOf(certain).map((count, i) => Math.max(0, count - (used[i] ?? 0)));
        expect(lost).toEqual(clients.map(() => 0));
        return `${String(answered.length)} answers, of which ${String(certain.length)} are older`;
      } finally {
        await vault.close();
      }
    });
    process.stderr.write(`${told.join('\n')}\n`);
    // What the killed process left on its socket's name keeps nobody from serving again.
    const again = await ServeProcess.start(home, passwordFile);
    expect(await again.stop()).toBe(0);
  });
});
