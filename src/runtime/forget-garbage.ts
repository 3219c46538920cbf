import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What V8 calls the zeroing of memory that it has freed, and of what it keeps for later. */
const ZEROING = ['--clear-free-memory', '--zero-unused-memory'];
/** The oldest Node whose V8 knows both; an older one would complain on standard error. */
const OLDEST_MAJOR = 24;

type Collect = (options: { readonly type: 'major'; readonly flavor: 'last-resort' }) => void;

let collect: Collect | null = null;

/**
 * Makes ready for `forgetGarbage`, for the whole process; call it before anything secret is read. Header lines are
 * strings of V8's and a key stands in one of them: nobody can wipe a string, but it can be collected and its place
 * zeroed.
 */
export function zeroFreedMemory(): void {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (collect !== null || major < OLDEST_MAJOR) return;
  for (const flag of [...ZEROING, '--expose-gc']) setFlagsFromString(flag);
  collect = runInNewContext('gc') as Collect;
}

/** Collects what nothing refers to, which blocks the process for some 50 ms. Does nothing before `zeroFreedMemory`. */
export function forgetGarbage(): void {
  collect?.({ type: 'major', flavor: 'last-resort' });
}
