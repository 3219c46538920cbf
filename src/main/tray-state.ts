import type { MessageKey } from '../shared/messages/catalogue.ts';
import type { GatewayHost } from './gateway-host.ts';

/** What the mark in the tray says. */
export type TrayState = 'locked' | 'unlocked' | 'relay-active' | 'paused';

/** Pause is the owner's word and shows above all; a locked vault relays nothing. */
export function trayState(isOpen: boolean, gateway: ReturnType<GatewayHost['state']>): TrayState {
  if (gateway === 'paused') return 'paused';
  if (!isOpen) return 'locked';
  return gateway === 'relaying' ? 'relay-active' : 'unlocked';
}

export const TRAY_WORDS: Readonly<Record<TrayState, MessageKey>> = {
  locked: 'shell.tray.locked',
  unlocked: 'shell.tray.unlocked',
  'relay-active': 'shell.tray.relay_active',
  paused: 'shell.tray.paused',
};
