import type { ConversationView, TurnView } from '../../shared/conversation.ts';

/** `YYYY-MM-DD HH:MM:SS`, UTC, of an instant. */
function timeText(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;
}

/** Who speaks in a turn: its actor, else what its role says. */
function actorOf({ actor, agent, role }: TurnView, names: ChatNames): string {
  if (actor !== null) return actor;
  if (role === 'user') return names.user;
  if (role === 'assistant') return agent ?? names.agent ?? role;
  return role;
}

/** How those are called who speak. */
export interface ChatNames {
  /** The display name of the profile. */
  readonly user: string;
  readonly agent: string | null;
}

/** The head of a conversation's Markdown form. */
export function chatHead(
  { id, createdAt, updatedAt }: Pick<ConversationView, 'id' | 'createdAt' | 'updatedAt'>,
  { user, agent }: ChatNames,
): string {
  return [
    '# Chat Session',
    '',
    `- ID: ${id}`,
    `- User: ${user}`,
    `- Agent: ${agent ?? '-'}`,
    `- Created: ${timeText(createdAt)}`,
    `- Updated: ${timeText(updatedAt)}`,
    '',
    '---',
    '',
    '## Conversation',
    '',
  ].join('\n');
}

/** One turn of it. The text is as it was said. */
export function chatLine(turn: TurnView, names: ChatNames): string {
  return `\n[${timeText(turn.createdAt)}] **${actorOf(turn, names)}**: ${turn.content}\n`;
}
