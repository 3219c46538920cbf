import { useMemo, type ComponentType, type ReactElement } from 'react';
import { LanguageContext } from '../components/language.ts';
import { PlatformContext } from '../components/platform.ts';
import { DoorScreen } from '../features/doors/door-screen.tsx';
import { useInfo } from './info.ts';
import { isOpen, useStatus } from './status.ts';
import { createStore, useStore } from './store.ts';

/**
 * The open window is a chunk of its own, fetched while the owner types the password. It waits in a store: behind `lazy`,
 * React would hold back what is ready until 300 ms after the empty fallback.
 */
const openWindow = createStore<ComponentType | null>(null);

export async function fetchOpenWindow(): Promise<void> {
  const { OpenWindow } = await import('./open-window.tsx');
  openWindow.set(OpenWindow);
}

export function App(): ReactElement {
  const { language, locale, platform } = useInfo();
  const choice = useMemo(() => ({ language, locale }), [language, locale]);
  return (
    <LanguageContext value={choice}>
      <PlatformContext value={platform === 'darwin' ? 'mac' : 'other'}>
        <Screen />
      </PlatformContext>
    </LanguageContext>
  );
}

function Screen(): ReactElement | null {
  const status = useStatus();
  const OpenWindow = useStore(openWindow);
  if (status === null) return null;
  if (!isOpen(status)) return <DoorScreen status={status} />;
  return OpenWindow && <OpenWindow />;
}
