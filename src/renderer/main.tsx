// Before any component: the sheet names the order of the layers.
import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { App, fetchOpenWindow } from './app/app.tsx';
import { loadInfo } from './app/info.ts';
import { prepareSecrets } from './app/secrets.ts';
import { refreshStatus, watchStatus } from './app/status.ts';
import { vaultClient } from './vault-client.ts';

/** The first frame would wait for it, and nobody types a password any faster. */
const FETCH_AFTER_MS = 300;

watchStatus(() => void prepareSecrets());
await Promise.all([loadInfo(), refreshStatus()]);
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
createRoot(root).render(<App />);
void vaultClient.app.ready({});
setTimeout(() => void fetchOpenWindow(), FETCH_AFTER_MS);
