import type { DialogMethod, Recorded } from '../app-host.ts';
import type { ClipboardEntry, Deed, HostCalls } from './calls.ts';
import type { Served } from './link.ts';

type DesktopCalls = Pick<HostCalls, 'dialog' | 'readClipboard' | 'record' | 'writeClipboard'>;

/** What lies outside the app: clipboard, dialogs, other programs. */
export class Desktop {
  readonly deeds: Deed[] = [];
  readonly dialogs: Recorded['dialogs'][number][] = [];
  readonly #answers = new Map<string, unknown[]>();
  readonly #clipboards = new Map<string, readonly ClipboardEntry[]>();
  readonly #answerUnasked: boolean;
  /** Called with every deed. */
  onDeed: (deed: Deed) => void = () => undefined;

  constructor(options: { readonly answerUnasked: boolean }) {
    this.#answerUnasked = options.answerUnasked;
  }

  get copiedText(): string {
    const text = this.#clipboards.get('system')?.find(({ type }) => type === 'text/plain');
    return Buffer.from(text?.base64 ?? '', 'base64').toString();
  }

  answer(method: DialogMethod, answer: unknown): void {
    this.#answers.set(method, [...(this.#answers.get(method) ?? []), answer]);
  }

  readonly calls: Served<DesktopCalls> = {
    dialog: ({ method, options }) => {
      this.dialogs.push({ method, options });
      const [next, ...rest] = this.#answers.get(method) ?? [];
      this.#answers.set(method, rest);
      if (next !== undefined) return next;
      // As if the owner had closed it.
      if (this.#answerUnasked) return { canceled: true, filePaths: [], response: 0 };
      throw new Error(`no answer was laid ready for dialog.${method}()`);
    },
    readClipboard: ({ clipboard }) => this.#clipboards.get(clipboard) ?? [],
    writeClipboard: ({ clipboard, entries }) => {
      this.#clipboards.set(clipboard, entries);
    },
    record: (deed) => {
      this.deeds.push(deed);
      this.onDeed(deed);
    },
  };
}
