import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { NetConnectOpts } from 'node:net';
import type { VaultApi } from '../../src/core/api.ts';
import type { Clock } from '../../src/core/ports.ts';
import type { Gateway, GatewayOptions, GatewayPorts } from '../../src/gateway/ports.ts';
import { startGateway } from '../../src/gateway/start-gateway.ts';
import { socketFiles } from '../../src/runtime/socket-folder.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { systemTimers } from '../../src/runtime/timers.ts';
import { auditLines, call, field, removeHomes, unlockedVault } from '../support/vault-fixture.ts';
import { exchange, parseAnswers, requestText, type RawAnswer } from './raw-client.ts';

/** The header that shows a key. */
export function bearer(key: string): string {
  return `Authorization: Bearer ${key}`;
}

/** A gateway over a real vault, on a port of its own and a socket in the vault's folder. */
export interface TestGateway {
  readonly vault: VaultApi;
  readonly home: string;
  readonly gateway: Gateway;
  readonly port: number;
  readonly socketPath: string;
  /** A key of the client `bot`, which may read `alpha`. */
  readonly key: string;
  /** Sends exactly these bytes over TCP; the answers until the peer ends the connection. */
  raw(bytes: string): Promise<RawAnswer[]>;
  /** The same over the socket. */
  rawSocket(bytes: string): Promise<RawAnswer[]>;
  /** A well-formed request that ends its connection; `headers` are added, Host is ours unless named. */
  ask(line: string, headers?: readonly string[], body?: string): Promise<RawAnswer>;
  /** Lines `gateway.refused`, what is counted included. */
  refusals(): Record<string, unknown>[];
}

export interface TestOptions extends Partial<GatewayOptions> {
  readonly wrap?: (vault: VaultApi) => VaultApi;
  readonly clock?: Clock;
  readonly timers?: GatewayPorts['timers'];
}

const open = new Set<() => Promise<void>>();

/** Closes every gateway of this test file and takes its folders away; call it in afterAll. */
export async function closeTestGateways(): Promise<void> {
  for (const end of open) await end();
  open.clear();
  removeHomes();
}

/** Starts it; `closeTestGateways` ends it. */
export async function startTestGateway(options: TestOptions = {}): Promise<TestGateway> {
  const { wrap, clock = systemClock, timers = systemTimers, ...where } = options;
  const { vault: real, home } = await unlockedVault({ clock });
  const vault = wrap?.(real) ?? real;
  await real.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
  await real.secrets.set({ name: 'beta', fields: [field('two')] }, call());
  await real.clients.add({ name: 'bot', plan: 'unlimited' }, call());
  const client = { name: 'bot' };
  await real.grants.add({ client, secret: { name: 'alpha' }, mode: 'read' }, call());
  const made = await real.keys.create({ client, name: 'main' }, call());
  const key = Buffer.from(made.key).toString('latin1');
  const socketPath = join(home, 'run', 'gateway.sock');
  const gateway = await startGateway(
    {
      vault,
      clock,
      timers,
      socketFile: socketFiles,
      newCorrelationId: randomUUID,
      version: '1.2.3',
    },
    { tcp: { port: 0 }, socketPath, ...where },
  );
  const end = async (): Promise<void> => {
    await gateway.close();
    await real.close();
  };
  open.add(end);
  const port = gateway.port ?? 0;
  const over =
    (to: NetConnectOpts) =>
    async (bytes: string): Promise<RawAnswer[]> =>
      parseAnswers(await exchange(to, bytes));
  const raw = over({ host: '127.0.0.1', port });
  return {
    ...{ vault, home, gateway, port, socketPath, key, raw },
    rawSocket: over({ path: socketPath }),
    ask: async (line, headers = [], body = '') => {
      const hasHost = headers.some((header) => header.toLowerCase().startsWith('host:'));
      const host = hasHost ? [] : [`Host: 127.0.0.1:${String(port)}`];
      const text = requestText(line, [...host, 'Connection: close', ...headers], body);
      const [answer] = await raw(text);
      if (answer === undefined) throw new Error('no answer');
      return answer;
    },
    refusals: () => auditLines(home).filter(({ event }) => event === 'gateway.refused'),
  };
}
