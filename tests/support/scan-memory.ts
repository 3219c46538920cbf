import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** One readable stretch of a process's memory. */
export interface Region {
  readonly start: number;
  readonly end: number;
  /** What /proc/PID/maps calls it: [heap], [stack], or nothing for anonymous memory. */
  readonly name: string;
}

/** Where a needle was found. */
export interface Finding {
  readonly needle: string;
  readonly address: number;
  readonly region: string;
  /** The bytes around it, for a report. */
  readonly around: Buffer;
}

const CHUNK_BYTES = 4 * 1024 * 1024;
const CONTEXT_BYTES = 32;

/** What a process may have written itself: heap, stacks, anonymous memory, data of its libraries. */
export function regionsOf(pid: number): Region[] {
  return readFileSync(`/proc/${String(pid)}/maps`, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const found = /^([0-9a-f]+)-([0-9a-f]+) (r\S+) \S+ \S+ \S+ *(.*)$/.exec(line);
      const [, , , access = '', name = ''] = found ?? [];
      const own = access.startsWith('rw') || /^(|\[heap\]|\[stack\]|\[anon:.*\])$/.test(name);
      if (found === null || !own) return [];
      return [
        {
          start: Number.parseInt(found[1] ?? '', 16),
          end: Number.parseInt(found[2] ?? '', 16),
          name,
        },
      ];
    });
}

/** Looks for byte strings in the memory that is a process's own. Linux; needs the right to trace the process. */
export function scanMemory(
  pid: number,
  needles: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Finding[] {
  const findings: Finding[] = [];
  const longest = Math.max(...needles.map(({ bytes }) => bytes.length));
  const memory = openSync(`/proc/${String(pid)}/mem`, 'r');
  const buffer = Buffer.alloc(CHUNK_BYTES + longest);
  try {
    for (const region of regionsOf(pid)) {
      for (let at = region.start; at < region.end; at += CHUNK_BYTES) {
        const wanted = Math.min(buffer.length, region.end - at);
        const got = readOrNothing(memory, buffer, wanted, at);
        const chunk = buffer.subarray(0, got);
        for (const { name, bytes } of needles) {
          for (let i = chunk.indexOf(bytes); i !== -1; i = chunk.indexOf(bytes, i + 1)) {
            if (i >= CHUNK_BYTES) break;
            const around = chunk.subarray(
              Math.max(0, i - CONTEXT_BYTES),
              i + bytes.length + CONTEXT_BYTES,
            );
            findings.push({
              needle: name,
              address: at + i,
              region: region.name || 'anonymous',
              around: Buffer.from(around),
            });
          }
        }
      }
    }
  } finally {
    closeSync(memory);
    buffer.fill(0);
  }
  return findings;
}

/** A page that was unmapped in between, or that nobody may read, holds nothing. */
function readOrNothing(fd: number, buffer: Buffer, length: number, position: number): number {
  try {
    return readSync(fd, buffer, 0, length, position);
  } catch {
    return 0;
  }
}
