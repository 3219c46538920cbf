import { CLIENT_STATUSES } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { SESSION_STATUSES } from '../access/session-record.ts';
import {
  CLIENT_IMPORT_LIMITS,
  type ImportClient,
  type ImportClientsInput,
  type ImportSession,
} from '../client-api.ts';
import { isInstant } from '../secrets/check-input.ts';

const SOURCE = /^[a-z][a-z0-9-]{0,31}$/;
/** The longest id of an older store that is taken. */
const SOURCE_ID_CHARS = 256;

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/** The input, if it is an import at all; its rows are looked at one by one. @throws `invalid_input`, `too_large`. */
export function checkImport(input: ImportClientsInput): ImportClientsInput {
  const { source, clients, sessions, dryRun, needsDefault = false } = input;
  checkSource(source);
  if (!isListOfObjects(clients) || !isListOfObjects(sessions)) {
    refuse('Clients and sessions are lists of objects.');
  }
  if (typeof dryRun !== 'boolean' || typeof needsDefault !== 'boolean') {
    refuse('A dry run is true or false.');
  }
  const { clients: most, sessions: mostSessions } = CLIENT_IMPORT_LIMITS;
  if (clients.length > most || sessions.length > mostSessions) {
    throw new VaultError('too_large', {
      hint: 'An import has at most 10000 clients and 100000 sessions.',
    });
  }
  return input;
}

/** Passes for the word of a system. @throws VaultError `invalid_input`. */
export function checkSource(source: unknown): void {
  if (typeof source !== 'string' || !SOURCE.test(source)) refuse('The source is not a word.');
}

/** Whether this is a list of objects. */
export function isListOfObjects(list: unknown): boolean {
  return (
    Array.isArray(list) &&
    list.every((row: unknown) => typeof row === 'object' && row !== null && !Array.isArray(row))
  );
}

/** Passes if the client may be stored but for what its profile says. @throws VaultError `invalid_input`. */
export function checkImportClient(client: ImportClient): void {
  checkSourceId(client.sourceId);
  if (!CLIENT_STATUSES.includes(client.status)) refuse('There is no such status of a client.');
  checkInstants(client.createdAt, client.updatedAt, client.lastSeenAt);
}

/** Passes if the session may be stored but for its profile and metadata. @throws VaultError `invalid_input`. */
export function checkImportSession(session: ImportSession): void {
  checkSourceId(session.sourceId);
  if (session.client !== null) checkSourceId(session.client);
  if (session.conversation !== null) checkSourceId(session.conversation);
  if (!SESSION_STATUSES.includes(session.status)) refuse('There is no such status of a session.');
  if (!Number.isSafeInteger(session.turnCount) || session.turnCount < 0) {
    refuse('The number of turns is not a whole number.');
  }
  checkInstants(session.createdAt, session.updatedAt, session.lastActivityAt, session.expiresAt);
}

/** Passes for an id of an older store. @throws VaultError `invalid_input`. */
export function checkSourceId(id: unknown): void {
  const fits = typeof id === 'string' && id !== '' && id.length <= SOURCE_ID_CHARS;
  if (!fits || !id.isWellFormed() || id.includes('\0')) {
    refuse('An id is empty, too long or not well-formed text.');
  }
}

function checkInstants(...instants: readonly unknown[]): void {
  for (const instant of instants) {
    if (instant === undefined) continue;
    if (typeof instant !== 'string' || !isInstant(instant)) refuse('A date is not a UTC instant.');
  }
}
