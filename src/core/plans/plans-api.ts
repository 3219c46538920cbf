import { BUILT_IN_PLANS, type PlanLimits, type PlanView } from '../../shared/plan.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { PlansApi } from '../client-api.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { StoreReader } from '../ports.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { checkLimits, checkPlanName } from './check-plan.ts';
import { builtInLimits, NO_LIMITS, planLimits } from './plan-limits.ts';

/** The verbs over plans, bound to one vault. All need it unlocked. */
export function plansApi(core: VaultCore): PlansApi {
  return {
    list: (context) =>
      core.unlocked({ event: 'plan.list' }, context, ({ keys }) => listPlans(core.store, keys)),
    set: (input, context) => setPlan(core, input, context),
    remove: (input, context) => removePlan(core, input, context),
  };
}

function listPlans(store: StoreReader, keys: VaultKeys): readonly PlanView[] {
  const stored = [...store.scan('plans')].map(({ name }) => name);
  const names = new Set<string>([...BUILT_IN_PLANS, ...stored]);
  return [...names].sort().flatMap((name) => {
    const limits = planLimits(store, keys, name);
    return limits === null ? [] : [viewPlan(store, name, limits)];
  });
}

function viewPlan(store: StoreReader, name: string, limits: PlanLimits): PlanView {
  const builtIn = builtInLimits(name) !== null;
  const changed = store.get('plans', name) !== null;
  return { name, ...limits, builtIn, changed, clients: holdersOf(store, name) };
}

/** Clients with this plan that are not removed. */
function holdersOf(store: StoreReader, name: string): number {
  return store.find('clients', 'plan', name).filter(({ status }) => status !== 'deleted').length;
}

function setPlan(
  core: VaultCore,
  input: { readonly name: string; readonly limits: Partial<PlanLimits> },
  context: CallContext,
): Promise<PlanView> {
  const event = 'plan.change';
  return core.writable({ event }, context, (session) => {
    const { keys } = session;
    const name = checkPlanName(input.name);
    const changed = checkLimits(input.limits);
    const limits = { ...(planLimits(core.store, keys, name) ?? NO_LIMITS), ...changed };
    const row = {
      name,
      per_minute: limits.perMinute,
      per_hour: limits.perHour,
      per_day: limits.perDay,
      per_month: limits.perMonth,
      items: limits.items,
      bytes: limits.bytes,
      updated_at: core.clock.nowText(),
    };
    carryOut(core, session, { event, ref: { plan: name } }, context, (tx) => {
      if (tx.raw.get('plans', name) === null) tx.insert('plans', row);
      else tx.update('plans', [name], row);
    });
    return viewPlan(core.store, name, limits);
  });
}

function removePlan(
  core: VaultCore,
  input: { readonly name: string },
  context: CallContext,
): Promise<void> {
  const event = 'plan.remove';
  return core.writable({ event }, context, (session) => {
    const name = checkPlanName(input.name);
    const builtIn = builtInLimits(name) !== null;
    if (!builtIn && core.store.get('plans', name) === null) {
      throw new VaultError('not_found', { hint: 'There is no plan of that name.' });
    }
    if (!builtIn && holdersOf(core.store, name) > 0) {
      throw new VaultError('invalid_input', { hint: 'Clients have this plan. Give them another.' });
    }
    carryOut(core, session, { event, ref: { plan: name } }, context, (tx) => {
      tx.remove('plans', [name]);
    });
  });
}
