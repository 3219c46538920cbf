/**
 * Switches of Chromium, Electron and Node that open the app to others, switch its walls off or send it elsewhere. A star
 * ends a beginning.
 */
const DANGEROUS_SWITCHES = [
  'allow-*',
  'auth-server-*',
  'disable-features',
  'disable-gpu-sandbox',
  'disable-kill-after-bad-ipc',
  'disable-namespace-sandbox',
  'disable-seccomp-*',
  'disable-setuid-sandbox',
  'disable-site-isolation*',
  'disable-web-security',
  'enable-blink-features',
  'enable-unsafe-*',
  'gpu-launcher',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors*',
  'inspect*',
  'isolated-app-*',
  'js-flags',
  'load-extension',
  'log-net-log',
  'net-log-*',
  'no-sandbox',
  'no-zygote*',
  'proxy-*',
  'remote-allow-origins',
  'remote-debugging-*',
  'renderer-cmd-prefix',
  'service-sandbox-type',
  'single-process',
  'ssl-key-log-file',
  'ssl-version-*',
  'test-type',
  'trace-*',
  'unsafely-*',
  'user-data-dir',
  'utility-cmd-prefix',
];

/** What a child of ours, a browser opened for a link say, must not inherit, and what Node and OpenSSL would obey. */
export const DANGEROUS_ENVIRONMENT = [
  'DYLD_INSERT_LIBRARIES',
  'ELECTRON_ENABLE_LOGGING',
  'ELECTRON_ENABLE_STACK_DUMPING',
  'ELECTRON_FORCE_IS_PACKAGED',
  'ELECTRON_LOG_FILE',
  'ELECTRON_NO_ASAR',
  'ELECTRON_RUN_AS_NODE',
  'LD_AUDIT',
  'LD_PRELOAD',
  'NODE_DEBUG',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_V8_COVERAGE',
  'OPENSSL_CONF',
  'OPENSSL_MODULES',
  'SSLKEYLOGFILE',
] as const;

/** What is known when a packaged app starts. */
export interface Start {
  /** Everything after the program's own path. */
  readonly args: readonly string[];
  readonly platform: NodeJS.Platform;
  /** The effective user; null on Windows. */
  readonly userId: number | null;
}

/** Why the app does not start like this. */
export type StartRefusal =
  { readonly why: 'switch'; readonly name: string } | { readonly why: 'root' };

/** What a packaged app refuses to start with; null: nothing. */
export function refusedStart({ args, platform, userId }: Start): StartRefusal | null {
  if (userId === 0) return { why: 'root' };
  for (const argument of args) {
    // Chromium takes no switch after this.
    if (argument === '--') break;
    const name = dangerousSwitch(switchName(argument, platform));
    if (name !== null) return { why: 'switch', name };
  }
  return null;
}

/** One dash or two, a slash on Windows, letters of any size there: as Chromium reads them. */
function switchName(argument: string, platform: NodeJS.Platform): string | null {
  const pattern = platform === 'win32' ? /^(?:--?|\/)([^=]+)/ : /^--?([^=]+)/;
  return pattern.exec(argument)?.[1]?.toLowerCase() ?? null;
}

/** The switch as the list has it: what was typed is not repeated to anybody. */
function dangerousSwitch(name: string | null): string | null {
  if (name === null) return null;
  const found = DANGEROUS_SWITCHES.find((known) =>
    known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known,
  );
  return found ?? null;
}
