import type { Command } from 'commander';
import type { AuditQuery } from '../../core/call.ts';
import type { AuditEntry } from '../../shared/model.ts';
import { isUuid } from '../../shared/ids.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { parseInteger } from '../parse-input.ts';
import { invalidInput } from '../usage-error.ts';
import { showEntries } from '../show-entries.ts';
import { withoutPassword } from '../with-vault.ts';

export interface AuditInput {
  readonly query: AuditQuery;
  readonly follow: boolean;
}

interface AuditOptions {
  readonly follow?: true;
  readonly event?: string;
  readonly outcome?: string;
  readonly correlationId?: string;
  readonly limit?: string;
}

export function configure(command: Command, act: Act): void {
  command
    .option('--follow', 'keep showing what is added')
    .option('--event <name>', 'only this event')
    .option('--outcome <word>', 'only attempt, ok, denied or error')
    .option('--correlation-id <uuid>', 'only what belongs to this id')
    .option('--limit <n>', 'only the newest n lines')
    .action((options: AuditOptions) => act(command, (deps) => run(parse(options), deps)));
  const verify = command
    .command('verify')
    .description('Prove the whole log line by line; exit 1 names the first wrong one.');
  verify.action(() => act(verify, async (deps) => (await import('./audit-verify.ts')).run(deps)));
}

export function parse({ follow, event, outcome, correlationId, limit }: AuditOptions): AuditInput {
  if (correlationId !== undefined && !isUuid(correlationId)) {
    throw invalidInput('A correlation id is a lower-case UUID.');
  }
  return {
    follow: follow ?? false,
    query: {
      ...(event === undefined ? {} : { event }),
      ...(outcome === undefined ? {} : { outcome: parseOutcome(outcome) }),
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(limit === undefined ? {} : { limit: parseLimit(limit) }),
    },
  };
}

export const OUTCOMES = ['attempt', 'ok', 'denied', 'error'] as const;

function parseOutcome(text: string): AuditEntry['outcome'] {
  const outcome = OUTCOMES.find((known) => known === text);
  if (outcome === undefined) throw invalidInput(`The outcome is one of ${OUTCOMES.join(', ')}.`);
  return outcome;
}

function parseLimit(text: string): number {
  return parseInteger(text, { min: 1, rule: 'The limit is a whole number from 1.' });
}

/** Needs no password: the log names ids and codes, never what was stored. */
export async function run({ query, follow }: AuditInput, deps: Deps): Promise<undefined> {
  if (follow) return (await import('../follow-audit.ts')).followAudit(query, deps);
  const entries = await withoutPassword(deps, {
    owner: () => deps.doors.peekAudit(query),
    files: async (vault) => vault.audit.query(query),
  });
  await showEntries(entries, deps);
  return undefined;
}
