import { readFileSync, readdirSync } from 'node:fs';

/** Processes that have a text in their arguments or their environment. */
export function holdersOf(text: string): { readonly pid: number; readonly file: string }[] {
  const found: { pid: number; file: string }[] = [];
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    for (const file of ['environ', 'cmdline']) {
      try {
        if (readFileSync(`/proc/${name}/${file}`).includes(text)) {
          found.push({ pid: Number(name), file });
        }
      } catch {
        // It has ended, or is somebody else's.
      }
    }
  }
  return found;
}
