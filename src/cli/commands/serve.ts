import type { Command } from 'commander';
import type { VaultApi } from '../../core/api.ts';
import type { OwnerEvent } from '../../runtime/owner-host.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import type { Serving } from '../doors.ts';
import { damageNotices, expiryNotices, unlockNotices } from '../notices.ts';
import type { Notice } from '../output.ts';
import { clockTime } from '../parse-clock-time.ts';
import { parseInteger } from '../parse-input.ts';
import { readPassword } from '../read-password.ts';
import { removeTickets } from '../ticket-file.ts';
import { stamped } from '../stamp-error.ts';
import { invalidInput } from '../usage-error.ts';
import { sayWhoHasIt } from '../with-vault.ts';

/** The port unless the setting says otherwise, and while it cannot be read. */
const USUAL_PORT = 7421;
const PORT_SETTING = 'gateway.port';
const LONGEST_MINUTES = 720;

export interface ServeInput {
  /** Null: the one of the setting. */
  readonly port: number | null;
  readonly socketOnly: boolean;
  /** 0: never. */
  readonly lockAfterMinutes: number;
  readonly locked: boolean;
}

interface ServeOptions {
  readonly port?: string;
  readonly socketOnly?: true;
  readonly lockAfter?: string;
  readonly locked?: true;
}

export function configure(command: Command, act: Act): void {
  command
    .option('--port <n>', `serve clients on this port (default: the setting ${PORT_SETTING})`)
    .option('--socket-only', 'open no port: clients and owner come by the socket')
    .option('--lock-after <minutes>', 'lock after so many minutes without the owner', 'never')
    .option('--locked', 'start locked, and ask for no password')
    .action((options: ServeOptions) => act(command, (deps) => run(parse(options), deps)));
}

export function parse({ port, socketOnly, lockAfter, locked }: ServeOptions): ServeInput {
  if (port !== undefined && socketOnly === true) {
    throw invalidInput('--port and --socket-only exclude each other.');
  }
  return {
    port:
      port === undefined
        ? null
        : parseInteger(port, { min: 0, max: 65_535, rule: 'A port is a number up to 65535.' }),
    socketOnly: socketOnly ?? false,
    lockAfterMinutes:
      lockAfter === undefined || lockAfter === 'never'
        ? 0
        : parseInteger(lockAfter, {
            min: 1,
            max: LONGEST_MINUTES,
            rule: 'It locks after 1 to 720 minutes, or never.',
          }),
    locked: locked ?? false,
  };
}

/** Runs until a signal ends it; then nobody is served any more, and the vault is locked. */
export async function run(input: ServeInput, deps: Deps): Promise<undefined> {
  const { context, cleanups, doors } = deps;
  const { home } = doors.config;
  if ((await doors.findOwner(context)) !== null) {
    throw new VaultError('vault_in_use', { hint: 'It is served here already.' });
  }
  const ended = Promise.withResolvers<undefined>();
  const undo = [
    cleanups.add(() => {
      ended.resolve(undefined);
    }),
  ];
  const runtime = await doors.openRuntime({ home, create: false }).catch(sayWhoHasIt);
  undo.unshift(cleanups.add(() => runtime.close()));
  try {
    const { vault } = runtime;
    if (vault.status().state === 'uninitialized') throw new VaultError('not_initialized');
    const { host, served } = (await doors.serving()).serveVault({
      vault,
      socketPath: doors.paths().socket,
      port: () => portOf(input, vault, deps),
      lockAfterMinutes: input.lockAfterMinutes,
      version: deps.programVersion(),
      newCorrelationId: deps.newCorrelationId,
      tell: (event) => {
        deps.output.notice(noticeOf(event));
      },
      portFailed: (thrown) => {
        deps.output.notice(portNotice(thrown));
      },
    });
    undo.unshift(cleanups.add(() => host.stop()));
    undo.unshift(cleanups.add(() => served.close()));
    await openFirst(input, host, vault, deps);
    removeTickets(doors.paths());
    undo.unshift(
      cleanups.add(() => {
        removeTickets(doors.paths());
      }),
    );
    await served.start(vault.status().state);
    cleanups.endBySignal = true;
    await announce(served, vault, deps);
    await ended.promise;
    return undefined;
  } catch (thrown) {
    for (const each of undo) await each();
    throw stamped(thrown, context);
  }
}

type Parts = ReturnType<Serving['serveVault']>;

/** With the owner's password, if there is anybody to give it. */
async function openFirst(
  { locked }: ServeInput,
  host: Parts['host'],
  vault: VaultApi,
  deps: Deps,
): Promise<void> {
  const { io, output, passwordFile: file, context } = deps;
  if (locked || (file === null && !io.canAsk)) {
    output.notice({
      code: 'serve_locked',
      text: 'The vault is locked; `strongroom unlock` opens it.',
    });
    return;
  }
  const password = await readPassword(
    { file, option: '--password-file', prompt: 'Password of the vault: ' },
    deps,
  );
  const forget = deps.cleanups.add(() => void password.fill(0));
  try {
    const report = await host.unlock({ password, open: true, clientsUntilMs: null }, context);
    for (const notice of unlockNotices(report)) output.notice(notice);
    const { secrets, damaged } = await vault.secrets.list(context);
    for (const notice of [...expiryNotices(secrets), ...damageNotices(damaged)]) {
      output.notice(notice);
    }
  } finally {
    await forget();
  }
}

/** While the vault is locked its settings cannot be read. */
async function portOf(
  { port, socketOnly }: ServeInput,
  vault: VaultApi,
  { context }: Deps,
): Promise<number | null> {
  if (socketOnly) return null;
  if (port !== null) return port;
  if (vault.status().state !== 'unlocked') return USUAL_PORT;
  return Number((await vault.settings.get({ name: PORT_SETTING }, context)).value);
}

async function announce(served: Parts['served'], vault: VaultApi, deps: Deps): Promise<void> {
  const { output, doors } = deps;
  const { urls } = served;
  const { socket } = doors.paths();
  const { state } = vault.status();
  if (output.json) await output.document({ url: urls[0] ?? null, urls, socket, state });
  output.notice({
    code: 'serving',
    text: `Serving ${[...urls, socket].join(', ')}. Ctrl+C ends it and locks the vault.`,
  });
}

function noticeOf(event: OwnerEvent): Notice {
  switch (event.what) {
    case 'opened':
      return event.state === 'tampered'
        ? { code: 'opened_tampered', text: 'Unlocked, read-only: no client is let in.' }
        : { code: 'opened', text: 'Unlocked.' };
    case 'locked':
      return { code: 'locked', text: 'Locked.' };
    case 'closed': {
      const until = clockTime(event.clientsUntilMs);
      return { code: 'closed', text: `Locked for the owner; clients go on until ${until}.` };
    }
  }
}

function portNotice(_thrown: unknown): Notice {
  return {
    code: 'port_failed',
    text: 'Clients cannot be served on the port now; the socket goes on. Start anew, with --port if another program has it.',
  };
}
