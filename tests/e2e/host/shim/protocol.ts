import type { CustomScheme, Protocol } from 'electron';
import { app } from './app.ts';
import { strict } from './strict.ts';

type Handler = Parameters<Protocol['handle']>[1];
type SessionProtocol = Pick<Protocol, 'handle' | 'unhandle' | 'isProtocolHandled'>;

const privileged = new Map<string, CustomScheme>();

/** Schemes of one session; the host shows them as https, so they must be standard and secure in Electron too. */
export function createProtocol(): SessionProtocol & { find(url: string): Handler | undefined } {
  const handlers = new Map<string, Handler>();
  return strict('protocol', {
    handle(scheme: string, handler: Handler) {
      const { standard, secure } = privileged.get(scheme)?.privileges ?? {};
      if (standard !== true || secure !== true) {
        throw new Error(
          `the Chromium host needs ${scheme} to be registered as standard and secure`,
        );
      }
      if (handlers.has(scheme)) throw new Error(`protocol.handle('${scheme}') was called before`);
      handlers.set(scheme, handler);
    },
    unhandle: (scheme: string) => void handlers.delete(scheme),
    isProtocolHandled: (scheme: string) => handlers.has(scheme),
    /** For the host. */
    find: (url: string) => handlers.get(new URL(url).protocol.slice(0, -1)),
  });
}

/** The module: sessions have the rest. */
export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes: CustomScheme[]) {
    if (app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const scheme of schemes) privileged.set(scheme.scheme, scheme);
  },
} satisfies Partial<Protocol>);
