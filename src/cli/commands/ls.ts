import type { Command } from 'commander';
import type { SecretKind, SecretSummary } from '../../shared/secret.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { damageNotices, expiryNotices } from '../notices.ts';
import { parseHorizon } from '../parse-expiry.ts';
import { gather, parseKind } from '../parse-input.ts';
import { toJson } from '../secret-json.ts';
import { withVault } from '../with-vault.ts';

/** Every condition that is given must hold. */
export interface LsInput {
  readonly kind: SecretKind | null;
  readonly tags: readonly string[];
  readonly environment: string | null;
  readonly provider: string | null;
  readonly expired: boolean;
  /** Expires at this instant or before. */
  readonly expiresBy: string | null;
}

interface LsOptions {
  readonly kind?: string;
  readonly tag?: readonly string[];
  readonly environment?: string;
  readonly provider?: string;
  readonly expired?: true;
  readonly expiring?: string;
}

export function configure(command: Command, act: Act): void {
  command
    .option('--kind <kind>', 'only broker, llm or generic')
    .option('--tag <text>', 'only with this tag; given more than once, with all of them', gather)
    .option('--environment <text>', 'only of this environment')
    .option('--provider <text>', 'only of this provider')
    .option('--expired', 'only what has expired')
    .option('--expiring <when>', 'only what expires by then: 30d, 12w, a date')
    .action((options: LsOptions) =>
      act(command, (deps) => run(parse(options, deps.doors.nowMs()), deps)),
    );
}

export function parse(options: LsOptions, nowMs: number): LsInput {
  const { kind, tag = [], environment = null, provider = null, expired, expiring } = options;
  return {
    kind: kind === undefined ? null : parseKind(kind),
    tags: tag,
    environment,
    provider,
    expired: expired ?? false,
    expiresBy: expiring === undefined ? null : parseHorizon(expiring, nowMs),
  };
}

export async function run(input: LsInput, deps: Deps): Promise<undefined> {
  const { io, output } = deps;
  const { secrets, damaged } = await withVault(deps, ({ vault, context }) =>
    vault.secrets.list(context),
  );
  const shown = secrets.filter((secret) => matches(secret, input));
  if (output.json) await output.document(shown.map(toJson));
  else if (io.stdoutIsTerminal) await output.table(HEADING, shown.map(toRow));
  else await output.lines(shown.map(({ name }) => name));
  if (shown.length === 0 && io.stdoutIsTerminal && !output.json) {
    output.notice(secrets.length === 0 ? NO_SECRETS : NO_MATCH);
  }
  for (const notice of [...expiryNotices(secrets), ...damageNotices(damaged)])
    output.notice(notice);
  return undefined;
}

const NO_SECRETS = {
  code: 'no_secrets',
  text: 'There is nothing in the vault yet. `strongroom set NAME` stores a secret, `strongroom import` takes over a file of them.',
};
const NO_MATCH = { code: 'no_match', text: 'No secret matches.' };

function matches({ kind, metadata, expiry }: SecretSummary, wanted: LsInput): boolean {
  const { tags = [], environment, provider, expires_at: expiresAt } = metadata;
  return (
    (wanted.kind === null || kind === wanted.kind) &&
    wanted.tags.every((tag) => tags.includes(tag)) &&
    (wanted.environment === null || environment === wanted.environment) &&
    (wanted.provider === null || provider === wanted.provider) &&
    (!wanted.expired || expiry === 'expired') &&
    (wanted.expiresBy === null || (expiresAt !== undefined && expiresAt <= wanted.expiresBy))
  );
}

const HEADING = ['NAME', 'KIND', 'ENV', 'PROVIDER', 'TAGS', 'EXPIRES', 'UPDATED'];
const DATE_LENGTH = '2026-12-31'.length;

function toRow({ name, kind, metadata, updatedAt }: SecretSummary): readonly string[] {
  const { environment = '', provider = '', tags = [], expires_at: expiresAt = '' } = metadata;
  return [
    name,
    kind,
    environment,
    provider,
    tags.join(' '),
    expiresAt.slice(0, DATE_LENGTH),
    updatedAt.slice(0, DATE_LENGTH),
  ];
}
