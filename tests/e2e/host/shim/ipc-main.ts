import type { IpcMain } from 'electron';
import type { FrameAddress } from '../chromium/calls.ts';
import { host } from './host-link.ts';
import { StrictEmitter } from './strict.ts';
import { findContents, type WebContentsStandIn } from './web-contents.ts';
import { codec } from './wire.ts';

type Handler = Parameters<IpcMain['handle']>[1];

class IpcMainStandIn extends StrictEmitter implements Pick<IpcMain, 'handle' | 'removeHandler'> {
  readonly #handlers = new Map<string, Handler>();

  constructor() {
    super('ipcMain', 'any');
  }

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** For the host: what a page invoked. */
  async invoke(channel: string, event: object, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return (await handler(event as never, ...args)) as unknown;
  }
}

export const ipcMain = new IpcMainStandIn();

function eventOf(sender: WebContentsStandIn, frame: FrameAddress): object {
  const { mainFrame } = sender;
  mainFrame.moveTo(frame);
  const { osProcessId: processId, routingId: frameId } = mainFrame;
  return { type: 'frame', sender, senderFrame: mainFrame, processId, frameId };
}

host.serve({
  invoke: async ({ contents, channel, text, frame }) => {
    try {
      const event = eventOf(findContents(contents), frame);
      const value = await ipcMain.invoke(channel, event, codec.decode(text) as unknown[]);
      return { ok: true, text: codec.encode(value) };
    } catch (thrown) {
      return { ok: false, text: String(thrown) };
    }
  },
  message: ({ contents, channel, text, frame }) => {
    const event = eventOf(findContents(contents), frame);
    ipcMain.emit(channel, event, ...(codec.decode(text) as unknown[]));
  },
});
