import type { VaultApi } from '../core/api.ts';
import { registerOwnerRoutes } from '../gateway/owner/register-routes.ts';
import { OwnerDoors } from '../gateway/owner/owner-doors.ts';
import { ServedVault } from '../gateway/owner/serve-vault.ts';
import { startGateway } from '../gateway/start-gateway.ts';
import { systemClock } from '../runtime/clock.ts';
import { forgetGarbage, zeroFreedMemory } from '../runtime/forget-garbage.ts';
import { OwnerHost, type OwnerEvent } from '../runtime/owner-host.ts';
import { socketFiles } from '../runtime/socket-folder.ts';
import { systemTimers } from '../runtime/timers.ts';

export interface ServeOptions {
  readonly vault: VaultApi;
  readonly socketPath: string;
  /** The port asked for when it is needed; null: the socket alone. */
  readonly port: () => Promise<number | null>;
  /** Minutes without the owner after which everything locks; 0: never. */
  readonly lockAfterMinutes: number;
  readonly version: string;
  readonly newCorrelationId: () => string;
  readonly tell: (event: OwnerEvent) => void;
  readonly portFailed: (thrown: unknown) => void;
}

/** The parts of a process that owns the vault, put together; nobody is served before `served.start`. */
export interface Serving {
  readonly host: OwnerHost;
  readonly served: ServedVault;
}

/** After a lock, until what was being answered then has ended. */
const FORGET_AFTER_MS = 300;

/** Wires owner's doors, gateway and host to one vault. */
export function serveVault(options: ServeOptions): Serving {
  const { vault, newCorrelationId } = options;
  const clock = systemClock;
  const parts: { doors: OwnerDoors | null; served: ServedVault | null } = {
    doors: null,
    served: null,
  };
  zeroFreedMemory();
  const host = new OwnerHost({
    vault,
    clock,
    timers: systemTimers,
    idleMinutes: () => options.lockAfterMinutes,
    newCorrelationId,
    shutDoors: () => parts.doors?.shut(),
    tell: (event) => {
      if (event.what !== 'closed') {
        parts.served?.follow(event.what === 'opened' ? event.state : 'locked');
      }
      if (event.what === 'locked') systemTimers.after(FORGET_AFTER_MS, forgetGarbage);
      options.tell(event);
    },
  });
  const doors = new OwnerDoors({
    vault,
    host,
    urls: () => parts.served?.urls ?? [],
    monotonicMs: () => clock.monotonicMs(),
  });
  const ports = {
    vault,
    clock,
    timers: systemTimers,
    socketFile: socketFiles,
    newCorrelationId,
    version: options.version,
  };
  const served = new ServedVault({
    startGateway: (wanted) => startGateway(ports, wanted),
    ownerRoutes: (app) => {
      registerOwnerRoutes(app, vault, doors);
    },
    socketPath: options.socketPath,
    port: options.port,
    failed: options.portFailed,
  });
  parts.doors = doors;
  parts.served = served;
  return { host, served };
}
