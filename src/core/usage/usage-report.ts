import type { UsageEntry, UsageQuery, UsageReport, UsageSum } from '../../shared/access.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { isClientId } from '../clients/client-record.ts';
import { isKeyId } from '../clients/key-record.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { inTurns, type Sliced } from '../next-turn.ts';
import type { StoreReader } from '../ports.ts';
import type { UsagePlace } from '../rows.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { EVERY_DAY, openUsage } from './usage-record.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;
const ENTRIES = { usual: 100, most: 1000 };
/** Rows opened before the event loop gets a turn: a few milliseconds. */
const SLICE = 128;

interface Sum {
  requests: number;
  refused: number;
  ms: number;
}

/** Sums what was used, and lists the newest of it. @throws VaultError `locked`, `invalid_input`. */
export function reportUsage(
  core: VaultCore,
  query: UsageQuery,
  context: CallContext,
): Promise<UsageReport> {
  return core.unlocked({ event: 'usage.read' }, context, (session) => {
    const work = sumUsage(core.store, session.keys, checkQuery(query));
    return inTurns(work, () => {
      core.assertCurrent(session);
    });
  });
}

function checkQuery(query: UsageQuery): UsageQuery & { readonly limit: number } {
  const { clientId, keyId, fromDay, toDay, limit = ENTRIES.usual } = query;
  const fits =
    (clientId === undefined || isClientId(clientId)) &&
    (keyId === undefined || isKeyId(keyId)) &&
    [fromDay, toDay].every((day) => day === undefined || DAY.test(day)) &&
    Number.isInteger(limit) &&
    limit >= 0 &&
    limit <= ENTRIES.most;
  if (fits) return { ...query, limit };
  throw new VaultError('invalid_input', {
    hint: 'Ids are those of a client and a key, days are YYYY-MM-DD, and at most 1000 entries are listed.',
  });
}

function* sumUsage(
  store: StoreReader,
  keys: VaultKeys,
  query: UsageQuery & { readonly limit: number },
): Sliced<UsageReport> {
  const { keyId, limit } = query;
  const range = {
    clientId: query.clientId ?? null,
    fromDay: query.fromDay ?? EVERY_DAY.fromDay,
    toDay: query.toDay ?? EVERY_DAY.toDay,
  };
  const sums = new UsageSums(limit);
  let after: UsagePlace | null = null;
  do {
    const page = store.usagePage({ ...range, after, limit: SLICE });
    for (const row of page.rows) {
      if (keyId !== undefined && row.key_id !== keyId) continue;
      sums.add(openUsage(keys, row));
    }
    after = page.last;
    yield;
  } while (after !== null);
  return sums.report();
}

class UsageSums {
  readonly #limit: number;
  readonly #all = emptySum();
  readonly #days = new Map<string, Sum>();
  readonly #routes = new Map<string, Sum & { readonly method: string; readonly route: string }>();
  readonly #clients = new Map<string, Sum>();
  readonly #keys = new Map<string | null, Sum>();
  #entries: UsageEntry[] = [];
  #damaged = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(entry: UsageEntry | null): void {
    if (entry === null) {
      this.#damaged += 1;
      return;
    }
    const { day, method, route, clientId, keyId } = entry;
    addTo(this.#all, entry);
    addTo(getOr(this.#days, day, emptySum), entry);
    const endpoint = () => ({ method, route, ...emptySum() });
    addTo(getOr(this.#routes, `${method} ${route}`, endpoint), entry);
    addTo(getOr(this.#clients, clientId, emptySum), entry);
    addTo(getOr(this.#keys, keyId, emptySum), entry);
    this.#entries.push(entry);
    // Kept short while it grows: sorting now and then costs less than finding each one's place.
    if (this.#entries.length >= 2 * this.#limit + SLICE) this.#entries = this.#newest();
  }

  report(): UsageReport {
    return {
      ...this.#all,
      byDay: [...this.#days]
        .map(([day, sum]) => ({ day, ...sum }))
        .sort((a, b) => (a.day < b.day ? -1 : 1)),
      byRoute: [...this.#routes.values()].sort(mostFirst),
      byClient: [...this.#clients].map(([clientId, sum]) => ({ clientId, ...sum })).sort(mostFirst),
      byKey: [...this.#keys].map(([keyId, sum]) => ({ keyId, ...sum })).sort(mostFirst),
      entries: this.#newest(),
      damaged: this.#damaged,
    };
  }

  #newest(): UsageEntry[] {
    return this.#entries
      .toSorted((a, b) => (a.createdAt === b.createdAt ? 0 : a.createdAt > b.createdAt ? -1 : 1))
      .slice(0, this.#limit);
  }
}

function emptySum(): Sum {
  return { requests: 0, refused: 0, ms: 0 };
}

function addTo(sum: Sum, { status, ms }: UsageEntry): void {
  sum.requests += 1;
  sum.ms += ms;
  if (status >= 400) sum.refused += 1;
}

function mostFirst(a: UsageSum, b: UsageSum): number {
  return b.requests - a.requests;
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
