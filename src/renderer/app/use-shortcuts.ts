import { useEffect } from 'react';
import { vaultClient } from '../vault-client.ts';
import { isShortcut, lock, PAGE_COMMANDS } from './commands.ts';
import { useInfo } from './info.ts';
import { currentOverlay } from './route.ts';

/** Keys and menu of the open window. A key that is handled here does not reach the menu, so nothing runs twice. */
export function useShortcuts(): void {
  const mac = useInfo().platform === 'darwin';
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (isShortcut(event, ['Mod', 'L'], mac)) {
        event.preventDefault();
        lock();
        return;
      }
      // A dialog takes no verb but the lock: it may hold what the owner has typed.
      if (currentOverlay() !== null) return;
      const command = Object.values(PAGE_COMMANDS).find(
        ({ keys }) => keys.length > 0 && isShortcut(event, keys, mac),
      );
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', press);
    const unlisten = vaultClient.on.app.command((name) => {
      if (currentOverlay() === null) PAGE_COMMANDS[name].run();
    });
    return () => {
      window.removeEventListener('keydown', press);
      unlisten();
    };
  }, [mac]);
}
