/** Nothing in the contract is deeper or has more parts; a request of 64 fields has about 260. */
const DEPTH = 6;
const PARTS = 1024;

/** What a request was found to be before its schema looks at it. */
export type Measured = 'ok' | 'too_large' | 'invalid_input';

/**
 * Walks a request as structured clone brought it. Only plain objects, arrays, scalars and Uint8Arrays pass; a cycle is a
 * depth without end, a sparse array counts with its whole length. Two bytes a unit of text, so a limit is never exceeded.
 */
export function measure(request: unknown, maxBytes: number): Measured {
  let bytes = 0;
  let parts = 0;
  let level: unknown[] = [request];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH) return 'invalid_input';
    const below: unknown[] = [];
    for (const value of level) {
      const size = sizeOf(value);
      if (size !== null) bytes += size;
      else {
        const inner = innerOf(value);
        if (inner === null) return 'invalid_input';
        parts += inner.parts;
        if (parts > PARTS) return 'too_large';
        for (const key of inner.keys()) {
          if (key === '__proto__') return 'invalid_input';
          bytes += 2 * key.length;
          below.push((value as Record<string, unknown>)[key]);
        }
      }
      if (bytes > maxBytes) return 'too_large';
    }
    level = below;
  }
  return 'ok';
}

function sizeOf(value: unknown): number | null {
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return value instanceof Uint8Array ? value.byteLength : null;
}

interface Inner {
  readonly parts: number;
  readonly keys: () => readonly string[];
}

function innerOf(value: unknown): Inner | null {
  if (Array.isArray(value)) return { parts: value.length, keys: () => Object.keys(value) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof value !== 'object' || value === null || prototype !== Object.prototype) return null;
  const keys = Object.keys(value);
  return { parts: keys.length, keys: () => keys };
}

/** Every buffer in a value of ours or in a request that was measured; whatever else it holds is passed over. */
export function buffersIn(value: unknown, depth = DEPTH): Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  if (typeof value !== 'object' || value === null || depth < 0) return [];
  const inner = innerOf(value);
  if (inner === null || inner.parts > PARTS) return [];
  return Object.values(value).flatMap((member) => buffersIn(member, depth - 1));
}
