import { useMemo } from 'react';
import type { AppInfo, Preferences } from '../../shared/ipc/replies.ts';
import { messageOf, type MessageKey, type MessageValues } from '../../shared/messages/catalogue.ts';
import type { Language } from '../../shared/messages/message-part.ts';
import { vaultClient } from '../vault-client.ts';
import { valueOf } from './refusal.ts';
import { createStore, useStore } from './store.ts';

const info = createStore<AppInfo | null>(null);

/** Fetches what the page draws itself by, and follows its changes. */
export async function loadInfo(): Promise<void> {
  vaultClient.on.app.infoChanged(take);
  take(await valueOf(vaultClient.app.info({})));
}

function take(next: AppInfo): void {
  const root = document.documentElement;
  root.lang = next.language;
  root.dataset['controls'] = next.platform === 'darwin' ? 'start' : 'end';
  if (next.preferences.theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = next.preferences.theme;
  info.set(next);
}

/** What main said about the app. Only components inside `App` may ask: it waits for the answer. */
export function useInfo(): AppInfo {
  const value = useStore(info);
  if (value === null) throw new Error('The app is not loaded yet.');
  return value;
}

export async function setPreferences(change: Partial<Preferences>): Promise<void> {
  take(await valueOf(vaultClient.app.setPreferences(change)));
}

/** The message of a key in the owner's language. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

export interface Messages {
  readonly t: Translate;
  readonly language: Language;
  readonly locale: string;
}

export function useMessages(): Messages {
  const { language, locale } = useInfo();
  return useMemo(
    () => ({
      t: (key: MessageKey, values?: MessageValues) => messageOf({ language, locale }, key, values),
      language,
      locale,
    }),
    [language, locale],
  );
}
