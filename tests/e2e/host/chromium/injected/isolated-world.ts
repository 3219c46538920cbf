// Used, as text, in the world of the preload: it stands alone and imports nothing.
import type { createBridge } from './bridge.ts';
import type { createCodec } from './codec.ts';

/** What the world is made with. */
export interface WorldOptions {
  readonly secret: string;
  /** Name of the function by which the page's host is called. */
  readonly binding: string;
  /** Name of the function that the host calls. */
  readonly deliver: string;
  readonly platform: string;
  readonly arch: string;
  readonly versions: Readonly<Record<string, string>>;
  /** A text laid over the page's corner, or null. */
  readonly mark: string | null;
}

/** The code of the preload, wrapped as Electron's sandboxed loader wraps it. */
export type Preload = (
  require: (id: string) => unknown,
  process: object,
  exports: object,
  module: object,
) => void;

export interface WorldParts {
  readonly createBridge: typeof createBridge;
  readonly createCodec: typeof createCodec;
  readonly preload: Preload;
}

/** Runs the preload with the smallest `electron` that a sandboxed one can see. */
export function isolatedWorld(options: WorldOptions, parts: WorldParts): void {
  type Listener = (event: object, ...args: unknown[]) => void;
  type Send = (payload: string) => void;
  if (window !== window.top) return;
  const world = globalThis as unknown as Record<string, Send>;
  const send = world[options.binding] as Send;
  const codec = parts.createCodec();
  const bridge = parts.createBridge(`${options.secret}:out`, `${options.secret}:in`);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners: { channel: string; listener: Listener; run: Listener }[] = [];
  let lastId = 0;

  /** Reading what is not there throws: a preload must not rest on what only real Electron has. */
  function strict<T extends object>(name: string, members: T): T {
    return new Proxy(members, {
      get: (target, key) => {
        if (key in target || typeof key === 'symbol') return Reflect.get(target, key) as unknown;
        throw new Error(`${name}.${key} is not offered by the Chromium host`);
      },
    });
  }

  const on = (channel: string, listener: Listener, run = listener): object => {
    listeners.push({ channel, listener, run });
    return ipcRenderer;
  };
  const off = (channel: string, listener: Listener): object => {
    const at = listeners.findLastIndex(
      (entry) => entry.channel === channel && entry.listener === listener,
    );
    if (at >= 0) listeners.splice(at, 1);
    return ipcRenderer;
  };
  const ipcRenderer: object = strict('ipcRenderer', {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const text = codec.encode(args);
        waiting.set(++lastId, { resolve, reject });
        send(JSON.stringify(['invoke', lastId, channel, text]));
      }),
    send: (channel: string, ...args: unknown[]) => {
      send(JSON.stringify(['message', 0, channel, codec.encode(args)]));
    },
    on: (channel: string, listener: Listener) => on(channel, listener),
    off,
    removeListener: off,
    once: (channel: string, listener: Listener) =>
      on(channel, listener, (event, ...args) => {
        off(channel, listener);
        listener(event, ...args);
      }),
  });

  function deliver(kind: string, id: number, channel: string, text: string): void {
    if (kind === 'event') {
      const args = codec.decode(text) as unknown[];
      for (const { run } of listeners.filter((entry) => entry.channel === channel)) {
        run({ sender: ipcRenderer, ports: [] }, ...args);
      }
      return;
    }
    const promise = waiting.get(id);
    waiting.delete(id);
    if (kind === 'value') promise?.resolve(codec.decode(text));
    else promise?.reject(new Error(`Error invoking remote method '${channel}': ${text}`));
  }

  /** Electron tells the app of each, before the page hears of it; here the app hears of it a moment later. */
  function tellOfInput(): void {
    const types = {
      keydown: 'rawKeyDown',
      mousedown: 'mouseDown',
      wheel: 'mouseWheel',
      touchstart: 'touchStart',
    };
    for (const [name, type] of Object.entries(types)) {
      const tell = (event: Event): void => {
        if (event.isTrusted) send(JSON.stringify(['input', 0, '', type]));
      };
      window.addEventListener(name, tell, { capture: true, passive: true });
    }
  }

  /** Electron offers a key to the page first and to the menu only if the page let it pass. */
  function passKeysOn(): void {
    const reportLater = (event: KeyboardEvent): void => {
      const chord = event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.key);
      if (!event.isTrusted || !chord) return;
      const { key, code, ctrlKey: control, shiftKey: shift, altKey: alt, metaKey: meta } = event;
      setTimeout(() => {
        if (event.defaultPrevented) return;
        send(
          JSON.stringify(['key', 0, '', JSON.stringify({ key, code, control, shift, alt, meta })]),
        );
      });
    };
    window.addEventListener('keydown', reportLater, { capture: true });
  }

  function showMark(mark: string): void {
    const label = document.createElement('div');
    label.textContent = mark;
    label.setAttribute('aria-hidden', 'true');
    // Set one by one through the object model, which the page's policy has no say in.
    Object.assign(label.style, {
      position: 'fixed',
      left: '50%',
      transform: 'translateX(-50%)',
      bottom: '12px',
      zIndex: '2147483647',
      padding: '3px 9px',
      borderRadius: '9px',
      font: '600 11px system-ui, sans-serif',
      color: '#241a00',
      background: '#f5c542',
      pointerEvents: 'none',
    });
    document.documentElement.append(label);
  }

  const electron = strict('electron', {
    ipcRenderer,
    contextBridge: strict('contextBridge', {
      exposeInMainWorld: (name: string, api: unknown) => {
        bridge.expose(name, api);
      },
    }),
  });
  const process = Object.freeze({
    platform: options.platform,
    arch: options.arch,
    versions: Object.freeze({ ...options.versions }),
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    env: Object.freeze({}),
    argv: Object.freeze([]),
  });
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id}`);
  };

  Reflect.deleteProperty(world, options.binding);
  Object.defineProperty(world, options.deliver, { value: deliver });
  tellOfInput();
  passKeysOn();
  const { mark } = options;
  if (mark !== null) {
    window.addEventListener('DOMContentLoaded', () => {
      showMark(mark);
    });
  }
  const module = { exports: {} };
  try {
    parts.preload(require, process, module.exports, module);
  } catch (thrown) {
    send(JSON.stringify(['preload-failed', 0, '', String(thrown)]));
  }
}
