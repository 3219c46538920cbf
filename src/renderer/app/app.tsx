import { lazy, Suspense, useMemo, type ReactElement } from 'react';
import { LanguageContext } from '../components/language.ts';
import { PlatformContext } from '../components/platform.ts';
import { DoorScreen } from '../features/doors/door-screen.tsx';
import { useInfo } from './info.ts';
import { isOpen, useStatus } from './status.ts';

/** The open window is a chunk of its own, fetched while the owner types the password. */
const loadOpenWindow = () => import('./open-window.tsx');
const OpenWindow = lazy(() => loadOpenWindow().then((module) => ({ default: module.OpenWindow })));

export function fetchOpenWindow(): void {
  void loadOpenWindow();
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
  if (status === null) return null;
  if (!isOpen(status)) return <DoorScreen status={status} />;
  return (
    <Suspense fallback={null}>
      <OpenWindow />
    </Suspense>
  );
}
