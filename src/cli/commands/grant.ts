import type { Command } from 'commander';
import type { AddGrantInput, CheckedGrant, GrantsApi } from '../../core/client-api.ts';
import type { ClientRef, GrantRules, GrantSummary } from '../../shared/client.ts';
import { ERRORS } from '../../shared/errors.ts';
import type { ProfileMode } from '../../shared/profile.ts';
import type { Act } from '../act.ts';
import { parseClient, parseMode } from '../client-input.ts';
import { grantJson } from '../../shared/http/owner-views.ts';
import type { Deps } from '../deps.ts';
import { parseExpiry } from '../parse-expiry.ts';
import { gather, parseInteger } from '../parse-input.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

interface AddOptions {
  readonly mode: string;
  readonly profile?: true;
  readonly host?: readonly string[];
  readonly path?: readonly string[];
  readonly method?: readonly string[];
  readonly perMinute?: string;
  readonly perHour?: string;
  readonly perDay?: string;
  readonly expires?: string;
}

export function configure(command: Command, act: Act): void {
  const verb = (usage: string, summary: string): Command =>
    command.command(usage).description(summary);
  const add = verb('add <client> [secret]', 'Let a client use a secret, or its own profile.')
    .option(
      '--mode <mode>',
      'read, inject or sign: have the value, have it injected, have requests signed; of a profile read or write',
      'read',
    )
    .option('--profile', 'no secret: what is kept of the client in its profile')
    .option('--host <name>', 'inject and sign: only to this host, or *.example.com', gather)
    .option('--path <pattern>', 'inject and sign: only this path; * at its end for all', gather)
    .option('--method <word>', 'inject and sign: only GET, POST, ...', gather)
    .option('--per-minute <count>', 'at most so often')
    .option('--per-hour <count>', 'at most so often')
    .option('--per-day <count>', 'at most so often')
    .option('--expires <when>', 'when it ends: 90d, 12w, a date');
  add.action((client: string, secret: string | undefined, options: AddOptions) =>
    act(add, (deps) => {
      if (options.profile === true) return allowProfile(parseAllow(client, secret, options), deps);
      if (secret === undefined) throw invalidInput('Name a secret, or give --profile.');
      return runAdd(parseAdd(client, secret, options, deps.doors.nowMs()), deps);
    }),
  );
  const ls = verb('ls [client]', 'List grants, of one client or of all.').option(
    '--secret <name>',
    'only those over this secret',
  );
  ls.action((client: string | undefined, { secret }: { secret?: string }) =>
    act(ls, (deps) =>
      list(client === undefined ? null : parseClient(client), secret ?? null, deps),
    ),
  );
  const check = verb(
    'check <client> <secret> <url>',
    'Say which grants would let a request to an address have a secret injected, and what stops the others.',
  ).option('--method <word>', 'GET, POST, ...', 'GET');
  check.action((client: string, secret: string, url: string, { method }: { method: string }) =>
    act(check, (deps) =>
      runCheck({ client: parseClient(client), secret: { name: secret }, url, method }, deps),
    ),
  );
  const rm = verb('rm <id>', 'Take a grant back.');
  rm.action((id: string) => act(rm, (deps) => runRm({ id }, deps)));
}

export function parseAdd(
  client: string,
  secret: string,
  { mode, host, path, method, perMinute, perHour, perDay, expires }: AddOptions,
  nowMs: number,
): AddGrantInput {
  const rules: GrantRules = {
    ...(host === undefined ? {} : { hosts: host.map((name) => name.toLowerCase()) }),
    ...(path === undefined ? {} : { paths: path }),
    ...(method === undefined ? {} : { methods: method.map((word) => word.toUpperCase()) }),
  };
  return {
    client: parseClient(client),
    secret: { name: secret },
    mode: parseMode(mode),
    rules,
    limits: {
      ...(perMinute === undefined ? {} : { perMinute: parseCount(perMinute) }),
      ...(perHour === undefined ? {} : { perHour: parseCount(perHour) }),
      ...(perDay === undefined ? {} : { perDay: parseCount(perDay) }),
    },
    expiresAt: expires === undefined ? null : parseExpiry(expires, nowMs),
  };
}

function parseCount(text: string): number {
  return parseInteger(text, { min: 1, max: 1e9, rule: 'A limit is a whole number from 1.' });
}

export async function runAdd(input: AddGrantInput, deps: Deps): Promise<undefined> {
  const { id } = await withVault(deps, ({ vault, context }) => vault.grants.add(input, context));
  await deps.output.result({ id }, [id]);
  return undefined;
}

interface AllowInput {
  readonly client: ClientRef;
  readonly mode: ProfileMode;
}

function parseAllow(client: string, secret: string | undefined, options: AddOptions): AllowInput {
  if (secret !== undefined) {
    throw invalidInput('--profile stands for the secret: give one of them.');
  }
  const { mode, host, path, method, perMinute, perHour, perDay, expires } = options;
  const rules = [host, path, method, perMinute, perHour, perDay, expires];
  if (rules.some((rule) => rule !== undefined)) {
    throw invalidInput('A grant over a profile takes --mode alone.');
  }
  if (mode !== 'read' && mode !== 'write') throw invalidInput('A profile is read or written.');
  return { client: parseClient(client), mode };
}

/** One that is there already is not made again. */
async function allowProfile({ client, mode }: AllowInput, deps: Deps): Promise<undefined> {
  const id = await withVault(deps, async ({ vault, context }) => {
    const { id: clientId } = await vault.clients.get(client, context);
    await vault.profiles.allow({ client: clientId, mode, allowed: true }, context);
    const grants = await vault.grants.list({ client: { id: clientId } }, context);
    return grants.find((grant) => grant.objectKind === 'profile' && grant.mode === mode)?.id;
  });
  await deps.output.result({ id: id ?? null }, id === undefined ? [] : [id]);
  return undefined;
}

async function list(
  client: ClientRef | null,
  secret: string | null,
  deps: Deps,
): Promise<undefined> {
  const { output } = deps;
  const { grants, names } = await withVault(deps, async ({ vault, context }) => {
    const filter = {
      ...(client === null ? {} : { client }),
      ...(secret === null ? {} : { secret: { name: secret } }),
    };
    const found = await vault.grants.list(filter, context);
    const { clients } = await vault.clients.list({ all: true }, context);
    return { grants: found, names: new Map(clients.map(({ id, name }) => [id, name])) };
  });
  if (output.json) await output.document(grants.map(grantJson));
  else
    await output.table(
      HEADING,
      grants.map((grant) => toRow(grant, names)),
    );
  return undefined;
}

const HEADING = ['CLIENT', 'OBJECT', 'MODE', 'FENCE', 'STANDING', 'RULES', 'EXPIRES', 'ID'];
const DATE_LENGTH = '2026-12-31'.length;

function toRow(grant: GrantSummary, names: ReadonlyMap<string, string>): readonly string[] {
  const { hosts = [], paths = [], methods = [] } = grant.rules;
  return [
    names.get(grant.clientId) ?? grant.clientId,
    grant.objectKind === 'profile' ? '(profile)' : (grant.objectName ?? grant.objectId),
    grant.mode,
    grant.fence ?? '',
    grant.standing,
    [...methods, ...hosts, ...paths].join(' '),
    grant.expiresAt?.slice(0, DATE_LENGTH) ?? '',
    grant.id,
  ];
}

async function runRm(input: { readonly id: string }, deps: Deps): Promise<undefined> {
  await withVault(deps, ({ vault, context }) => vault.grants.remove(input, context));
  if (deps.output.json) await deps.output.document({ id: input.id, removed: true });
  else deps.output.notice({ code: 'removed', text: 'Removed.' });
  return undefined;
}

type CheckInput = Parameters<GrantsApi['check']>[0];

const STOPPED_BY: Readonly<Record<NonNullable<CheckedGrant['stoppedBy']>, string>> = {
  mode: 'it is a grant to read, not to inject or sign',
  expired: 'it has expired',
  fenced: 'the secret changed between paper and live since it was granted',
  gone: 'the secret is gone',
  live_host: 'a paper secret never goes to a live host',
  rules: 'its hosts, paths or methods',
};

/** Exit code 5 if nothing would let the request through. */
async function runCheck(input: CheckInput, deps: Deps): Promise<number | undefined> {
  const { output } = deps;
  const grants = await withVault(deps, ({ vault, context }) => vault.grants.check(input, context));
  const allowed = grants.some(({ stoppedBy }) => stoppedBy === null);
  if (output.json) {
    const shown = grants.map(({ id, mode, stoppedBy }) => ({ id, mode, stopped_by: stoppedBy }));
    await output.document({ allowed, grants: shown });
  } else {
    await output.table(
      ['GRANT', 'MODE', 'ANSWER'],
      grants.map(({ id, mode, stoppedBy }) => [
        id,
        mode,
        stoppedBy === null ? 'allowed' : `stopped: ${STOPPED_BY[stoppedBy]}`,
      ]),
    );
  }
  return allowed ? undefined : ERRORS.not_granted.exit;
}
