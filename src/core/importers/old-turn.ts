import { CONVERSATION_LIMITS, type TurnRole, type TurnStatus } from '../../shared/conversation.ts';
import type { ImportRow } from '../conversation-api.ts';
import { readOldMetadata } from './old-metadata.ts';
import type { OldTurn } from './old-store.ts';

const ROLES = new Map<string, TurnRole>([
  ...(['user', 'human', 'prompt'] as const).map((word) => [word, 'user'] as const),
  ...(['assistant', 'ai', 'bot', 'model', 'companion'] as const).map(
    (word) => [word, 'assistant'] as const,
  ),
  ...(['tool', 'function'] as const).map((word) => [word, 'tool'] as const),
  ...(['system', 'developer'] as const).map((word) => [word, 'system'] as const),
]);

const STATUSES = new Map<string, TurnStatus>([
  ...(['complete', 'completed', 'ok', 'success', 'done'] as const).map(
    (word) => [word, 'complete'] as const,
  ),
  ...(['failed', 'failure', 'error', 'timeout'] as const).map((word) => [word, 'failed'] as const),
  ...(['aborted', 'cancelled', 'canceled', 'interrupted'] as const).map(
    (word) => [word, 'aborted'] as const,
  ),
]);

/** A row of turns or messages as it can be stored; `note` is told what of it could not be kept as it stood. */
export function readOldTurn(
  turn: OldTurn,
  session: string | null,
  note: (hint: string) => void,
): ImportRow {
  const { entries, leftOut } = readOldMetadata(turn.metadata);
  if (leftOut !== null) note(leftOut);
  return {
    sourceId: turn.sourceId,
    session,
    said: saidIn(turn, note),
    model: modelOf(turn, note),
    toolCalls: toolCallsOf(turn),
    latencyMs: latencyOf(turn, note),
    status: statusOf(turn, note),
    metadata: entries,
    createdAt: turn.createdAt,
  };
}

function saidIn({ said, toolCalls }: OldTurn, note: (hint: string) => void): ImportRow['said'] {
  // A model may answer with nothing but a call.
  if (said.length === 0 && toolCalls !== null) return [{ role: 'assistant', text: '' }];
  return said.map(({ role: word, text }) => {
    const role = ROLES.get(word.toLowerCase());
    const isKnown = role !== undefined;
    if (!isKnown) note('Its role is unknown; it is imported as what an assistant said.');
    const whole = text.toWellFormed();
    if (whole !== text) note('Its text is not well-formed; what is not was replaced.');
    const actor = isKnown || !isWord(word) ? {} : { actor: word };
    return { role: role ?? 'assistant', ...actor, text: whole };
  });
}

/** A name of one line, as a turn may bear it. */
function isWord(text: string): boolean {
  const isShort = text.length <= CONVERSATION_LIMITS.wordChars && text.trim() !== '';
  return isShort && text.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}

function modelOf({ model }: OldTurn, note: (hint: string) => void): string | null {
  if (model === null || isWord(model)) return model;
  note('The name of its model is too long or is not one line; it is imported without.');
  return null;
}

/** A list as JSON; one call becomes a list of one, and what is no JSON a list of that text. */
function toolCallsOf({ toolCalls }: OldTurn): string | null {
  if (toolCalls === null) return null;
  const text = toolCalls.toWellFormed();
  const value = parsed(text);
  if (value === null) return null;
  if (value === undefined) return JSON.stringify([text]);
  return Array.isArray(value) ? text : `[${text}]`;
}

function latencyOf({ latencyMs }: OldTurn, note: (hint: string) => void): number | null {
  if (latencyMs === null || latencyMs <= CONVERSATION_LIMITS.latencyMs) return latencyMs;
  note('Its latency is longer than a day; it is imported without.');
  return null;
}

function statusOf({ status }: OldTurn, note: (hint: string) => void): TurnStatus {
  if (status === null) return 'complete';
  const known = STATUSES.get(status.toLowerCase());
  if (known === undefined) note('Its status is unknown; it is imported as complete.');
  return known ?? 'complete';
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
