import type { PageCommand } from '../../shared/ipc/replies.ts';
import type { MessageKey } from '../../shared/messages/catalogue.ts';
import { vaultClient } from '../vault-client.ts';
import { go, HOME, openOverlay } from './route.ts';

/** A verb the owner can call by key, by the palette or by the menu. */
export interface Command {
  readonly id: string;
  readonly label: MessageKey;
  /** `Mod` is Command on a Mac and Control elsewhere. */
  readonly keys: readonly string[];
  readonly run: () => void;
}

/** Views without a search of their own lead to the list, whose search takes the focus by itself. */
const focusSearch = () => {
  const search = document.querySelector<HTMLInputElement>('[data-search]');
  if (search === null) go(HOME);
  else search.focus();
};

/** Verbs that are there in every open vault. What concerns the chosen secret is in features/secrets. */
export const PAGE_COMMANDS = {
  find: { label: 'command.find', keys: ['Mod', 'F'], run: focusSearch },
  palette: {
    label: 'command.palette',
    keys: ['Mod', 'K'],
    run: () => openOverlay({ kind: 'palette' }),
  },
  new_secret: {
    label: 'command.new_secret',
    keys: ['Mod', 'N'],
    run: () => openOverlay({ kind: 'new_secret' }),
  },
  generate: {
    label: 'command.generate',
    keys: ['Mod', 'G'],
    run: () => openOverlay({ kind: 'generate' }),
  },
  import: {
    label: 'command.import',
    keys: ['Mod', 'I'],
    run: () => openOverlay({ kind: 'import' }),
  },
  audit: {
    label: 'command.audit',
    keys: [],
    run: () => go({ view: 'audit', correlationId: null }),
  },
  settings: { label: 'command.settings', keys: ['Mod', ','], run: () => go({ view: 'settings' }) },
  shortcuts: {
    label: 'command.shortcuts',
    keys: ['Mod', '/'],
    run: () => openOverlay({ kind: 'shortcuts' }),
  },
  about: { label: 'command.about', keys: [], run: () => go({ view: 'about' }) },
} as const satisfies Record<PageCommand, Omit<Command, 'id'>>;

export function lock(): void {
  void vaultClient.vault.lock({});
}

/** Whether a key press is this shortcut. Letters are compared as typed, so that other layouts work. */
export function isShortcut(event: KeyboardEvent, keys: readonly string[], mac: boolean): boolean {
  const [key] = keys.slice(-1);
  if (key === undefined) return false;
  const wants = (name: string) => keys.slice(0, -1).includes(name);
  const main = mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    main === wants('Mod') &&
    (event.shiftKey === wants('Shift') || key === '/') &&
    !event.altKey
  );
}
