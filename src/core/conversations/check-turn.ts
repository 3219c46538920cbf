import {
  CONVERSATION_LIMITS,
  NEW_CHAT,
  TURN_ROLES,
  TURN_STATUSES,
  type ConversationInput,
} from '../../shared/conversation.ts';
import { METADATA_NAME } from '../../shared/client.ts';
import { isUuid } from '../../shared/ids.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { AppendInput } from '../conversation-api.ts';
import type { ConversationDetails } from './conversation-record.ts';
import type { TurnContent } from './turn-record.ts';

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/** Whether this is well-formed text of at most so many UTF-16 units, without a NUL. */
export function isTidy(value: unknown, maxChars: number): value is string {
  return (
    typeof value === 'string' &&
    value.length <= maxChars &&
    value.isWellFormed() &&
    !value.includes('\0')
  );
}

/** A title as it is kept: one line, no space at either end. @throws VaultError `invalid_input`. */
export function checkTitle(title: unknown): string {
  const tidy =
    isTidy(title, CONVERSATION_LIMITS.titleChars) && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(title);
  if (!tidy || title.trim() === '') refuse('A title is one line of 1 to 256 characters.');
  return title.trim();
}

/** A name of an actor, an agent or a model, or null. @throws VaultError `invalid_input`. */
function checkWord(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const { wordChars } = CONVERSATION_LIMITS;
  if (!isTidy(value, wordChars) || value.trim() === '' || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) {
    refuse('An actor, agent or model is one line of 1 to 256 characters.');
  }
  return value;
}

function checkMetadata(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse('The metadata is not an object of texts.');
  }
  const entries = Object.entries(value);
  const { metadataEntries, metadataValueChars } = CONVERSATION_LIMITS;
  const fits =
    entries.length <= metadataEntries &&
    entries.every(([name, text]) => METADATA_NAME.test(name) && isTidy(text, metadataValueChars));
  if (!fits) refuse('An entry of the metadata is not a short text under a short name.');
  return Object.fromEntries(entries);
}

/** What is to be sealed of a new conversation. @throws VaultError `invalid_input`. */
export function checkConversation(input: ConversationInput): ConversationDetails {
  const agent = checkWord(input.agent);
  const metadata = checkMetadata(input.metadata);
  return {
    title: input.title === undefined ? NEW_CHAT : checkTitle(input.title),
    ...(agent === null ? {} : { agent }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

/** What is to be sealed of a turn. @throws VaultError `invalid_input`, `too_large`. */
export function checkTurn(
  input: Omit<AppendInput, 'conversationId' | 'sessionId' | 'incognito'>,
  correlationId: string,
): TurnContent {
  const role = TURN_ROLES.find((known) => known === input.role);
  if (role === undefined) refuse(`The role is one of ${TURN_ROLES.join(', ')}.`);
  const status = TURN_STATUSES.find((known) => known === (input.status ?? 'complete'));
  if (status === undefined) refuse(`The status is one of ${TURN_STATUSES.join(', ')}.`);
  return {
    role,
    actor: checkWord(input.actor),
    agent: checkWord(input.agent),
    content: checkContent(input.content),
    model: checkWord(input.model),
    tool_calls: checkToolCalls(input.toolCalls ?? []),
    latency_ms: checkLatency(input.latencyMs ?? null),
    metadata: checkMetadata(input.metadata),
    status,
    correlation_id: correlationId,
  };
}

function checkContent(content: unknown): string {
  const { contentBytes } = CONVERSATION_LIMITS;
  if (typeof content !== 'string' || !content.isWellFormed()) {
    refuse('The content is not well-formed text.');
  }
  // No text has more UTF-16 units than bytes, and none more than three bytes a unit.
  if (content.length > contentBytes) throw new VaultError('too_large');
  if (content.length * 3 > contentBytes && Buffer.byteLength(content) > contentBytes) {
    throw new VaultError('too_large');
  }
  return content;
}

function checkToolCalls(calls: unknown): readonly unknown[] {
  if (!Array.isArray(calls)) refuse('The tool calls are not a list.');
  if (calls.length === 0) return [];
  if (isDeeper(calls, CONVERSATION_LIMITS.toolCallsDepth)) {
    refuse('The tool calls are nested too deep.');
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(calls);
  } catch {
    refuse('The tool calls are not JSON.');
  }
  if (!text.isWellFormed()) refuse('The tool calls are not well-formed text.');
  if (Buffer.byteLength(text) > CONVERSATION_LIMITS.toolCallsBytes)
    throw new VaultError('too_large');
  return calls as readonly unknown[];
}

/** Whether lists and objects stand in each other beyond so many levels. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}

function checkLatency(latencyMs: unknown): number | null {
  if (latencyMs === null) return null;
  const fits =
    typeof latencyMs === 'number' &&
    latencyMs >= 0 &&
    latencyMs <= CONVERSATION_LIMITS.latencyMs &&
    Number.isFinite(latencyMs);
  return fits ? Math.round(latencyMs) : refuse('The latency is not a number of milliseconds.');
}

/** The id of a session, or null. @throws VaultError `not_found`, as for a session of somebody else. */
export function checkSessionId(sessionId: unknown): string | null {
  if (sessionId === undefined || sessionId === null) return null;
  const fits =
    typeof sessionId === 'string' &&
    sessionId.startsWith('ses_') &&
    isUuid(sessionId.slice('ses_'.length));
  if (!fits) throw new VaultError('not_found', { hint: 'There is no session with this id.' });
  return sessionId;
}
