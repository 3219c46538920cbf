import type { HostCalls, MainCalls } from '../chromium/calls.ts';
import { Link } from '../chromium/link.ts';

/** The way to the host, which started this process with a channel of structured clones. */
export const host = new Link<HostCalls, MainCalls>({
  get connected() {
    return process.connected;
  },
  send: (message, failed) => {
    process.send?.(message, undefined, {}, (error) => {
      if (error !== null) failed();
    });
  },
  receive: (listener) => {
    process.on('message', listener);
  },
});

// Without its host the app has no window and nobody who could end it.
process.on('disconnect', () => {
  process.exit(1);
});
