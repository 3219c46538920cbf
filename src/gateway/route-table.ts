import type { BodyType, Door } from './route.ts';

/** A row of the closed table: what one method of one path takes. */
export interface RouteRow {
  /** `/v1/secrets/{name}` */
  readonly template: string;
  readonly method: string;
  readonly door: Door;
  /** Null: it takes no body. */
  readonly body: BodyType | null;
  readonly bodyLimitBytes: number;
  readonly takesQuery: boolean;
}

interface Node {
  readonly fixed: Map<string, Node>;
  parameter: Node | null;
  readonly methods: Map<string, RouteRow>;
}

function node(): Node {
  return { fixed: new Map(), parameter: null, methods: new Map() };
}

/** Every path that is served and nothing else. A fixed segment goes before a parameter, as in the router behind. */
export class RouteTable {
  readonly #root = node();
  readonly #rows: RouteRow[] = [];

  get rows(): readonly RouteRow[] {
    return this.#rows;
  }

  /** Adds a row; two of the same method and path are refused by the router already. */
  add(row: RouteRow): void {
    let at = this.#root;
    for (const segment of row.template.slice(1).split('/')) {
      if (segment.startsWith('{')) at = at.parameter ??= node();
      else {
        const next = at.fixed.get(segment) ?? node();
        at.fixed.set(segment, next);
        at = next;
      }
    }
    at.methods.set(row.method, row);
    this.#rows.push(row);
  }

  /** The rows of a path by method, null if there is none. An empty segment is no value of a parameter. */
  find(segments: readonly string[]): ReadonlyMap<string, RouteRow> | null {
    return findFrom(this.#root, segments, 0);
  }
}

function findFrom(at: Node, segments: readonly string[], i: number): Node['methods'] | null {
  const segment = segments[i];
  if (segment === undefined) return at.methods.size > 0 ? at.methods : null;
  const fixed = at.fixed.get(segment);
  const found = fixed === undefined ? null : findFrom(fixed, segments, i + 1);
  if (found !== null) return found;
  return at.parameter === null || segment === '' ? null : findFrom(at.parameter, segments, i + 1);
}

/** Fastify's way to write a path, `/v1/:name`, as `/v1/{name}`. @throws TypeError for wildcards and patterns. */
export function templateOf(url: string): string {
  if (/[*()?]/.test(url)) throw new TypeError(`${url}: the table holds plain paths and parameters`);
  return url.replaceAll(/:(\w+)/g, '{$1}');
}
