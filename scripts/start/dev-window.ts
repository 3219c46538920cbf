import { spawn, type ChildProcess } from 'node:child_process';
import { PREVIEW_SHOWN } from './start-app.ts';
import type { Preview } from './preview.ts';

export interface DevWindowParts {
  readonly root: string;
  /** Data folder, unless STRONGROOM_HOME names another for Electron. */
  readonly home: string;
  readonly electron: string | null;
  readonly browser: string | null;
  readonly say: (text: string) => void;
}

/** The app while it is worked on. */
export interface DevWindow {
  /** Exit code, once the owner closed it. */
  readonly closed: Promise<number>;
  /** Starts it, or ends it and starts it again with what was built. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** In Electron where it is installed, else in the preview. Nothing is shown before the first `restart`. */
export function openDevWindow(parts: DevWindowParts): DevWindow {
  const { electron, browser } = parts;
  if (electron !== null) return inElectron(parts, electron);
  if (browser !== null) return inPreview(parts, browser);
  throw new Error('there is neither Electron nor a browser');
}

function inElectron({ root, home, say }: DevWindowParts, program: string): DevWindow {
  const closed = Promise.withResolvers<number>();
  const env = { ...process.env, STRONGROOM_HOME: process.env['STRONGROOM_HOME'] ?? home };
  let child: ChildProcess | null = null;
  const end = async (): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once('close', resolve));
    ending.kill('SIGTERM');
    await ended;
  };
  return {
    closed: closed.promise,
    restart: async () => {
      await end();
      const started = spawn(program, ['.'], { cwd: root, env, stdio: 'inherit' });
      child = started;
      say('started in Electron');
      started.on('close', (code) => {
        if (child === started) closed.resolve(code ?? 1);
      });
    },
    close: async () => {
      await end();
      closed.resolve(0);
    },
  };
}

function inPreview({ home, say }: DevWindowParts, browser: string): DevWindow {
  const closed = Promise.withResolvers<number>();
  let preview: Promise<Preview> | null = null;
  const open = async (): Promise<Preview> => {
    const { openPreview } = await import('./preview.ts');
    const opened = await openPreview({ browser, home, say });
    void opened.closed.then(() => {
      closed.resolve(PREVIEW_SHOWN);
    });
    return opened;
  };
  return {
    closed: closed.promise,
    restart: async () => {
      if (preview === null) await (preview = open());
      else await (await preview).restart();
      say('started in the preview');
    },
    close: async () => {
      if (preview === null) closed.resolve(PREVIEW_SHOWN);
      else await (await preview).close();
    },
  };
}
