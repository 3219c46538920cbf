import type {
  Clipboard,
  ClipboardBookmark,
  ClipboardItem as ElectronClipboardItem,
} from 'electron';
import type { ClipboardEntry } from '../chromium/calls.ts';
import { host } from './host-link.ts';
import { strict, strictClass, StrictEmitter } from './strict.ts';
import { bytesOfText, textOfBytes } from './wire.ts';

type Payload = string | Blob | ClipboardBookmark;

/** As it goes over the wire. */
async function base64Of(payload: Payload): Promise<string> {
  if (typeof payload === 'string') return Buffer.from(payload).toString('base64');
  if (!(payload instanceof Blob)) throw new Error('the Chromium host knows no bookmarks');
  const bytes = new Uint8Array(await payload.arrayBuffer());
  const text = textOfBytes(bytes.buffer);
  bytes.fill(0);
  return text;
}

/** What was read from the clipboard: as it came, until somebody asks for it. */
class WireBlob extends Blob {
  readonly #base64: string;

  constructor({ type, base64 }: ClipboardEntry) {
    super([], { type });
    this.#base64 = base64;
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(bytesOfText(this.#base64));
  }

  override text(): Promise<string> {
    return Promise.resolve(Buffer.from(this.#base64, 'base64').toString());
  }
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
    return payload instanceof Blob
      ? payload
      : new WireBlob({ type, base64: await base64Of(payload) });
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
      return Buffer.from(text?.base64 ?? '', 'base64').toString();
    },
    writeText: async (text) => write([{ type: TEXT, base64: await base64Of(text) }]),
    read: async () => {
      const entries = (await read()).map((entry) => [entry.type, new WireBlob(entry)] as const);
      return entries.length === 0 ? [] : [new ClipboardItemStandIn(Object.fromEntries(entries))];
    },
    write: async (items) => {
      const entries = items.flatMap((item) =>
        item.types.map(async (type) => ({
          type,
          base64: await base64Of(await item.getType(type)),
        })),
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
