import type { Principal, SessionPatch, SessionView } from '../../shared/access.ts';
import { isUuid } from '../../shared/ids.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { SessionsApi } from '../access-api.ts';
import type { CallContext } from '../call.ts';
import { patchMetadata } from '../clients/check-client.ts';
import { randomId } from '../crypto/random.ts';
import { nextTurn } from '../next-turn.ts';
import type { VaultSession } from '../session/vault-core.ts';
import { asClient, mayAct } from './act-as-client.ts';
import type { Access } from './access.ts';
import type { Activity } from './live-sessions.ts';
import {
  isSessionId,
  openSession,
  type SessionContent,
  type SessionDetails,
} from './session-record.ts';

/** Sessions of one client that go on at once, and sessions that one list shows. */
const MOST = 1000;
const PROFILE_CHARS = 64;
const CONVERSATION = 'con_';
/** Sessions opened before the event loop gets a turn. */
const SLICE = 64;

/** The verbs over sessions, bound to one vault. */
export function sessionsApi(access: Access): SessionsApi {
  return {
    create: (principal, input, context) => createSession(access, principal, input, context),
    list: (principal, input, context) => listSessions(access, principal, input, context),
    get: (principal, { id }, context) =>
      asClient(access, { event: 'session.get', principal }, context, (session) =>
        viewOf(access, ownSession(access, session, principal, id)),
      ),
    update: (principal, input, context) => updateSession(access, principal, input, context),
    close: (principal, input, context) => closeSession(access, principal, input, context),
    touch: (principal, input) => {
      touchSession(access, principal, input);
    },
  };
}

function createSession(
  access: Access,
  principal: Principal,
  input: SessionPatch & { readonly conversationId?: string | null },
  context: CallContext,
): Promise<SessionView> {
  const event = 'session.create';
  return asClient(access, { event, principal }, context, (session, client, own) => {
    const { conversationId = null, ...patch } = input;
    if (conversationId !== null && !isConversationId(conversationId)) refuse(NO_CONVERSATION);
    const ids = [...access.sessions.idsOf(client.id)];
    if (ids.length >= MOST && ids.filter((id) => goesOn(access, id)).length >= MOST) {
      throw new VaultError('over_quota', { hint: 'This client has 1000 sessions that go on.' });
    }
    const blank = { profile: null, metadata: {} };
    const details: SessionDetails = {
      client_id: client.id,
      status: 'active',
      conversation_id: conversationId,
      ...patched(blank, patch),
    };
    const now = access.core.clock.nowText();
    const id = `ses_${randomId()}`;
    const content = { id, version: 1, details, createdAt: now, updatedAt: now };
    write(access, session, event, content, access.sessions.freshActivity(), own);
    return viewOf(access, content);
  });
}

function listSessions(
  access: Access,
  principal: Principal,
  { all = false }: { readonly all?: boolean },
  context: CallContext,
): Promise<readonly SessionView[]> {
  const { core, sessions } = access;
  return asClient(access, { event: 'session.list', principal }, context, async (session) => {
    const { clientId } = principal;
    const ids = all
      ? core.store.find('sessions', 'client_id', clientId).map(({ id }) => id)
      : [...sessions.idsOf(clientId)].filter((id) => goesOn(access, id));
    const views: SessionView[] = [];
    for (const [i, id] of newestFirst(access, ids).slice(0, MOST).entries()) {
      if (i % SLICE === SLICE - 1) await nextTurn();
      core.assertCurrent(session);
      const content = contentOf(access, session, id);
      if (content?.details.client_id === clientId) views.push(viewOf(access, content));
    }
    return views;
  });
}

function updateSession(
  access: Access,
  principal: Principal,
  { id, patch }: { readonly id: string; readonly patch: SessionPatch },
  context: CallContext,
): Promise<SessionView> {
  const event = 'session.update';
  return asClient(access, { event, principal }, context, (session, _, own) => {
    const before = ownSession(access, session, principal, id);
    if (before.details.status !== 'active' || !goesOn(access, id))
      refuse('This session has ended.');
    const details = { ...before.details, ...patched(before.details, patch) };
    const activity = access.sessions.activityOf(id);
    const next = nextVersion(access, before, details);
    const fresh = access.sessions.freshActivity();
    const moved = { ...fresh, turn_count: activity?.turn_count ?? 0 };
    write(access, session, event, next, moved, own);
    return viewOf(access, next);
  });
}

/** One that has ended stays as it was. */
function closeSession(
  access: Access,
  principal: Principal,
  { id }: { readonly id: string },
  context: CallContext,
): Promise<void> {
  const event = 'session.close';
  return asClient(access, { event, principal }, context, (session, _, own) => {
    const before = ownSession(access, session, principal, id);
    if (before.details.status !== 'active') return;
    const details = { ...before.details, status: 'closed' as const };
    const activity = activityOrNone(access, before);
    write(access, session, event, nextVersion(access, before, details), activity, own);
  });
}

function touchSession(
  access: Access,
  principal: Principal,
  { id, turns = 0 }: { readonly id: string; readonly turns?: number },
): void {
  const { session } = access.core;
  if (session === null || session.tampered) return;
  mayAct(access, session, principal);
  if (!Number.isSafeInteger(turns) || turns < 0) refuse('The number of turns is not a whole one.');
  const content = ownSession(access, session, principal, id);
  if (content.details.status === 'active' && goesOn(access, id))
    access.sessions.touch(content, turns);
}

/** Marks the sessions whose time is over, some hundred a call; returns how many. */
export function expireSessions(access: Access, session: VaultSession, most: number): number {
  const { sessions } = access;
  let expired = 0;
  for (const id of sessions.allIds()) {
    if (expired >= most) break;
    if (goesOn(access, id)) continue;
    const content = sessions.get(session, id);
    if (content === null) continue;
    const details = { ...content.details, status: 'expired' as const };
    const next = nextVersion(access, content, details);
    sessions.write(session, next, activityOrNone(access, content));
    expired += 1;
  }
  return expired;
}

/** The session of this id, if it is the client's own. @throws `invalid_input`, `not_found`, `record_corrupt`. */
function ownSession(
  access: Access,
  session: VaultSession,
  { clientId }: Principal,
  id: unknown,
): SessionContent {
  if (!isSessionId(id)) refuse('That is not the id of a session.');
  const live = access.sessions.get(session, id);
  if (live?.details.client_id === clientId) return live;
  const row = live === null ? access.core.store.get('sessions', id) : null;
  if (row?.client_id !== clientId) {
    throw new VaultError('not_found', { hint: 'There is no session with this id.' });
  }
  const content = openSession(session.keys, row);
  if (content === null) throw new VaultError('record_corrupt');
  return content;
}

function contentOf(access: Access, session: VaultSession, id: string): SessionContent | null {
  const live = access.sessions.get(session, id);
  const row = live === null ? access.core.store.get('sessions', id) : null;
  return live ?? (row === null ? null : openSession(session.keys, row));
}

/** What moves is in the log no more than what it moves to: neither names nor texts. */
function write(
  access: Access,
  session: VaultSession,
  event: string,
  content: SessionContent,
  activity: Activity,
  own: CallContext,
): void {
  const line = { event, ref: { session: content.id } };
  access.core.audit.write({ ...line, outcome: 'attempt' }, own);
  access.sessions.write(session, content, activity);
  access.core.done(line, own);
}

function nextVersion(
  { core }: Access,
  { id, version, createdAt }: SessionContent,
  details: SessionDetails,
): SessionContent {
  return { id, version: version + 1, details, createdAt, updatedAt: core.clock.nowText() };
}

function patched(
  base: Pick<SessionDetails, 'profile' | 'metadata'>,
  patch: SessionPatch,
): Pick<SessionDetails, 'profile' | 'metadata'> {
  const { profile = base.profile, metadata, ...unknown } = patch;
  if (Object.keys(unknown).length > 0) refuse('There is no such entry of a session.');
  if (profile !== null && !isWord(profile)) refuse('The profile of a session is not a word.');
  const entries = metadata === undefined ? base.metadata : patchMetadata(base.metadata, metadata);
  return { profile, metadata: entries };
}

function isWord(text: unknown): boolean {
  return (
    typeof text === 'string' &&
    text !== '' &&
    text.length <= PROFILE_CHARS &&
    text.isWellFormed() &&
    !/\p{Cc}/u.test(text)
  );
}

const NO_CONVERSATION = 'That is not the id of a conversation.';

function isConversationId(id: unknown): boolean {
  return (
    typeof id === 'string' && id.startsWith(CONVERSATION) && isUuid(id.slice(CONVERSATION.length))
  );
}

/** Whether a session's time is not over. */
function goesOn(access: Access, id: string): boolean {
  const activity = access.sessions.activityOf(id);
  return activity !== null && activity.expires_at > access.core.clock.nowText();
}

function activityOrNone({ sessions }: Access, { id, createdAt }: SessionContent): Activity {
  const none = { last_activity_at: createdAt, expires_at: createdAt, turn_count: 0 };
  return sessions.activityOf(id) ?? none;
}

function newestFirst({ sessions }: Access, ids: readonly string[]): readonly string[] {
  const at = new Map(ids.map((id) => [id, sessions.activityOf(id)?.last_activity_at ?? '']));
  const of = (id: string): string => at.get(id) ?? '';
  return ids.toSorted((a, b) => Number(of(a) < of(b)) - Number(of(a) > of(b)));
}

function viewOf(access: Access, content: SessionContent): SessionView {
  const { id, details, createdAt } = content;
  const activity = activityOrNone(access, content);
  const isOver = details.status === 'active' && !goesOn(access, id);
  return {
    id,
    clientId: details.client_id,
    conversationId: details.conversation_id,
    profile: details.profile,
    status: isOver ? 'expired' : details.status,
    createdAt,
    expiresAt: activity.expires_at,
    lastActivityAt: activity.last_activity_at,
    turnCount: activity.turn_count,
    metadata: details.metadata,
  };
}

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}
