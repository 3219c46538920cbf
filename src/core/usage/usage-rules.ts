import type { PlanLimits } from '../../shared/plan.ts';
import { AuthenticationError } from '../../shared/vault-error.ts';
import { BUILT_IN_LIMITS, planLimits } from '../plans/plan-limits.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { readSetting } from '../settings/read-setting.ts';
import { CalendarDays } from './calendar-day.ts';

/** What the owner said about limits, as of one generation of the vault. */
export interface UsageRules {
  readonly session: VaultSession;
  readonly generation: number;
  readonly calendar: CalendarDays;
  /** 0: no limit. */
  readonly readsPerHour: number;
  readonly plans: Map<string, PlanLimits>;
  /** Names of the plans of clients, by the client's id. */
  readonly planNames: Map<string, string>;
}

/** Clients whose plan is remembered at once. */
const CLIENTS = 1000;

/** The owner's rules, read once a generation: every change of a plan or a setting makes a new one. */
export class CurrentRules {
  readonly #core: VaultCore;
  #rules: UsageRules | null = null;

  constructor(core: VaultCore) {
    this.#core = core;
  }

  /** @throws AuthenticationError `locked`. */
  get now(): UsageRules {
    const { session } = this.#core;
    if (session === null) throw new AuthenticationError('locked');
    const known = this.#rules;
    if (known?.session === session && known.generation === session.generation) return known;
    this.#rules = {
      session,
      generation: session.generation,
      calendar: new CalendarDays(readSetting(this.#core, 'time.zone')),
      readsPerHour: readSetting(this.#core, 'gateway.secret_reads_per_hour'),
      plans: new Map(),
      planNames: new Map(),
    };
    return this.#rules;
  }

  /** The limits of a plan; of one that is not there, the first built-in one's. */
  limitsOf(plan: string): PlanLimits {
    const { plans, session } = this.now;
    const known = plans.get(plan);
    if (known !== undefined) return known;
    const limits = planLimits(this.#core.store, session.keys, plan) ?? BUILT_IN_LIMITS.free;
    plans.set(plan, limits);
    return limits;
  }

  /** The name of a client's plan; null if there is no such client. */
  planOf(clientId: string): string | null {
    const { planNames } = this.now;
    const known = planNames.get(clientId);
    if (known !== undefined) return known;
    const plan = this.#core.store.get('clients', clientId)?.plan ?? null;
    if (planNames.size >= CLIENTS) planNames.clear();
    if (plan !== null) planNames.set(clientId, plan);
    return plan;
  }

  /** Nothing of an ended session is kept. */
  drop(): void {
    this.#rules = null;
  }
}
