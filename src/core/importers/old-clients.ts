import { CLIENT_LIMITS, type ClientStatus } from '../../shared/client.ts';
import { asVaultError } from '../../shared/vault-error.ts';
import { checkClientName } from '../clients/check-client.ts';
import type { ImportClient } from '../client-api.ts';
import { normalizeName } from '../format/name-index.ts';
import { cellOf, lineOf, textCell } from './old-cells.ts';
import { readOldInstant } from './old-instant.ts';
import { readOldMetadata } from './old-metadata.ts';
import type { OldProblem, OldRow } from './old-store.ts';

/** In which columns a system keeps what is known of a user; the first one that a row has counts. */
export interface UserColumns {
  readonly id: readonly string[];
  readonly externalId: readonly string[];
}

/** The users of an older store as clients. */
export interface OldClients {
  readonly clients: readonly ImportClient[];
  readonly problems: readonly OldProblem[];
  /** Every id in the table, also of rows that cannot be imported: what they own is not nobody's. */
  readonly ids: ReadonlySet<string>;
}

const STATUSES = new Map<string, ClientStatus>([
  ['active', 'active'],
  ['enabled', 'active'],
  ['suspended', 'suspended'],
  ['disabled', 'suspended'],
  ['inactive', 'suspended'],
  ['blocked', 'suspended'],
  ['deleted', 'deleted'],
  ['removed', 'deleted'],
]);
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** Reads one table of users. Old keys and their hashes are not looked at. */
export function readOldClients(rows: readonly OldRow[], columns: UserColumns): OldClients {
  const reader = new ClientsReader(columns);
  for (const row of rows) reader.read(row);
  return reader;
}

class ClientsReader implements OldClients {
  readonly clients: ImportClient[] = [];
  readonly problems: OldProblem[] = [];
  readonly ids = new Set<string>();
  readonly #columns: UserColumns;
  readonly #names = new Set<string>();

  constructor(columns: UserColumns) {
    this.#columns = columns;
  }

  read(row: OldRow): void {
    const sourceId = textCell(row, this.#columns.id);
    const shown = textCell(row, ['display_name', 'name'])?.trim() ?? '';
    const name = shown === '' ? (textCell(row, this.#columns.externalId) ?? '') : shown;
    const say = (hint: string, kept: boolean, code: OldProblem['code'] = 'invalid_input'): void => {
      const known = name === '' ? (sourceId ?? '') : name;
      this.problems.push({ table: 'client', name: known, ...lineOf(row), code, hint, kept });
    };
    if (sourceId === null) {
      say('The user has no id.', false);
      return;
    }
    if (this.ids.has(sourceId)) {
      say('The id comes a second time.', false);
      return;
    }
    this.ids.add(sourceId);
    const own = this.#nameFor(name === '' ? sourceId : name, sourceId, say);
    if (own === null) return;
    const external = this.#externalId(row, sourceId);
    if (external === null) {
      say('The external id is too long or is not well-formed text.', false);
      return;
    }
    const { entries, leftOut } = readOldMetadata(cellOf(row, METADATA));
    if (leftOut !== null) say(leftOut, true);
    this.clients.push({
      sourceId,
      name: own,
      externalId: external,
      ...emailOf(row, say),
      metadata: entries,
      status: statusOf(row, say),
      ...instantsOf(row, say),
    });
  }

  /** The name that the client gets: two users of one name are told apart by their ids. */
  #nameFor(
    name: string,
    sourceId: string,
    say: (hint: string, kept: boolean, code?: OldProblem['code']) => void,
  ): string | null {
    try {
      let own = checkClientName(name);
      if (this.#names.has(normalizeName(own))) {
        own = checkClientName(`${name} (${sourceId})`);
        say(
          'Another user of the file has this name; the id was put behind it.',
          true,
          'name_taken',
        );
      }
      this.#names.add(normalizeName(own));
      return own;
    } catch (thrown) {
      say('A client cannot have this name.', false, asVaultError(thrown).code);
      return null;
    }
  }

  #externalId(row: OldRow, sourceId: string): string | null {
    const id = textCell(row, this.#columns.externalId) ?? sourceId;
    const tidy = id.isWellFormed() && !id.includes('\0') && id.trim() === id;
    return tidy && id.length <= CLIENT_LIMITS.externalIdChars ? id : null;
  }
}

const METADATA = ['metadata', 'metadata_json', 'preferences'];

type Say = (hint: string, kept: boolean, code?: OldProblem['code']) => void;

function emailOf(row: OldRow, say: Say): { readonly email?: string } {
  const email = textCell(row, ['email'])?.trim() ?? '';
  if (email === '') return {};
  const tidy = email.isWellFormed() && !email.includes('\0') && EMAIL.test(email);
  if (tidy && email.length <= CLIENT_LIMITS.emailChars) return { email };
  say('Its email address is none; it is imported without.', true);
  return {};
}

function statusOf(row: OldRow, say: Say): ClientStatus {
  const word = textCell(row, ['status']);
  if (word === null) return 'active';
  const status = STATUSES.get(word.toLowerCase());
  if (status === undefined) say('Its status is unknown; it is imported as suspended.', true);
  return status ?? 'suspended';
}

function instantsOf(
  row: OldRow,
  say: Say,
): Pick<ImportClient, 'createdAt' | 'updatedAt' | 'lastSeenAt'> {
  const found = readInstants(row, {
    createdAt: ['created_at'],
    updatedAt: ['updated_at'],
    lastSeenAt: ['last_seen_at', 'last_active_at', 'last_login_at'],
  });
  if (found === null) say('Its dates could not be read; it is imported without them.', true);
  return found ?? {};
}

/** The instants of a row by their new names; null if one of its cells is none. */
export function readInstants<K extends string>(
  row: OldRow,
  columns: Readonly<Record<K, readonly string[]>>,
): Partial<Record<K, string>> | null {
  const found: Partial<Record<K, string>> = {};
  for (const [key, names] of Object.entries(columns) as [K, readonly string[]][]) {
    const cell = cellOf(row, names);
    if (cell === undefined || cell === '') continue;
    const instant = readOldInstant(cell);
    if (instant === null) return null;
    found[key] = instant;
  }
  return found;
}
