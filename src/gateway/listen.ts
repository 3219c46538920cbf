import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { VaultError } from '../shared/vault-error.ts';
import { checkHost, SOCKET_HOSTS, loopbackHosts } from './guards/check-host.ts';
import type { Entrance } from './guards/admit-request.ts';
import { headerLines } from './guards/header-lines.ts';
import type { FrontDoor } from './front-door.ts';
import type { GatewayPorts } from './ports.ts';
import { StrangersRate } from './strangers-rate.ts';

/** Limits on a connection, in bytes and milliseconds. */
const LIMITS = {
  maxHeaderSize: 8192,
  headersTimeout: 5000,
  /** To receive a request; an answer may take longer. */
  requestTimeout: 30_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 1000,
} as const;
const MAX_CONNECTIONS = 64;
/** A socket is made with what its owner may do alone. */
const SOCKET_UMASK = 0o177;
const PIPE = /^\\\\[.?]\\pipe\\/;

/** A server that listens. */
export interface Listening {
  readonly server: Server;
  readonly address: string;
}

/** What a listener does with requests. */
export interface Reception {
  readonly door: FrontDoor;
  readonly route: (request: IncomingMessage, response: ServerResponse) => void;
  readonly ports: GatewayPorts;
}

/**
 * Listens on one loopback address. Null: this machine has no such address.
 * @throws VaultError `port_in_use`, also if a squatter has the port on this address alone.
 */
export async function listenOnPort(
  reception: Reception,
  host: string,
  port: number,
): Promise<(Listening & { readonly port: number }) | null> {
  const hosts = new Set<string>();
  const server = makeServer(reception, 'tcp', hosts);
  try {
    await listening(server, () => server.listen({ host, port, ipv6Only: true, exclusive: true }));
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return null;
    if (code === 'EADDRINUSE') throw new VaultError('port_in_use');
    if (code === 'EACCES') {
      throw new VaultError('invalid_input', {
        hint: 'The system gives this port to no program of yours.',
      });
    }
    throw thrown;
  }
  const { port: actual } = server.address() as AddressInfo;
  for (const name of loopbackHosts(actual)) hosts.add(name);
  const shown = host.includes(':') ? `[${host}]` : host;
  return { server, port: actual, address: `${shown}:${String(actual)}` };
}

/**
 * Listens on the owner's socket (0600 in a folder of 0700) or named pipe. A socket that a dead process left behind is
 * replaced.
 * @throws VaultError `vault_in_use` if somebody answers there.
 */
export async function listenOnSocket(reception: Reception, path: string): Promise<Listening> {
  const { socketFile } = reception.ports;
  const isPipe = PIPE.test(path);
  if (!isPipe) socketFile.prepareFolder(path);
  const open = async (): Promise<Server> => {
    const server = makeServer(reception, 'socket', SOCKET_HOSTS);
    await listening(server, () => {
      // The name is bound before listen returns, so nothing else is made under this mask.
      const before = isPipe ? null : process.umask(SOCKET_UMASK);
      try {
        server.listen(path);
      } finally {
        if (before !== null) process.umask(before);
      }
    });
    return server;
  };
  try {
    return { server: await open(), address: path };
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'EINVAL' || code === 'ENAMETOOLONG') {
      throw new VaultError('invalid_input', { hint: 'The path of the socket is too long.' });
    }
    if (code !== 'EADDRINUSE') throw thrown;
    if (isPipe || (await answers(path))) throw new VaultError('vault_in_use');
    socketFile.remove(path);
    return { server: await open(), address: path };
  }
}

function makeServer(
  { door, route, ports }: Reception,
  listener: Entrance['listener'],
  hosts: ReadonlySet<string>,
): Server {
  const strangers = new StrangersRate(() => ports.clock.monotonicMs());
  const entrance: Entrance = { listener, hosts, strangers };
  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    if (door.receive(entrance, request, response)) route(request, response);
  };
  // Host is ours to check, so that its refusal is an answer like any other.
  const server = createServer(
    { ...LIMITS, insecureHTTPParser: false, requireHostHeader: false, noDelay: true },
    receive,
  );
  server.maxConnections = MAX_CONNECTIONS;
  // A Node that drops headers above a number would drop a second Host with them; their bytes are limited already.
  server.maxHeadersCount = 0;
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!door.receive(entrance, request, response)) return;
    response.writeContinue();
    route(request, response);
  });
  server.on('checkExpectation', receive);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (socket instanceof Socket) door.unreadable(entrance, error, socket);
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    const lines = headerLines(request.rawHeaders);
    const refusal = checkHost(request.httpVersion, lines, hosts) ?? {
      code: 'invalid_input',
      why: 'target_form',
      hint: 'This is no proxy.',
    };
    if (socket instanceof Socket) door.refuseConnection(entrance, refusal, socket);
  });
  server.on('drop', () => {
    door.dropped(entrance, { code: 'rate_limited', why: 'connections' });
  });
  return server;
}

function listening(server: Server, begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    begin();
  });
}

/** Whether somebody listens there. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
}
