import type { Command } from 'commander';
import type { ClientRef, KeySummary, NewKey, OverlapSeconds } from '../../shared/client.ts';
import type { Act } from '../act.ts';
import { parseClient, parseLifetime, parseOverlap } from '../client-input.ts';
import { keyJson } from '../../shared/http/owner-views.ts';
import type { Deps } from '../deps.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault, type Unlocked } from '../with-vault.ts';

export type KeyInput =
  | {
      readonly verb: 'create';
      readonly client: ClientRef;
      readonly name: string;
      readonly environment: string;
      /** Absent: 90 days; null: until it is revoked. */
      readonly lifetimeSeconds?: number | null;
    }
  | { readonly verb: 'rotate'; readonly id: string; readonly overlapSeconds?: OverlapSeconds };

interface CreateOptions {
  readonly name: string;
  readonly environment: string;
  readonly expires?: string;
}

export function configure(command: Command, act: Act): void {
  const verb = (usage: string, summary: string): Command =>
    command.command(usage).description(summary);
  const create = verb('create <client>', 'Make a key for a client and print it, this once.')
    .option('--name <text>', 'what the key is for', 'default')
    .option('--environment <word>', 'a word the key shows: live, paper, ...', 'live')
    .option('--expires <when>', 'when it ends: 90d, 12w, a date, never');
  create.action((client: string, { expires, ...options }: CreateOptions) =>
    act(create, (deps) => {
      const lifetime =
        expires === undefined
          ? {}
          : { lifetimeSeconds: parseLifetime(expires, deps.doors.nowMs()) };
      return run({ verb: 'create', client: parseClient(client), ...options, ...lifetime }, deps);
    }),
  );
  const rotate = verb('rotate <id>', 'Replace a key and print the new one, this once.').option(
    '--overlap <time>',
    'how long the old one works on: 0, 1h, 24h, 7d or 30d',
    '24h',
  );
  rotate.action((id: string, { overlap }: { overlap: string }) =>
    act(rotate, (deps) => run({ verb: 'rotate', id, overlapSeconds: parseOverlap(overlap) }, deps)),
  );
  const ls = verb('ls [client]', 'List the keys in force, of one client or of all.').option(
    '--all',
    'those that have ended as well',
  );
  ls.action((client: string | undefined, { all }: { all?: true }) =>
    act(ls, (deps) =>
      list({ client: client === undefined ? null : parseClient(client), all: all ?? false }, deps),
    ),
  );
  const revoke = verb('revoke <id>', 'End a key at once.');
  const service = verb(
    'service <on|off>',
    'Make the token of programs you trust with the socket, or end it.',
  );
  service.action((choice: string) =>
    act(service, (deps) => runService({ enabled: parseOnOff(choice) }, deps)),
  );
  revoke.action((id: string) => act(revoke, (deps) => runRevoke({ id }, deps)));
}

/** Prints the key and a newline, nothing else. */
export async function run(input: KeyInput, deps: Deps): Promise<undefined> {
  const { key, summary } = await withVault(deps, (unlocked) => make(input, unlocked));
  try {
    const { output } = deps;
    if (output.json) {
      await output.document({ ...keyJson(summary), key: textOf(key) });
      return undefined;
    }
    await printKey(key, deps);
    const end =
      summary.expiresAt === null
        ? 'It does not end by itself.'
        : `Good until ${summary.expiresAt}.`;
    output.notice({
      code: 'key_shown_once',
      text: `This key is shown once and kept nowhere. ${end} Id: ${summary.id}`,
      details: { id: summary.id, expires_at: summary.expiresAt },
    });
    return undefined;
  } finally {
    key.fill(0);
  }
}

async function printKey(key: Uint8Array, { io }: Deps): Promise<void> {
  const line = Buffer.from(new ArrayBuffer(key.length + 1));
  line.set(key);
  line[key.length] = 0x0a;
  try {
    await io.out(line);
  } finally {
    line.fill(0);
  }
}

/** A JSON document is text. */
function textOf(key: Uint8Array): string {
  return Buffer.from(key).toString('latin1');
}

function parseOnOff(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw invalidInput('The service token is `on` or `off`.');
}

/** On makes a new one and ends the one before. */
async function runService(input: { readonly enabled: boolean }, deps: Deps): Promise<undefined> {
  const { output } = deps;
  const { key, keyId } = await withVault(deps, async ({ vault, context }) =>
    vault.access.setServiceToken(input, context),
  );
  try {
    if (output.json) {
      const text = key === null ? null : textOf(key);
      await output.document({ enabled: input.enabled, id: keyId, key: text });
    } else if (key === null) {
      output.notice({ code: 'service_token_off', text: 'No service token is taken any more.' });
    } else {
      await printKey(key, deps);
      output.notice({
        code: 'key_shown_once',
        text: `This token is shown once and kept nowhere. It is taken on the socket only, and reaches what you grant to the client service. Id: ${keyId ?? ''}`,
        details: { id: keyId },
      });
    }
    return undefined;
  } finally {
    key?.fill(0);
  }
}

async function make(input: KeyInput, { vault, context }: Unlocked): Promise<NewKey> {
  const { verb, ...rest } = input;
  return verb === 'create'
    ? vault.keys.create(rest as Extract<KeyInput, { verb: 'create' }>, context)
    : vault.keys.rotate(rest as Extract<KeyInput, { verb: 'rotate' }>, context);
}

async function list(
  { client, all }: { readonly client: ClientRef | null; readonly all: boolean },
  deps: Deps,
): Promise<undefined> {
  const { output } = deps;
  const { keys, names } = await withVault(deps, async ({ vault, context }) => {
    const found = await vault.keys.list({ ...(client === null ? {} : { client }), all }, context);
    const { clients } = await vault.clients.list({ all: true }, context);
    return { keys: found, names: new Map(clients.map(({ id, name }) => [id, name])) };
  });
  if (output.json) await output.document(keys.map(keyJson));
  else
    await output.table(
      HEADING,
      keys.map((key) => toRow(key, names)),
    );
  return undefined;
}

const HEADING = ['CLIENT', 'NAME', 'KEY', 'STATE', 'EXPIRES', 'LAST USED', 'ID'];
const DATE_LENGTH = '2026-12-31'.length;

function toRow(key: KeySummary, names: ReadonlyMap<string, string>): readonly string[] {
  return [
    names.get(key.clientId) ?? key.clientId,
    key.name,
    key.prefix,
    key.state,
    key.expiresAt?.slice(0, DATE_LENGTH) ?? 'never',
    key.lastUsedAt?.slice(0, DATE_LENGTH) ?? '',
    key.id,
  ];
}

async function runRevoke(input: { readonly id: string }, deps: Deps): Promise<undefined> {
  await withVault(deps, ({ vault, context }) => vault.keys.revoke(input, context));
  if (deps.output.json) await deps.output.document({ id: input.id, revoked: true });
  else deps.output.notice({ code: 'revoked', text: 'Revoked.' });
  return undefined;
}
