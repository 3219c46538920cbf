import type {
  Dialog,
  MessageBoxReturnValue,
  OpenDialogReturnValue,
  SaveDialogReturnValue,
} from 'electron';
import { host } from './host-link.ts';
import { strict } from './strict.ts';

/** Asks the host, where the spec has laid the answer ready. The window, if given, comes first. */
function show<T>(method: string, args: readonly unknown[]): Promise<T> {
  const options = args.at(-1);
  // Callbacks and images stay here; a spec looks at the words.
  const words = JSON.parse(JSON.stringify(options ?? {})) as unknown;
  return host.ask('dialog', { method, options: words }) as Promise<T>;
}

export const dialog = strict('dialog', {
  showMessageBox: (...args: unknown[]) => show<MessageBoxReturnValue>('showMessageBox', args),
  showOpenDialog: (...args: unknown[]) => show<OpenDialogReturnValue>('showOpenDialog', args),
  showSaveDialog: (...args: unknown[]) => show<SaveDialogReturnValue>('showSaveDialog', args),
  showErrorBox: (title: string, content: string) => {
    host.tell('record', { did: 'errorBox', what: `${title}\n${content}` });
  },
} satisfies Partial<Dialog>);
