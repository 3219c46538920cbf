import { Agent } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesById, type LineMark } from '../support/all-audit-lines.ts';
import { runCli } from '../support/in-process-cli.ts';
import { HeapInspector } from '../support/inspect-heap.ts';
import { addLoadClients, Load, send, type Kind, type LoadClient } from '../support/load-clients.ts';
import { FAULT_TIMEOUT_MS, SLOW } from '../support/seeded-random.ts';
import { ServeProcess } from '../support/serve-process.ts';
import {
  call,
  openVaultAt,
  PASSWORD,
  removeHomes,
  unlockedVault,
  utf8,
} from '../support/vault-fixture.ts';
import { closeTestGateways, startTestGateway } from './gateway-fixture.ts';

const CONNECTIONS = 64;
const CLIENTS = 20;
const DURATION_MS = SLOW ? 120_000 : 2500;
/** To reach the state in which the heap is measured first. */
const WARM_UP_MS = SLOW ? 5000 : 1000;

/** The line that each kind of answer leaves; what shows no value leaves none. */
const LINES: Partial<Record<Kind, LineMark>> = {
  granted: { event: 'secret.read', outcome: 'ok' },
  refused: { event: 'secret.read', outcome: 'denied' },
  totp: { event: 'secret.totp', outcome: 'ok' },
};

afterAll(async () => {
  await closeTestGateways();
  removeHomes();
});

describe('a process that serves, under load', { timeout: FAULT_TIMEOUT_MS }, () => {
  let home = '';
  let passwordFile = '';
  let clients: LoadClient[] = [];
  beforeAll(async () => {
    const opened = await unlockedVault();
    ({ home } = opened);
    clients = await addLoadClients(opened.vault, CLIENTS);
    await opened.vault.close();
    passwordFile = join(home, 'password');
    writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  });

  it(`answers ${String(CONNECTIONS)} connections of ${String(CLIENTS)} clients rightly for ${String(DURATION_MS)} ms, keeps each in usage and log, and no memory`, async () => {
    const nodeArgs = ['--inspect=127.0.0.1:0'];
    const serve = await ServeProcess.start(home, passwordFile, { nodeArgs });
    const heap = await HeapInspector.of(serve.output);
    const warmUp = new Load(serve.port, clients);
    await warmUp.runFor(WARM_UP_MS, CONNECTIONS);
    await sleep(1000);
    const before = await heap.usedBytes();
    const load = new Load(serve.port, clients);
    await load.runFor(DURATION_MS, CONNECTIONS);
    await sleep(1000);
    const after = await heap.usedBytes();
    heap.close();
    expect(await serve.stop()).toBe(0);
    const answered = [...warmUp.answered, ...load.answered];
    process.stderr.write(
      `${String(load.answered.length)} answers in ${String(DURATION_MS)} ms; heap ${String(before)} to ${String(after)} bytes\n`,
    );
    expect([...warmUp.wrong, ...load.wrong]).toEqual([]);
    expect(warmUp.unanswered + load.unanswered).toBe(0);
    expect(after / before).toBeLessThanOrEqual(1.2);

    const lines = linesById(home);
    const withoutTheirLine = answered.filter(({ kind, correlationId }) => {
      const expected = LINES[kind];
      const [line, ...more] = lines.get(correlationId) ?? [];
      if (expected === undefined) return false;
      const fits = line?.event === expected.event && line.outcome === expected.outcome;
      return !fits || more.length > 0;
    });
    expect(withoutTheirLine).toEqual([]);

    const vault = openVaultAt(home);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    const usage = await vault.access.usageOf({ limit: 0 }, call());
    const verified = await vault.audit.verify(call());
    await vault.close();
    expect(usage).toMatchObject({ requests: answered.length, damaged: 0 });
    const own = clients.map(({ id }) => answered.filter(({ client }) => client.id === id));
    const kept = clients.map(({ id }) => usage.byClient.find(({ clientId }) => clientId === id));
    expect(kept.map((sum) => [sum?.requests, sum?.refused])).toEqual(
      own.map((all) => [all.length, all.filter(({ status }) => status >= 400).length]),
    );
    const byKey = clients.map(({ keyId }) => usage.byKey.find((sum) => sum.keyId === keyId));
    expect(byKey.map((sum) => sum?.requests)).toEqual(own.map((all) => all.length));
    expect(verified).toMatchObject({ ok: true, faults: [] });
  });

  it('locks within a second: then every key gets 423 and /healthz answers; and goes on when it is unlocked', async () => {
    const serve = await ServeProcess.start(home, passwordFile);
    const load = new Load(serve.port, clients, { mayBeLocked: true });
    load.start(CONNECTIONS - 4);
    await sleep(700);
    const askedMs = performance.now();
    expect((await runCli(home, ['lock'])).exit).toBe(0);
    const agent = new Agent();
    const health = await send(agent, serve.port, { method: 'GET', path: '/healthz', key: null });
    expect(health).toMatchObject({ status: 200, body: '{"status":"ok"}' });
    await sleep(1500);
    const unlockMs = performance.now();
    const opened = await runCli(home, ['unlock', '--password-file', passwordFile]);
    expect(opened.exit).toBe(0);
    const openMs = performance.now();
    await sleep(1500);
    await load.stop();
    expect(await serve.stop()).toBe(0);
    expect({ wrong: load.wrong, unanswered: load.unanswered }).toEqual({
      wrong: [],
      unanswered: 0,
    });
    const between = (fromMs: number, toMs: number): number[] => [
      ...new Set(
        load.answered
          .filter(({ atMs }) => atMs > fromMs && atMs < toMs)
          .map(({ status }) => status),
      ),
    ];
    expect(between(0, askedMs).sort()).toEqual([200, 403]);
    expect(between(askedMs + 1000, unlockMs)).toEqual([423]);
    expect(between(openMs + 500, Infinity).sort()).toEqual([200, 403]);
  });
});

describe('a limit, at its edge, under 200 requests at once', { timeout: FAULT_TIMEOUT_MS }, () => {
  const REQUESTS = 200;

  it.each([
    ['perMinute', 30, 0, 429],
    ['perDay', 100, 60, 403],
    ['perMonth', 50, 10, 403],
  ] as const)(
    'lets exactly %s = %d through, of which %d were used before, and answers the others %d',
    async (name, limit, used, refused) => {
      const g = await startTestGateway();
      const { vault, port } = g;
      await vault.plans.set({ name: 'edge', limits: { [name]: limit } }, call());
      await vault.clients.update({ ref: { name: 'bot' }, patch: { plan: 'edge' } }, call());
      const agent = new Agent({ keepAlive: true, maxSockets: 60 });
      const ask = { method: 'GET', path: '/v1/secrets/alpha', key: g.key };
      for (let i = 0; i < used; i += 1) {
        expect((await send(agent, port, ask)).status).toBe(200);
      }
      const answers = await Promise.all(
        Array.from({ length: REQUESTS }, () => send(agent, port, ask)),
      );
      agent.destroy();
      const passed = answers.filter(({ status }) => status === 200);
      const others = answers.filter(({ status }) => status !== 200);
      expect(passed).toHaveLength(limit - used);
      expect([...new Set(others.map(({ status }) => status))]).toEqual([refused]);
      // What is refused counts as a request that was answered, and not against the limit.
      const usage = await vault.access.usageOf({ limit: 0 }, call());
      expect(usage).toMatchObject({ requests: REQUESTS + used, refused: others.length });
    },
  );
});
