import type { Bridge } from '../shared/ipc/types.ts';

declare global {
  interface Window {
    /** Put there by the preload; this file alone touches it. */
    readonly strongroom: Bridge;
  }
}

/** The door to main: calls by group, events under `on`. */
export const vaultClient: Bridge = window.strongroom;
