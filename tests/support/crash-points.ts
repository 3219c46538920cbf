import type { AuditStorage, Reseal, StoreTransaction, VaultStore } from '../../src/core/ports.ts';

/**
 * Where a process dies: at the n-th thing it does to the disk, right before it, right after it, or (`during`) about
 * when it does it, because somebody else is told then. Null: never by itself.
 */
export type CrashPlan = {
  readonly at: 'before' | 'after' | 'during';
  readonly step: number;
} | null;

const STORE_STEPS = ['compact', 'copyAside', 'close'];
const TX_STEPS = ['insert', 'update', 'remove'];
const AUDIT_STEPS = [
  'append',
  'writeState',
  'rotate',
  'saveTorn',
  'setAside',
  'removeSegment',
  'releaseBallast',
];

/** Counts what a vault does to its disk and calls `die` or `announce` at the planned step. */
export class CrashPoints {
  readonly #plan: CrashPlan;
  readonly #die: () => void;
  readonly #announce: (what: string) => void;
  #steps = 0;
  #armed = false;

  constructor(plan: CrashPlan, die: () => void, announce: (what: string) => void) {
    this.#plan = plan;
    this.#die = die;
    this.#announce = announce;
  }

  /** From here on steps count. */
  arm(): void {
    this.#armed = true;
  }

  store(store: VaultStore): VaultStore {
    const proxy = this.#counting(store, STORE_STEPS);
    const counted = (tx: StoreTransaction) => this.#counting(tx, TX_STEPS);
    const counting =
      (reseal: Reseal): Reseal =>
      (tx) => {
        reseal(counted(tx));
      };
    return new Proxy(proxy, {
      get: (target, name) => {
        if (name === 'transaction') {
          return <R>(write: (tx: StoreTransaction) => R): R =>
            this.#step('transaction', () => store.transaction((tx) => write(counted(tx))));
        }
        if (name === 'migrateUp') return (reseal: Reseal) => store.migrateUp(counting(reseal));
        if (name === 'migrateDown') {
          return (to: number, reseal: Reseal) => store.migrateDown(to, counting(reseal));
        }
        return Reflect.get(target, name) as unknown;
      },
    });
  }

  audit(storage: AuditStorage): AuditStorage {
    return this.#counting(storage, AUDIT_STEPS);
  }

  #counting<T extends object>(real: T, steps: readonly string[]): T {
    return new Proxy(real, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const run = (): unknown => Reflect.apply(member, real, args);
          return steps.includes(String(name)) ? this.#step(String(name), run) : run();
        };
      },
    });
  }

  #step<R>(what: string, run: () => R): R {
    if (!this.#armed || this.#plan === null) return run();
    this.#steps += 1;
    const mine = this.#steps === this.#plan.step ? this.#plan.at : null;
    if (mine === 'before') this.#die();
    if (mine === 'during') this.#announce(what);
    const result = run();
    if (mine === 'after') this.#die();
    return result;
  }
}
