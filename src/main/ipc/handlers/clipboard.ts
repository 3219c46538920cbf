import type { GroupHandlers } from './handlers.ts';
import type { HandlerPorts } from './ports.ts';

export function clipboardHandlers({ clipboard }: HandlerPorts): GroupHandlers<'clipboard'> {
  return {
    clear: async () => {
      await clipboard.clearIfOurs();
      return null;
    },
  };
}
