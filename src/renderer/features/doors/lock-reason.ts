import type { ShutCause } from '../../../shared/ipc/replies.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';

/** The sentence about why the vault was locked; `{when}` is put in. */
export const LOCK_REASONS: Readonly<Record<ShutCause, MessageKey>> = {
  owner: 'doors.locked.owner',
  idle: 'doors.locked.idle',
  suspend: 'doors.locked.suspend',
  screen_lock: 'doors.locked.screen_lock',
  user_switch: 'doors.locked.user_switch',
  clock_jump: 'doors.locked.clock_jump',
  max_age: 'doors.locked.max_age',
  quit: 'doors.locked.quit',
  page_crashed: 'doors.locked.page_crashed',
};
