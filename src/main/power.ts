import type { AutoLock, Timers } from '../runtime/auto-lock.ts';
import type { LockCause } from '../shared/model.ts';

interface Preventable {
  readonly preventDefault: () => void;
}

/** What of the system's power events is listened to. */
export type PowerEvent =
  'suspend' | 'resume' | 'lock-screen' | 'user-did-resign-active' | 'shutdown';

export interface PowerSource {
  readonly on: (event: PowerEvent, listener: (event?: Preventable) => void) => void;
  /** `locked` where the system knows that of its screen. */
  readonly idleState: () => string;
}

export interface PowerPorts {
  readonly source: PowerSource;
  readonly autoLock: AutoLock;
  /** Now, and an unlock that is under way ends locked: its owner has left. */
  readonly lock: (cause: LockCause) => void;
  readonly timers: Timers;
  readonly platform: NodeJS.Platform;
  readonly isOpen: () => boolean;
  /** The machine goes down: lock, close, and go. */
  readonly quit: () => void;
}

const POLL_MS = 5000;

/** Locks with the machine. The function it answers is to be called on every change of the vault's state. */
export function watchPower(ports: PowerPorts): () => void {
  const { source, autoLock, lock } = ports;
  source.on('suspend', () => lock('suspend'));
  source.on('resume', () => autoLock.reconsider());
  source.on('lock-screen', () => lock('screen_lock'));
  source.on('user-did-resign-active', () => lock('user_switch'));
  source.on('shutdown', (event) => {
    // Without this the process may be killed before the log is on the disk.
    event?.preventDefault();
    ports.quit();
  });
  // Electron has no `lock-screen` event on Linux.
  return ports.platform === 'linux' ? pollScreenLock(ports) : () => undefined;
}

function pollScreenLock({ source, autoLock, timers, isOpen }: PowerPorts): () => void {
  let polling = false;
  const poll = (): void => {
    polling = isOpen();
    if (!polling) return;
    autoLock.poll({ systemIdleState: source.idleState() });
    timers.after(POLL_MS, poll);
  };
  return () => {
    if (polling || !isOpen()) return;
    polling = true;
    timers.after(POLL_MS, poll);
  };
}
