import type { Command } from 'commander';
import type { UsageEntry, UsageQuery, UsageReport, UsageSum } from '../../shared/access.ts';
import type { ClientRef } from '../../shared/client.ts';
import type { Act } from '../act.ts';
import { isDay } from '../calendar.ts';
import { parseClient } from '../client-input.ts';
import type { Deps } from '../deps.ts';
import { parseInteger } from '../parse-input.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

interface Options {
  readonly key?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: string;
}

interface Input {
  readonly client: ClientRef | null;
  readonly query: UsageQuery;
  /** Whether single requests are shown as well. */
  readonly entries: boolean;
}

const DEFAULT_ENTRIES = 100;
const MOST_ENTRIES = 1000;

export function configure(command: Command, act: Act): void {
  command
    .argument('[client]', 'name or id of the client; none: all of them')
    .option('--key <id>', 'only what was asked for with this key')
    .option('--from <day>', 'from this day of your calendar on, YYYY-MM-DD')
    .option('--to <day>', 'up to and with this day')
    .option('--limit <count>', 'show so many single requests as well, newest first')
    .action((client: string | undefined, options: Options) =>
      act(command, (deps) => run(parseUsage(client, options), deps)),
    );
}

export function parseUsage(client: string | undefined, options: Options): Input {
  const { key, from, to, limit } = options;
  const rule = `A number of requests is a whole number from 0 to ${String(MOST_ENTRIES)}.`;
  return {
    client: client === undefined ? null : parseClient(client),
    entries: limit !== undefined,
    query: {
      ...(key === undefined ? {} : { keyId: key }),
      ...(from === undefined ? {} : { fromDay: parseDay(from) }),
      ...(to === undefined ? {} : { toDay: parseDay(to) }),
      limit:
        limit === undefined
          ? DEFAULT_ENTRIES
          : parseInteger(limit, { min: 0, max: MOST_ENTRIES, rule }),
    },
  };
}

function parseDay(text: string): string {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && isDay({ year, month, day })) return text;
  throw invalidInput('A day is YYYY-MM-DD.');
}

export async function run(input: Input, deps: Deps): Promise<undefined> {
  const { output } = deps;
  const { client, query, entries } = input;
  const { report, names } = await withVault(deps, async ({ vault, context }) => {
    const { clients } = await vault.clients.list({ all: true }, context);
    const id = client === null ? null : (await vault.clients.get(client, context)).id;
    return {
      report: await vault.access.usageOf(id === null ? query : { ...query, clientId: id }, context),
      names: new Map(clients.map((known) => [known.id, known.name])),
    };
  });
  if (output.json) await output.document(reportJson(report));
  else await show(report, names, { byClient: client === null, entries }, deps);
  if (report.damaged > 0) {
    const text = `${String(report.damaged)} stored requests do not verify and are in no sum.`;
    output.notice({ code: 'damaged', text, details: { damaged: report.damaged } });
  }
  return undefined;
}

const SUM_HEADING = ['REQUESTS', 'REFUSED', 'MEAN MS'];

async function show(
  report: UsageReport,
  names: ReadonlyMap<string, string>,
  shown: { readonly byClient: boolean; readonly entries: boolean },
  { output, io }: Deps,
): Promise<void> {
  const gap = async (): Promise<void> => {
    if (io.stdoutIsTerminal && report.requests > 0) await output.lines(['']);
  };
  await output.table(
    ['DAY', ...SUM_HEADING],
    report.byDay.map((sum) => [sum.day, ...sumCells(sum)]),
  );
  await gap();
  await output.table(
    ['ROUTE', ...SUM_HEADING],
    report.byRoute.map((sum) => [`${sum.method} ${sum.route}`, ...sumCells(sum)]),
  );
  if (shown.byClient) {
    await gap();
    await output.table(
      ['CLIENT', ...SUM_HEADING],
      report.byClient.map((sum) => [names.get(sum.clientId) ?? sum.clientId, ...sumCells(sum)]),
    );
  }
  if (report.stored !== undefined) {
    const { items, bytes } = report.stored;
    await gap();
    await output.table(['ITEMS STORED', 'BYTES'], [[String(items), String(bytes)]]);
  }
  if (!shown.entries) return;
  await gap();
  await output.table(
    ['TIME', 'CLIENT', 'REQUEST', 'STATUS', 'MS', 'CORRELATION ID'],
    report.entries.map((entry) => entryCells(entry, names)),
  );
}

function sumCells({ requests, refused, ms }: UsageSum): readonly string[] {
  return [String(requests), String(refused), (ms / requests).toFixed(1)];
}

function entryCells(entry: UsageEntry, names: ReadonlyMap<string, string>): readonly string[] {
  return [
    entry.createdAt,
    names.get(entry.clientId) ?? entry.clientId,
    `${entry.method} ${entry.route}`,
    String(entry.status),
    String(entry.ms),
    entry.correlationId,
  ];
}

function reportJson(report: UsageReport): Record<string, unknown> {
  const sums = ({ requests, refused, ms }: UsageSum): UsageSum => ({ requests, refused, ms });
  return {
    ...sums(report),
    by_day: report.byDay.map((sum) => ({ day: sum.day, ...sums(sum) })),
    by_route: report.byRoute.map((sum) => ({
      method: sum.method,
      route: sum.route,
      ...sums(sum),
    })),
    by_client: report.byClient.map((sum) => ({ client_id: sum.clientId, ...sums(sum) })),
    by_key: report.byKey.map((sum) => ({ key_id: sum.keyId, ...sums(sum) })),
    entries: report.entries.map((entry) => ({
      id: entry.id,
      client_id: entry.clientId,
      key_id: entry.keyId,
      method: entry.method,
      route: entry.route,
      status: entry.status,
      ms: entry.ms,
      day: entry.day,
      created_at: entry.createdAt,
      correlation_id: entry.correlationId,
    })),
    damaged: report.damaged,
    stored: report.stored ?? null,
  };
}
