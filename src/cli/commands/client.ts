import type { Command } from 'commander';
import type { ClientPatch, ClientRef, ClientSummary } from '../../shared/client.ts';
import type { Act } from '../act.ts';
import { keepText } from '../keep-text.ts';
import { parseClient, profilePatch, type ProfileOptions } from '../client-input.ts';
import { clientJson } from '../../shared/http/owner-views.ts';
import type { Deps } from '../deps.ts';
import { escapeText } from '../escape-text.ts';
import { damageNotices } from '../notices.ts';
import { gather } from '../parse-input.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

export type ClientInput =
  | { readonly verb: 'add'; readonly name: string; readonly patch: Omit<ClientPatch, 'newName'> }
  | { readonly verb: 'ls'; readonly all: boolean }
  | { readonly verb: 'show'; readonly client: ClientRef }
  | { readonly verb: 'suspend' | 'resume'; readonly client: ClientRef }
  | { readonly verb: 'set'; readonly client: ClientRef; readonly patch: ClientPatch };

export interface RmInput {
  readonly client: ClientRef;
  readonly purge: boolean;
  /** The client's name, typed again. */
  readonly confirm: string | null;
  readonly yes: boolean;
}

export function configure(command: Command, act: Act): void {
  const verb = (usage: string, summary: string): Command =>
    command.command(usage).description(summary);
  const add = withProfile(verb('add <name>', 'Let a client in; it has no key and no grant yet.'));
  add.action((name: string, options: ProfileOptions) =>
    act(add, (deps) => run({ verb: 'add', name, patch: profilePatch(options) }, deps)),
  );
  const ls = verb('ls', 'List the clients.').option('--all', 'the removed ones as well');
  ls.action(({ all }: { all?: true }) =>
    act(ls, (deps) => run({ verb: 'ls', all: all ?? false }, deps)),
  );
  const set = withProfile(verb('set <client>', 'Change what is said about a client, or its plan.'));
  set.option('--name <text>', 'another name');
  set.action((client: string, { name, ...options }: ProfileOptions & { name?: string }) =>
    act(set, (deps) => {
      const patch = { ...profilePatch(options), ...(name === undefined ? {} : { newName: name }) };
      return run({ verb: 'set', client: parseClient(client), patch }, deps);
    }),
  );
  for (const [word, summary] of SIMPLE) {
    const simple = verb(`${word} <client>`, summary);
    simple.action((client: string) =>
      act(simple, (deps) => run({ verb: word, client: parseClient(client) }, deps)),
    );
  }
  configureRm(verb('rm <client>', 'Remove a client: its keys end, its grants go.'), act);
}

const SIMPLE = [
  ['show', 'Show a client.'],
  ['suspend', 'Shut a client out until it is resumed.'],
  ['resume', 'Let a suspended client in again.'],
] as const;

function withProfile(command: Command): Command {
  return command
    .option('--external-id <text>', 'its id in another system')
    .option('--email <text>', 'its email address')
    .option('--description <text>', 'what it is for')
    .option('--meta <name=text>', 'an entry of its metadata; again for each', gather)
    .option('--plan <plan>', 'free, pro or unlimited');
}

function configureRm(rm: Command, act: Act): void {
  rm.option('--purge', 'remove its row and all that hangs on it as well')
    .option('--confirm <name>', 'the name of the client that is purged, once more')
    .option('--yes', 'do not ask')
    .action(
      (client: string, { purge, confirm, yes }: { purge?: true; confirm?: string; yes?: true }) =>
        act(rm, (deps) =>
          runRm(
            {
              client: parseClient(client),
              purge: purge ?? false,
              confirm: confirm ?? null,
              yes: yes ?? false,
            },
            deps,
          ),
        ),
    );
}

export async function run(input: ClientInput, deps: Deps): Promise<undefined> {
  if (input.verb === 'ls') return list(input.all, deps);
  if (input.verb === 'show') return show(input.client, deps);
  const client = await withVault(deps, async ({ vault, context }): Promise<ClientSummary> => {
    const { clients } = vault;
    if (input.verb === 'add') {
      const { id } = await clients.add({ name: input.name, ...input.patch }, context);
      return clients.get({ id }, context);
    }
    // The id first: after `set --name` the old name finds nothing.
    const { id } = await clients.get(input.client, context);
    if (input.verb === 'set') {
      await clients.update({ ref: { id }, patch: input.patch }, context);
    } else await clients[input.verb]({ id }, context);
    return clients.get({ id }, context);
  });
  await deps.output.result(clientJson(client), [client.id]);
  return undefined;
}

async function show(ref: ClientRef, deps: Deps): Promise<undefined> {
  const { client, keep } = await withVault(deps, async ({ vault, context }) => {
    const found = await vault.clients.get(ref, context);
    return {
      client: found,
      keep: await vault.conversations.retention({ client: found.id }, context),
    };
  });
  const lines = [...toLines(client), `chats kept\t${keepText(keep)}`];
  await deps.output.result({ ...clientJson(client), keep }, lines);
  return undefined;
}

async function list(all: boolean, { output, ...deps }: Deps): Promise<undefined> {
  const { clients, damaged } = await withVault({ ...deps, output }, ({ vault, context }) =>
    vault.clients.list({ all }, context),
  );
  if (output.json) await output.document(clients.map(clientJson));
  else {
    await output.table(
      ['NAME', 'STATUS', 'PLAN', 'LAST SEEN', 'ID'],
      clients.map((client) => [
        client.name,
        statusOf(client),
        client.plan,
        client.lastSeenAt ?? '',
        client.id,
      ]),
    );
  }
  for (const notice of damageNotices(damaged)) output.notice(notice);
  return undefined;
}

function statusOf({ status, pausedAt }: ClientSummary): string {
  return status === 'active' && pausedAt !== null ? 'paused' : status;
}

function toLines(client: ClientSummary): readonly string[] {
  const facts: readonly (readonly [string, string | null])[] = [
    ['id', client.id],
    ['name', client.name],
    ['status', statusOf(client)],
    ['plan', client.plan],
    ['external id', client.externalId],
    ['email', client.email],
    ['description', client.description],
    ...Object.entries(client.metadata),
    ['paused since', client.pausedAt],
    ['last seen', client.lastSeenAt],
    ['created', client.createdAt],
    ['updated', client.updatedAt],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [`${name}\t${value}`]));
}

export async function runRm(input: RmInput, deps: Deps): Promise<number | undefined> {
  const { io, output } = deps;
  const { purge, confirm, yes } = input;
  if (purge && confirm === null) throw invalidInput(TYPE_THE_NAME);
  if (!purge && !yes && !io.canAsk) {
    throw invalidInput('No terminal to ask at; --yes removes it.');
  }
  const removed = await withVault(deps, async ({ vault, context }) => {
    const { clients } = vault;
    const { id, name } = await clients.get(input.client, context);
    if (purge) {
      if (confirm !== name) throw invalidInput(TYPE_THE_NAME);
      return clients.purge({ id }, context);
    }
    const question = `Remove the client ${name}? Its keys end at once and its grants go.`;
    if (!yes && !(await io.confirm(escapeText(question)))) return null;
    return clients.remove({ id }, context);
  });
  if (output.json) await output.document({ removed: removed !== null, purged: purge, ...removed });
  else if (removed === null) output.notice({ code: 'kept', text: 'Nothing was removed.' });
  else {
    const text = `Removed, with ${removed.keys} keys and ${removed.grants} grants.`;
    output.notice({ code: 'removed', text });
  }
  return removed === null ? 1 : undefined;
}

const TYPE_THE_NAME =
  'A purge cannot be taken back: give the name of the client once more with --confirm.';
