import type { VaultApi } from '../core/api.ts';
import type { GatewayApp } from './route.ts';

/** What the gateway asks of the world. */
export interface GatewayPorts {
  readonly vault: VaultApi;
  readonly clock: {
    nowText(): string;
    /** Milliseconds since 1970-01-01T00:00:00Z. */
    nowMs(): number;
    /** Milliseconds of a clock that nobody can set. */
    monotonicMs(): number;
  };
  readonly timers: {
    /** Calls `run` once after `ms` milliseconds; the function that it returns forgets that. */
    after(ms: number, run: () => void): () => void;
  };
  /** The file of the socket; a named pipe of Windows has none and is never asked for. */
  readonly socketFile: {
    /** Makes the folder around `path` if it is missing and sees to it that only its owner may enter. */
    prepareFolder(path: string): void;
    /** Removes a socket that nobody listens on any more; does nothing if it is gone. */
    remove(path: string): void;
  };
  /** A random lower-case UUID v4. */
  readonly newCorrelationId: () => string;
  /** The program's version, as `/status` tells it. */
  readonly version: string;
}

/** Where to listen, and what else is served. */
export interface GatewayOptions {
  /** Loopback hosts, both families unless given; one that the machine does not have is left out, but not the first. */
  readonly tcp: { readonly port: number; readonly hosts?: readonly string[] } | null;
  /** Path of the owner's socket or named pipe. */
  readonly socketPath: string | null;
  /** Registers the routes with the doors `owner` and `socket`. */
  readonly ownerRoutes?: (app: GatewayApp) => void;
}

/** A gateway that listens. */
export interface Gateway {
  /** The port of the loopback listeners, null without them; of interest where 0 was asked for. */
  readonly port: number | null;
  /** `127.0.0.1:7421`, `[::1]:7421`, the path of the socket. */
  readonly addresses: readonly string[];
  /** Takes no more connections, ends the open ones, removes the socket, writes what is counted. */
  close(): Promise<void>;
}
