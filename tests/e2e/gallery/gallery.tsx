// Every component in its states, to look at and to test against; nothing of it is shipped:
// vite build tests/e2e/gallery --config vite.renderer.config.ts --outDir ../../../coverage/gallery
import '../../../src/renderer/styles/tokens.css';
import '../../../src/renderer/styles/base.css';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { ToastProvider } from '../../../src/renderer/components/toast.tsx';
import { DoorPage } from './door-page.tsx';
import { StatesPage } from './states-page.tsx';
import { WindowPage } from './window-page.tsx';

const PAGES: Readonly<Record<string, () => ReactNode>> = {
  states: StatesPage,
  door: DoorPage,
  window: WindowPage,
};

const name = new URLSearchParams(location.search).get('page') ?? 'states';
const Page = PAGES[name] ?? StatesPage;
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ToastProvider>
        <Page />
      </ToastProvider>
    </StrictMode>,
  );
}
