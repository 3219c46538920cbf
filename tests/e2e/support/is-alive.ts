import { readFileSync } from 'node:fs';

/** Whether a process runs. One that ended and was not collected yet has no memory left and counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    // The state is the first word after the name, which stands in brackets and may hold any character.
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return !/^\s*[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    return false;
  }
}
