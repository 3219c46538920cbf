import type { Command } from 'commander';
import type { PlanLimits, PlanView } from '../../shared/plan.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { parseInteger } from '../parse-input.ts';
import { withVault } from '../with-vault.ts';

type LimitOptions = { readonly [Name in keyof PlanLimits]?: string };

const LIMITS = ['perMinute', 'perHour', 'perDay', 'perMonth', 'items', 'bytes'] as const;
const NONE = 'none';
const UNITS: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

export function configure(command: Command, act: Act): void {
  const verb = (usage: string, summary: string): Command =>
    command.command(usage).description(summary);
  const ls = verb('ls', 'Show every plan with its limits, and how many clients have it.');
  ls.action(() => act(ls, list));
  const set = verb('set <name>', 'Change a plan, or make one; what is not named stays.')
    .option('--per-minute <count>', 'requests in a minute, or none for no limit')
    .option('--per-hour <count>', 'requests in an hour')
    .option('--per-day <count>', 'requests on a day of your calendar')
    .option('--per-month <count>', 'requests in a month of your calendar')
    .option('--items <count>', 'stored turns and sections of a profile')
    .option('--bytes <size>', 'what they take sealed: 64MiB, 4GiB');
  set.action((name: string, options: LimitOptions) =>
    act(set, (deps) => change({ name, limits: parseLimits(options) }, deps)),
  );
  const rm = verb('rm <name>', 'Remove a plan of yours, or take a built-in one back.');
  rm.action((name: string) => act(rm, (deps) => remove({ name }, deps)));
}

/** `--json` and the like are among the options as well. */
function parseLimits(options: LimitOptions): Partial<PlanLimits> {
  const given = LIMITS.flatMap((name): [string, number | null][] => {
    const text = options[name];
    return text === undefined ? [] : [[name, parseLimit(text, name === 'bytes')]];
  });
  return Object.fromEntries(given);
}

function parseLimit(text: string, isSize: boolean): number | null {
  if (text === NONE) return null;
  const unit = isSize ? /[KMG]iB$/.exec(text)?.[0] : undefined;
  const rule = 'A limit is a whole number, or none; a size may end in KiB, MiB or GiB.';
  const digits = text.slice(0, text.length - (unit?.length ?? 0));
  return parseInteger(digits, { min: 0, max: 2 ** 50, rule }) * (UNITS[unit ?? ''] ?? 1);
}

const HEADING = ['NAME', 'MINUTE', 'HOUR', 'DAY', 'MONTH', 'ITEMS', 'BYTES', 'CLIENTS', 'KIND'];

async function list(deps: Deps): Promise<undefined> {
  const { output } = deps;
  const plans = await withVault(deps, ({ vault, context }) => vault.plans.list(context));
  if (output.json) await output.document(plans.map(planJson));
  else await output.table(HEADING, plans.map(toRow));
  return undefined;
}

function toRow(plan: PlanView): readonly string[] {
  const limits = LIMITS.slice(0, -1).map((name) => plan[name]);
  const kind = plan.builtIn ? (plan.changed ? 'built in, changed' : 'built in') : 'yours';
  return [
    plan.name,
    ...limits.map((limit) => (limit === null ? NONE : String(limit))),
    sizeText(plan.bytes),
    String(plan.clients),
    kind,
  ];
}

/** In the largest unit that says it whole. */
function sizeText(bytes: number | null): string {
  if (bytes === null) return NONE;
  const unit = Object.entries(UNITS).findLast(([, size]) => bytes > 0 && bytes % size === 0);
  return unit === undefined ? String(bytes) : `${String(bytes / unit[1])}${unit[0]}`;
}

function planJson(plan: PlanView): Record<string, unknown> {
  return {
    name: plan.name,
    limits: {
      per_minute: plan.perMinute,
      per_hour: plan.perHour,
      per_day: plan.perDay,
      per_month: plan.perMonth,
      items: plan.items,
      bytes: plan.bytes,
    },
    built_in: plan.builtIn,
    changed: plan.changed,
    clients: plan.clients,
  };
}

async function change(
  input: { readonly name: string; readonly limits: Partial<PlanLimits> },
  deps: Deps,
): Promise<undefined> {
  const { output } = deps;
  const plan = await withVault(deps, ({ vault, context }) => vault.plans.set(input, context));
  if (output.json) await output.document(planJson(plan));
  else await output.table(HEADING, [toRow(plan)]);
  return undefined;
}

async function remove(input: { readonly name: string }, deps: Deps): Promise<undefined> {
  await withVault(deps, ({ vault, context }) => vault.plans.remove(input, context));
  if (deps.output.json) await deps.output.document({ name: input.name, removed: true });
  else
    deps.output.notice({ code: 'removed', text: 'Removed; a built-in plan has its own limits.' });
  return undefined;
}
