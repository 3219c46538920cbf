import type { Retention } from '../shared/conversation.ts';

/** For how long chats are kept, in words. */
export function keepText(keep: Retention): string {
  if (typeof keep === 'string') return keep;
  return keep === 1 ? '1 day' : `${String(keep)} days`;
}
