import { z } from 'zod';
import {
  conversation,
  conversationPath,
  conversationPatch,
  keptMessage,
  newMessage,
  passedMessage,
} from '../../shared/http/conversations.ts';
import { nothing } from '../../shared/http/schema-parts.ts';
import { invalidInput } from '../usage-error.ts';
import type { AgentGateway } from './agent-gateway.ts';
import { ADDS, agentTool } from './agent-tool.ts';

const reply = z.union([keptMessage, passedMessage]);

export const appendMessage = agentTool({
  name: 'append_message',
  title: 'Keep a message',
  description:
    'Appends one message to one of your own conversations, sealed in the vault: role user for what was asked, assistant for what you answered, tool for what a tool gave. Without `conversation_id` a new conversation begins, with `title` if given; use the id that comes back for the messages after it. Never put keys, passwords or tokens into it. `stored: false`: the owner has turned your history off. At most 1 MiB as JSON.',
  annotations: ADDS,
  input: newMessage.extend({
    conversation_id: conversationPath.shape.id
      .exactOptional()
      .describe('Absent: a new conversation'),
    title: conversationPatch.shape.title.exactOptional().describe('Of a new conversation'),
  }),
  output: z.object({
    stored: z.boolean(),
    conversation_id: z.string(),
    id: keptMessage.shape.id.optional(),
    sequence: keptMessage.shape.sequence.optional(),
    created_at: keptMessage.shape.created_at.optional(),
  }),
  run: async ({ conversation_id: given, title, ...message }, gateway) => {
    if (given === undefined) return inNewConversation(title, message, gateway);
    if (title !== undefined) {
      throw invalidInput('A title is for a new conversation: leave it out, or the id.');
    }
    return { ...(await append(given, message, gateway)), conversation_id: given };
  },
});

type Message = z.output<typeof newMessage>;

async function append(
  id: string,
  message: Message,
  gateway: AgentGateway,
): Promise<z.output<typeof reply>> {
  const path = `/v1/conversations/${id}/messages`;
  return gateway.ask({ method: 'POST', path, json: message }, reply);
}

/** A conversation whose first message is refused goes again: each new try would leave an empty one. */
async function inNewConversation(
  title: string | undefined,
  message: Message,
  gateway: AgentGateway,
): Promise<z.output<typeof reply> & { conversation_id: string }> {
  const begin = { method: 'POST', path: '/v1/conversations', json: { title } } as const;
  const { id } = await gateway.ask(begin, conversation);
  try {
    return { ...(await append(id, message, gateway)), conversation_id: id };
  } catch (thrown) {
    const removal = { method: 'DELETE', path: `/v1/conversations/${id}` } as const;
    await gateway.ask(removal, nothing).catch(() => undefined);
    throw thrown;
  }
}
