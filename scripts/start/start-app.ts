/** What `npm start` ends with when the app itself did not decide it. */
export const PREVIEW_SHOWN = 10;
export const NO_WINDOW = 11;
export const NOT_BUILT = 1;
export const WRONG_OPTION = 2;

/** How Chromium ends when the system gives it no sandbox: SIGTRAP, in a shell's counting. */
const TRAPPED = 133;

export interface StartOptions {
  /** Try to fetch Electron again, however lately that failed. */
  readonly fetch: boolean;
  /** How long fetching may take. */
  readonly limitMs: number;
  /** Build what is missing or older than its sources. */
  readonly build: boolean;
  /** Show the preview even where Electron is. */
  readonly preview: boolean;
  /** The owner knows that root's Electron has no sandbox. */
  readonly noSandbox: boolean;
}

export type FetchOutcome = 'fetched' | 'failed' | 'too-slow' | 'unreachable';

/** What of the machine the decision rests on. */
export interface StartPorts {
  readonly say: (text: string) => void;
  /** Whether something that is built is missing or older than its sources. */
  readonly isStale: () => boolean;
  /** False if it failed. */
  readonly build: () => Promise<boolean>;
  readonly hasDisplay: () => boolean;
  readonly isRoot: () => boolean;
  /** Electron's program, or null. */
  readonly findElectron: () => string | null;
  /** Minutes since fetching Electron failed, or null if it did not within the hour. */
  readonly minutesSinceFailure: () => number | null;
  readonly fetchElectron: () => Promise<FetchOutcome>;
  readonly runElectron: (program: string) => Promise<number>;
  /** A browser that can show a window, or null. */
  readonly findBrowser: () => string | null;
  /** False if the browser did not start. */
  readonly showPreview: (browser: string) => Promise<boolean>;
  readonly showCommandLine: () => Promise<unknown>;
}

/** Real Electron where it can be had, else the preview, else the command line; answers the exit code. */
export async function startApp(options: StartOptions, ports: StartPorts): Promise<number> {
  const { say } = ports;
  if (options.build && ports.isStale() && !(await ports.build())) {
    say('Strongroom could not be built; what went wrong stands above.');
    return NOT_BUILT;
  }
  if (!ports.hasDisplay()) {
    say(NO_DISPLAY);
    return goOnWithoutWindow(ports);
  }
  if (!options.preview) {
    const program = await obtainElectron(options, ports);
    if (program !== null) {
      const code = await ports.runElectron(program);
      if (code === TRAPPED) say(NO_SANDBOX);
      return code;
    }
  }
  const browser = ports.findBrowser();
  if (browser === null) {
    say(NO_BROWSER);
    return goOnWithoutWindow(ports);
  }
  say(PREVIEW);
  if (await ports.showPreview(browser)) return PREVIEW_SHOWN;
  say('The browser did not start.');
  return goOnWithoutWindow(ports);
}

async function obtainElectron(options: StartOptions, ports: StartPorts): Promise<string | null> {
  const { say } = ports;
  if (ports.isRoot() && !options.noSandbox) {
    say(ROOT);
    return null;
  }
  const installed = ports.findElectron();
  if (installed !== null) return installed;
  const minutes = options.fetch ? null : ports.minutesSinceFailure();
  if (minutes !== null) {
    say(failedLately(minutes));
    return null;
  }
  const outcome = await ports.fetchElectron();
  const fetched = outcome === 'fetched' ? ports.findElectron() : null;
  if (fetched === null) say(NOT_FETCHED[outcome]);
  return fetched;
}

async function goOnWithoutWindow(ports: StartPorts): Promise<number> {
  await ports.showCommandLine();
  return NO_WINDOW;
}

const NO_DISPLAY = `No window is possible here: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).
The command line does everything the window does.
`;

const NO_BROWSER = `No window is possible here: neither Electron nor a Chromium or Chrome was found.
The command line does everything the window does.
`;

const ROOT = `Electron has no sandbox when root starts it, so it is not started. Run \`npm start\` as an ordinary user, or
\`npm start -- --no-sandbox\` if you know what that means.`;

const NO_SANDBOX = `Electron ended at once, most likely because this system gives it no sandbox. Allow it user namespaces
(kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu, kernel.unprivileged_userns_clone=1 on Debian), or give
node_modules/electron/dist/chrome-sandbox to root with mode 4755.`;

const PREVIEW = `
PREVIEW: the window is shown in a browser of this machine instead of Electron. It is for looking around and for
development, never for real secrets: its data folder is a temporary one that is deleted when the window closes, the
browser's guarantees are not Electron's, and what it copies stays inside it. Close the window to end it.
`;

const MIRROR = `Behind a proxy or without GitHub, set ELECTRON_MIRROR to a mirror of Electron's releases.
\`npm start -- --fetch\` tries again.`;

const NOT_FETCHED: Readonly<Record<FetchOutcome, string>> = {
  fetched: `Electron was fetched, but its program is not where it should be.\n${MIRROR}`,
  failed: `Electron, which shows the window, could not be fetched.\n${MIRROR}`,
  'too-slow': `Electron, which shows the window, did not arrive in time.\n${MIRROR}`,
  unreachable: `Electron, which shows the window, is not installed, and its download is out of reach.\n${MIRROR}`,
};

function failedLately(minutes: number): string {
  return `Electron, which shows the window, is not installed; fetching it failed ${String(minutes)} min ago.\n${MIRROR}`;
}
