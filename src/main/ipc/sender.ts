import { isOwnPage } from '../origin.ts';

/** What main asks of a frame; `WebFrameMain` has all of it. */
export interface FrameFacts {
  readonly url: string;
  readonly origin: string;
  readonly parent: unknown;
  readonly detached: boolean;
}

/** Why a message is not from our page. */
export type WrongSender = 'no_frame' | 'other_page' | 'sub_frame' | 'detached' | 'other_origin';

/**
 * Null if a message came from the main frame of the window's present page. Electron has no frame for a sender that has
 * gone, and throws when one that has gone is asked: both are strangers.
 */
export function wrongSender(
  sender: FrameFacts | null,
  page: FrameFacts | null,
): WrongSender | null {
  try {
    if (sender === null) return 'no_frame';
    if (sender.parent !== null) return 'sub_frame';
    if (page === null || sender !== page) return 'other_page';
    if (sender.detached) return 'detached';
    return isOwnPage(sender) ? null : 'other_origin';
  } catch {
    return 'no_frame';
  }
}
