import { readFileSync, readlinkSync } from 'node:fs';

/** The entry of a client's metadata that says which `run` it belongs to. */
export const RUN_ENTRY = 'strongroom.run';

/**
 * Names a process for as long as its system runs: where process ids count, the id, and when it began. Elsewhere than on
 * Linux only the id.
 */
export function markOfProcess(pid: number): string {
  return [placeOfIds() ?? '-', String(pid), startOf(pid) ?? '-'].join('/');
}

/** Whether the process behind a mark is known to have ended. Null: nothing is known, for it may run elsewhere. */
export function hasEnded(mark: string): boolean | null {
  const [place, pid, start] = mark.split('/');
  if (!/^\d{1,10}$/.test(pid ?? '') || start === undefined) return null;
  const here = placeOfIds();
  if (here === null || place !== here || start === '-') return null;
  return startOf(Number(pid)) !== start;
}

/** This boot and this namespace of process ids (a container has its own), or null where there is no such thing. */
function placeOfIds(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8);
    const [, namespace = ''] = /\[(\d+)\]/.exec(readlinkSync('/proc/self/ns/pid')) ?? [];
    return `${boot}.${namespace}`;
  } catch {
    return null;
  }
}

/** Ticks since boot, null for a process that is not there. */
function startOf(pid: number): string | null {
  const TICKS_AT_START = 19;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[TICKS_AT_START] ?? null;
  } catch {
    return null;
  }
}
