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
}

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

  /** Nothing of an ended session is kept. */
  drop(): void {
    this.#rules = null;
  }
}
