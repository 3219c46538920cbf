import type { Server } from 'node:http';
import type { AuditNote } from '../core/api.ts';
import { asVaultError, VaultError } from '../shared/vault-error.ts';
import { FrontDoor } from './front-door.ts';
import { listenOnPort, listenOnSocket, type Listening, type Reception } from './listen.ts';
import type { Gateway, GatewayOptions, GatewayPorts } from './ports.ts';
import { makeApp } from './make-app.ts';
import { RouteTable } from './route-table.ts';
import { SecretAnswers } from './secret-answers.ts';

const HOSTS = ['127.0.0.1', '::1'];
/** Requests that are being answered get this long when the gateway closes. */
const LAST_ANSWERS_MS = 1000;

/**
 * Serves the vault to clients until it is closed. The vault may be locked; it is not opened, locked or closed from here.
 * @throws VaultError `port_in_use`, `vault_in_use` if somebody listens on the socket, `audit_unavailable`.
 */
export async function startGateway(ports: GatewayPorts, options: GatewayOptions): Promise<Gateway> {
  const table = new RouteTable();
  const door = new FrontDoor(ports, table);
  const answers = new SecretAnswers();
  const app = await makeApp(ports, { door, table, answers }, options.ownerRoutes);
  const open: Listening[] = [];
  const forget = ports.vault.onStateChange((state) => {
    if (state !== 'unlocked' && state !== 'tampered') answers.dropAll();
  });
  const end = async (): Promise<void> => {
    await Promise.all(open.map(({ server }) => closed(server, ports.timers)));
    forget();
    answers.dropAll();
    door.flush();
    await app.close();
  };
  try {
    const route: Reception['route'] = (request, response) => {
      app.routing(request, response);
    };
    const port = await listenEverywhere({ ports, door, route }, options, open);
    note(ports, { event: 'gateway.start' }, options, port);
    return {
      port,
      addresses: open.map(({ address }) => address),
      close: async () => {
        await end();
        try {
          note(ports, { event: 'gateway.stop' }, options, port);
        } catch {
          // A full disk keeps no gateway from closing.
        }
      },
    };
  } catch (thrown) {
    await end();
    throw asVaultError(thrown);
  }
}

/** The port that was opened, null without one. What is open so far is in `open`, also after a throw. */
async function listenEverywhere(
  reception: Reception,
  { tcp, socketPath }: GatewayOptions,
  open: Listening[],
): Promise<number | null> {
  if (socketPath !== null) open.push(await listenOnSocket(reception, socketPath));
  let port: number | null = null;
  for (const host of tcp?.hosts ?? (tcp === null ? [] : HOSTS)) {
    const listening = await listenOnPort(reception, host, port ?? tcp?.port ?? 0);
    if (listening === null) continue;
    open.push(listening);
    port = listening.port;
  }
  if (tcp !== null && port === null) {
    throw new VaultError('not_available', { hint: 'This machine has no loopback address.' });
  }
  return port;
}

function note(
  { vault, newCorrelationId }: GatewayPorts,
  line: Pick<AuditNote, 'event'>,
  { socketPath }: GatewayOptions,
  port: number | null,
): void {
  const listeners = [...(port === null ? [] : ['tcp']), ...(socketPath === null ? [] : ['socket'])];
  vault.audit.note(
    { ...line, ref: { listeners: listeners.join('.') }, n: port === null ? {} : { port } },
    { correlationId: newCorrelationId(), actor: 'gateway' },
  );
}

/** Takes no more connections and lets what is being answered end. */
function closed(server: Server, timers: GatewayPorts['timers']): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(LAST_ANSWERS_MS, () => {
      server.closeAllConnections();
    });
    server.close(() => {
      cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}
