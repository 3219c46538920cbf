import { app, dialog, protocol } from 'electron';
import { join } from 'node:path';
import { makeBrowserFolder } from '../runtime/browser-folder.ts';
import { forgetVariables, readConfig } from '../runtime/config.ts';
import { messageOf } from '../shared/messages/catalogue.ts';
import { DesktopApp, type Folders } from './desktop-app.ts';
import { DANGEROUS_ENVIRONMENT, refusedStart, type StartRefusal } from './hardening.ts';
import { languagesOf } from './language.ts';
import { SCHEME } from './origin.ts';

const REFUSED = 2;

// Before anything of ours is written, and before anything is started that would inherit it.
process.umask(0o077);
forgetVariables(DANGEROUS_ENVIRONMENT);

const refusal = app.isPackaged
  ? refusedStart({
      args: process.argv.slice(1),
      platform: process.platform,
      userId: process.geteuid?.() ?? null,
    })
  : null;
if (refusal === null) start(readConfig().home);
else refuse(refusal);

function start(home: string): void {
  app.enableSandbox();
  // A page could spell its secrets in names to look up (dns-prefetch). Main itself asks the network by Node.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  // Two data folders are two apps, and what Chromium keeps lies where only the owner looks.
  const browserFolder = makeBrowserFolder(home);
  if (browserFolder !== null) app.setPath('userData', browserFolder);
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  if (!app.requestSingleInstanceLock({ home })) {
    // The first one shows its window.
    app.exit(0);
    return;
  }
  void app.whenReady().then(() => {
    new DesktopApp(home, folders()).start();
  });
}

/** As they lie around `dist/main/index.js`. */
function folders(): Folders {
  const root = join(import.meta.dirname, '..', '..');
  return {
    page: join(root, 'dist', 'renderer'),
    preload: join(root, 'dist', 'preload', 'index.cjs'),
    resources: join(root, 'resources'),
    // The system's programs cannot look into the app's archive.
    documents: app.isPackaged ? process.resourcesPath : root,
  };
}

function refuse(why: StartRefusal): void {
  const languages = languagesOf('system', [Intl.DateTimeFormat().resolvedOptions().locale]);
  const text =
    why.why === 'root'
      ? messageOf(languages, 'shell.start.root')
      : messageOf(languages, 'shell.start.switch', { name: why.name });
  dialog.showErrorBox(messageOf(languages, 'shell.name'), text);
  app.exit(REFUSED);
}
