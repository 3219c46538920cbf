import type { AutoLock, Timers } from '../runtime/auto-lock.ts';

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
  readonly timers: Timers;
  readonly platform: NodeJS.Platform;
  readonly isOpen: () => boolean;
  /** The machine goes down: lock, close, and go. */
  readonly quit: () => void;
}

const POLL_MS = 5000;

/** Locks with the machine. The function it answers is to be called on every change of the vault's state. */
export function watchPower(ports: PowerPorts): () => void {
  const { source, autoLock } = ports;
  source.on('suspend', () => autoLock.suspend());
  source.on('resume', () => autoLock.reconsider());
  source.on('lock-screen', () => autoLock.screenLocked());
  source.on('user-did-resign-active', () => autoLock.userSwitched());
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
