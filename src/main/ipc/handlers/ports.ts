import type { AppInfo, Preferences } from '../../../shared/ipc/replies.ts';
import type { ClipboardGuard } from '../../clipboard-guard.ts';
import type { VaultHost } from '../../vault-host.ts';

/** What is loaded when it is first asked for: word lists and parsers are large. */
export interface Doors {
  readonly generators: () => Promise<typeof import('../../../runtime/generators.ts')>;
  readonly importers: () => Promise<typeof import('../../../runtime/importers.ts')>;
}

/** The app around the vault. */
export interface AppPort {
  readonly info: () => AppInfo;
  readonly setPreferences: (change: Partial<Preferences>) => AppInfo;
  /** An address of the table. */
  readonly openAddress: (address: string) => Promise<void>;
  /** A file of the app's own folder, by its path in there. */
  readonly openFile: (path: string) => Promise<void>;
  /** The system's dialog for one file; null: the owner chose none. */
  readonly chooseFile: (kind: 'dotenv' | 'json' | 'python-store') => Promise<string | null>;
  readonly pageReady: () => void;
  readonly quit: () => void;
}

/** What the handlers work with; nothing of Electron. */
export interface HandlerPorts {
  readonly host: VaultHost;
  readonly clipboard: ClipboardGuard;
  readonly app: AppPort;
  readonly doors: Doors;
  readonly newToken: () => string;
}
