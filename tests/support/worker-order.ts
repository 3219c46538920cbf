import type { CrashPlan } from './crash-points.ts';
import { PASSWORD } from './vault-fixture.ts';

/** What children/crash-worker.ts can do until it is killed. */
export type WorkerAct =
  | 'setup'
  | 'unlock'
  | 'rewrap'
  | 'passwd-keep'
  | 'passwd-renew'
  | 'set'
  | 'import'
  | 'migrate'
  | 'repair'
  | 'audit';

export interface WorkerOrder {
  readonly act: WorkerAct;
  readonly home: string;
  readonly plan: CrashPlan;
  /** Stands in every value, so that a stray copy is found. */
  readonly marker: string;
  /** The schema to which `migrate` steps down. */
  readonly schema: number;
}

/** Names that `set` writes in turn. */
export const SET_NAMES = ['alpha', 'beta', 'gamma'] as const;

/** What the n-th `set` stores; 0 is the value that is there before. */
export function valueNumber(marker: string, number: number): { name: string; value: string } {
  const name = SET_NAMES[number % SET_NAMES.length] ?? 'alpha';
  // Every third value is long: more than one page of the file, more than one frame of the log.
  const filling = number % 3 === 0 ? '.'.repeat(9000) : '';
  return { name, value: `${marker}-${String(number)}${filling}` };
}

/** What the n-th import brings. */
export function importBatch(marker: string, number: number): { name: string; value: string }[] {
  return [1, 2, 3, 4].map((part) => ({
    name: `import ${String(number)}/${String(part)}`,
    value: `${marker}-${String(number)}-${String(part)}`,
  }));
}

/** The password after the n-th change. */
export function passwordNumber(number: number): string {
  return number === 0 ? PASSWORD : `Zwölf Boxkämpfer jagen Viktor ${String(number)} mal quer!`;
}
