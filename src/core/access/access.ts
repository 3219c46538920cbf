import type { VaultCore } from '../session/vault-core.ts';
import type { AccessMemory } from './access-memory.ts';
import type { Metering } from '../usage/metering.ts';
import type { LiveSessions } from './live-sessions.ts';

/** What the verbs of clients work on. */
export interface Access {
  readonly core: VaultCore;
  readonly memory: AccessMemory;
  readonly metering: Metering;
  readonly sessions: LiveSessions;
}
