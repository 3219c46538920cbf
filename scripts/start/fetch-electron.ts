import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import type { FetchOutcome } from './start-app.ts';

const HOUR_MS = 3_600_000;
/** A host that does not answer within this is not going to send 100 MB. */
const CONNECT_MS = 1500;

/** A file that remembers that fetching failed. */
export class LastFailure {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Minutes ago, or null if there was none within the hour. */
  minutesAgo(): number | null {
    const written = statSync(this.#file, { throwIfNoEntry: false })?.mtimeMs;
    const passedMs = Date.now() - (written ?? 0);
    return passedMs < HOUR_MS ? Math.max(0, Math.round(passedMs / 60_000)) : null;
  }

  remember(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, '');
  }

  forget(): void {
    rmSync(this.#file, { force: true });
  }
}

/** How a connection attempt ended. */
export type Reach = 'reached' | 'refused' | 'silent';

/** Whether something answers there; without a network that is known at once. */
export function reach(host: string, port: number, waitMs = CONNECT_MS): Promise<Reach> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (reached: Reach): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reached);
    };
    const timer = setTimeout(() => {
      end('silent');
    }, waitMs);
    socket.on('connect', () => {
      end('reached');
    });
    socket.on('error', () => {
      end('refused');
    });
  });
}

/** Where the download comes from: a mirror if one is set, else GitHub. Null behind a proxy, which alone can tell. */
export function downloadHost(env: NodeJS.ProcessEnv): { host: string; port: number } | null {
  const proxy = ['HTTPS_PROXY', 'https_proxy', 'ELECTRON_GET_USE_PROXY', 'ALL_PROXY', 'all_proxy'];
  if (proxy.some((name) => (env[name] ?? '') !== '')) return null;
  const mirrors = [
    'ELECTRON_MIRROR',
    'electron_mirror',
    'NPM_CONFIG_ELECTRON_MIRROR',
    'npm_config_electron_mirror',
  ];
  const mirror = mirrors.map((name) => env[name] ?? '').find((value) => value !== '');
  const url = URL.parse(mirror ?? 'https://github.com');
  if (url === null) return null;
  return { host: url.hostname, port: Number(url.port || (url.protocol === 'http:' ? 80 : 443)) };
}

export interface FetchParts {
  /** Folder of the package `electron`. */
  readonly folder: string;
  readonly limitMs: number;
  readonly lastFailure: LastFailure;
  readonly env: NodeJS.ProcessEnv;
  /** Called every second with the seconds that have passed. */
  readonly progress: (seconds: number) => void;
  readonly say: (text: string) => void;
}

/** Runs the package's own installer, with an end to its patience. */
export async function fetchElectron(parts: FetchParts): Promise<FetchOutcome> {
  const { lastFailure, env } = parts;
  const from = downloadHost(env);
  const reached = from === null ? 'reached' : await reach(from.host, from.port);
  // Refused costs no time, so it need not be remembered: the network may be back a moment later.
  if (reached === 'refused') return 'unreachable';
  const outcome = reached === 'silent' ? 'unreachable' : await install(parts);
  if (outcome === 'fetched') lastFailure.forget();
  else lastFailure.remember();
  return outcome;
}

function install({ folder, limitMs, progress, say, env }: FetchParts): Promise<FetchOutcome> {
  return new Promise((resolve) => {
    const begin = performance.now();
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    let late = false;
    const tick = setInterval(() => {
      const passedMs = performance.now() - begin;
      progress(Math.round(passedMs / 1000));
      if (passedMs < limitMs) return;
      late = true;
      child.kill('SIGKILL');
    }, 1000);
    child.on('error', (error) => {
      complaint += error.message;
    });
    child.on('close', (code) => {
      clearInterval(tick);
      const [reason = ''] = complaint.trim().split('\n');
      if (code !== 0 && !late && reason !== '') say(`The download ended with: ${reason}`);
      resolve(code === 0 ? 'fetched' : late ? 'too-slow' : 'failed');
    });
  });
}
