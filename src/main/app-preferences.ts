import type { WindowPreferences, WindowPreferencesFile } from '../runtime/window-preferences.ts';
import type { AppInfo, Preferences } from '../shared/ipc/replies.ts';
import { messageOf, type MessageKey, type MessageValues } from '../shared/messages/catalogue.ts';
import { languagesOf } from './language.ts';

/** What of the app does not change while it runs. */
export type FixedInfo = Omit<AppInfo, 'preferences' | 'language' | 'locale'>;

/** The window's choices: kept, said to the page, and the language that follows from them. */
export class AppPreferences {
  readonly #file: Pick<WindowPreferencesFile, 'read' | 'change'>;
  readonly #fixed: FixedInfo;
  readonly #systemLanguages: readonly string[];
  #present: WindowPreferences;

  constructor(
    file: Pick<WindowPreferencesFile, 'read' | 'change'>,
    fixed: FixedInfo,
    systemLanguages: readonly string[],
  ) {
    this.#file = file;
    this.#fixed = fixed;
    this.#systemLanguages = systemLanguages;
    this.#present = file.read();
  }

  get present(): WindowPreferences {
    return this.#present;
  }

  info(): AppInfo {
    const { theme, language, contentProtection, tray } = this.#present;
    return {
      ...this.#fixed,
      preferences: { theme, language, contentProtection, tray },
      ...languagesOf(language, this.#systemLanguages),
    };
  }

  /** @throws VaultError if they cannot be kept. */
  change(change: Partial<Preferences>): void {
    this.#present = this.#file.change(change);
  }

  /** Keeps what nobody asked for; a folder that cannot be written is no reason to say anything. */
  remember(change: Partial<WindowPreferences>): void {
    try {
      this.#present = this.#file.change(change);
    } catch {
      this.#present = { ...this.#present, ...change };
    }
  }

  /** True the first time, ever. */
  isFirstTime(hint: string): boolean {
    const { saidOnce } = this.#present;
    if (saidOnce.includes(hint)) return false;
    this.remember({ saidOnce: [...saidOnce, hint] });
    return true;
  }

  /** A text in the language in use. */
  readonly t = (key: MessageKey, values?: MessageValues): string =>
    messageOf(languagesOf(this.#present.language, this.#systemLanguages), key, values);
}
