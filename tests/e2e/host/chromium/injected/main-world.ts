// Used, as text, in the page's own world before any script of the page: it stands alone and imports nothing.
import type { createBridge } from './bridge.ts';

/** Puts what the preload exposes on `window`, frozen, as Electron does. */
export function mainWorld(secret: string, bridge: typeof createBridge): void {
  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) freeze(inner);
    }
    return Object.freeze(value);
  };
  bridge(`${secret}:in`, `${secret}:out`).onExpose((name, api) => {
    if (name in window) {
      throw new Error('Cannot bind an API on top of an existing property on the window object');
    }
    const property = { value: freeze(api), enumerable: true, writable: false, configurable: false };
    Object.defineProperty(window, name, property);
  });
}
