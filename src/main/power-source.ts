import { powerMonitor } from 'electron';
import type { PowerSource } from './power.ts';

/** Only `locked` matters: from how many seconds on the system would be `idle` does not. */
const NEVER_IDLE_SECONDS = 24 * 60 * 60;

export function systemPower(): PowerSource {
  const emitter: NodeJS.EventEmitter = powerMonitor;
  return {
    on: (event, listener) => void emitter.on(event, listener),
    idleState: () => powerMonitor.getSystemIdleState(NEVER_IDLE_SECONDS),
  };
}
