/** A tiny app for the host's own specs. What it refuses is said by the spec, in SAMPLE_REFUSES. */
import {
  app,
  BaseWindow,
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  session,
  shell,
  WebContentsView,
} from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ORIGIN = 'app://sample';
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  '/': ['page.html', 'text/html'],
  '/page.js': ['page.js', 'text/javascript'],
};
const CSP =
  "default-src 'none'; script-src 'self'; frame-src 'self'; connect-src https: wss:; form-action 'self'";

const refuses = (what: string): boolean => (process.env['SAMPLE_REFUSES'] ?? '').includes(what);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
let view: WebContentsView | null = null;

function serve(request: Request): Response {
  const file = FILES[new URL(request.url).pathname];
  if (file === undefined) return new Response(null, { status: 404 });
  const [name, type] = file;
  const body = readFileSync(join(import.meta.dirname, name));
  return new Response(body, {
    headers: { 'content-type': type, 'content-security-policy': CSP },
  });
}

function guard(): void {
  const ours = session.fromPartition('sample');
  ours.protocol.handle('app', serve);
  if (refuses('permission')) {
    ours.setPermissionRequestHandler((_contents, _permission, answer) => {
      answer(false);
    });
    ours.setPermissionCheckHandler(() => false);
  }
  if (refuses('request')) {
    ours.webRequest.onBeforeRequest((details, answer) => {
      answer({ cancel: !details.url.startsWith(`${ORIGIN}/`) });
    });
  }
  if (refuses('download'))
    ours.on('will-download', (event) => {
      event.preventDefault();
    });
}

async function show(window: BaseWindow): Promise<WebContentsView> {
  const preload = join(import.meta.dirname, 'preload.cjs');
  const next = new WebContentsView({
    webPreferences: { preload, partition: 'sample', sandbox: true },
  });
  const { webContents: contents } = next;
  if (refuses('navigation'))
    contents.on('will-navigate', (event) => {
      event.preventDefault();
    });
  if (refuses('window')) contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('render-process-gone', (_event, details) => {
    console.log(`gone: ${details.reason}`);
  });
  const { width, height } = window.getContentBounds();
  next.setBounds({ x: 0, y: 0, width, height });
  await contents.loadURL(`${ORIGIN}/`);
  window.contentView.addChildView(next);
  view = next;
  return next;
}

/** As a lock does it: another page in the same window, the old one and its process away. */
async function renew(window: BaseWindow): Promise<void> {
  const old = view;
  await show(window);
  if (old === null) return;
  const pid = old.webContents.getOSProcessId();
  window.contentView.removeChildView(old);
  old.webContents.close();
  if (pid > 0) process.kill(pid, 'SIGKILL');
}

function answerCalls(window: BaseWindow): void {
  ipcMain.handle('echo', (_event, value: unknown) => value);
  ipcMain.handle('frame', (event) => [
    event.senderFrame?.url,
    event.senderFrame?.origin,
    event.senderFrame?.parent,
  ]);
  ipcMain.handle('fail', () => {
    throw new RangeError('refused');
  });
  ipcMain.handle('function', () => () => 1);
  ipcMain.handle('renew', () => {
    void renew(window);
  });
  ipcMain.handle('ask', async () =>
    dialog.showMessageBox(window, { message: 'Sure?', buttons: ['No', 'Yes'] }),
  );
  ipcMain.handle('say', (_event, text: string) => {
    console.log(text);
  });
  ipcMain.handle('theme', (_event, source: 'dark' | 'light' | 'system') => {
    nativeTheme.themeSource = source;
  });
  ipcMain.handle('open', async () => shell.openExternal('https://example.org/'));
  ipcMain.handle('copy', async (_event, text: string) => {
    const hidden = 'electron application/osclipboard;format="x-kde-passwordManagerHint"';
    await clipboard.write([
      new ClipboardItem({
        'text/plain': text,
        [hidden]: new Blob([bytes('secret') as Uint8Array<ArrayBuffer>]),
      }),
    ]);
  });
  ipcMain.on('count', (event, upTo: number) => {
    for (let n = 1; n <= upTo; n += 1) event.sender.send('number', n, new Map([[n, bytes('x')]]));
  });
}

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true } },
]);
if (!app.requestSingleInstanceLock({ from: 'sample' })) app.exit(3);
void app.whenReady().then(async () => {
  guard();
  const window = new BaseWindow({ width: 640, height: 480 });
  app.on('second-instance', (_event, argv, _folder, data) => {
    console.log(`second: ${argv.at(-1) ?? ''} ${JSON.stringify(data)}`);
  });
  window.on('resize', () => view?.setBounds({ ...window.getContentBounds(), x: 0, y: 0 }));
  const palette = {
    label: 'Palette',
    accelerator: 'CmdOrCtrl+K',
    click: () => {
      console.log('menu: palette');
    },
  };
  const item = {
    id: 'lock',
    label: 'Lock',
    accelerator: 'CmdOrCtrl+L',
    click: () => {
      console.log('menu: lock');
    },
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([{ label: 'Vault', submenu: [palette, item, { role: 'quit' }] }]),
  );
  answerCalls(window);
  await show(window);
});
