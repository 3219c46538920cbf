import type { PowerMonitor } from 'electron';
import { host } from './host-link.ts';
import { StrictEmitter } from './strict.ts';

/** Events come from a spec, by `evaluate` and `emit`; Linux itself never says `lock-screen`. */
class PowerMonitorStandIn
  extends StrictEmitter
  implements Pick<PowerMonitor, 'getSystemIdleState' | 'getSystemIdleTime' | 'isOnBatteryPower'>
{
  #idleSeconds = 0;
  #locked = false;

  constructor() {
    super(
      'powerMonitor',
      [],
      [
        'suspend',
        'resume',
        'shutdown',
        'lock-screen',
        'unlock-screen',
        'user-did-become-active',
        'user-did-resign-active',
        'on-ac',
        'on-battery',
      ],
    );
  }

  getSystemIdleTime(): number {
    return this.#idleSeconds;
  }

  getSystemIdleState(idleThreshold: number): ReturnType<PowerMonitor['getSystemIdleState']> {
    if (this.#locked) return 'locked';
    return this.#idleSeconds >= idleThreshold ? 'idle' : 'active';
  }

  isOnBatteryPower(): boolean {
    return false;
  }

  /** For the host. */
  setIdle(seconds: number, locked: boolean): void {
    this.#idleSeconds = seconds;
    this.#locked = locked;
  }
}

export const powerMonitor = new PowerMonitorStandIn();

host.serve({
  idle: ({ seconds, locked }) => {
    powerMonitor.setIdle(seconds, locked);
  },
});
