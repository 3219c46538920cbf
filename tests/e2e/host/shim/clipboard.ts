import type {
  Clipboard,
  ClipboardBookmark,
  ClipboardItem as ElectronClipboardItem,
} from 'electron';
import type { ClipboardEntry } from '../chromium/calls.ts';
import { host } from './host-link.ts';
import { strict, strictClass, StrictEmitter } from './strict.ts';

type Payload = string | Blob | ClipboardBookmark;

async function bytesOf(payload: Payload): Promise<Uint8Array> {
  if (typeof payload === 'string') return new TextEncoder().encode(payload);
  if (payload instanceof Blob) return new Uint8Array(await payload.arrayBuffer());
  throw new Error('bookmarks are not offered by the Chromium host');
}

class ClipboardItemStandIn extends StrictEmitter implements Pick<ElectronClipboardItem, 'types'> {
  readonly #payloads: Record<string, Payload | Promise<Payload>>;

  constructor(items: Record<string, Payload | Promise<Payload>>) {
    super('clipboardItem', []);
    if (Object.keys(items).length === 0) throw new TypeError('a ClipboardItem needs an entry');
    this.#payloads = items;
  }

  get types(): string[] {
    return Object.keys(this.#payloads);
  }

  async getType(type: string): Promise<Blob> {
    const payload = await this.#payloads[type];
    if (payload === undefined) throw new Error(`the type '${type}' was not found`);
    return new Blob([(await bytesOf(payload)) as Uint8Array<ArrayBuffer>], { type });
  }
}

const TEXT = 'text/plain';

/** Lives in the host, as the system's lives outside the app: what was copied is not in the main process. */
function createClipboard(clipboard: string): Omit<Clipboard, 'selection' | 'read' | 'write'> & {
  read(): Promise<ClipboardItemStandIn[]>;
  write(items: ClipboardItemStandIn[]): Promise<void>;
} {
  const write = (entries: readonly ClipboardEntry[]) =>
    host.ask('writeClipboard', { clipboard, entries });
  const read = () => host.ask('readClipboard', { clipboard });
  return {
    clear: () => {
      host.tell('writeClipboard', { clipboard, entries: [] });
    },
    has: async (type) => (await read()).some((entry) => entry.type === type),
    readText: async () => {
      const text = (await read()).find(({ type }) => type === TEXT);
      return text === undefined ? '' : new TextDecoder().decode(text.bytes);
    },
    writeText: async (text) => write([{ type: TEXT, bytes: new TextEncoder().encode(text) }]),
    read: async () => {
      const entries = (await read()).map(
        ({ type, bytes }) => [type, new Blob([bytes as Uint8Array<ArrayBuffer>])] as const,
      );
      return entries.length === 0 ? [] : [new ClipboardItemStandIn(Object.fromEntries(entries))];
    },
    write: async (items) => {
      const entries = items.flatMap((item) =>
        item.types.map(async (type) => ({ type, bytes: await bytesOf(await item.getType(type)) })),
      );
      await write(await Promise.all(entries));
    },
  };
}

export const ClipboardItem = strictClass(ClipboardItemStandIn);

/** Electron 45 answers with promises; `selection` is Linux's second one. */
export const clipboard = strict('clipboard', {
  ...createClipboard('system'),
  selection: strict('clipboard.selection', createClipboard('selection')),
});
