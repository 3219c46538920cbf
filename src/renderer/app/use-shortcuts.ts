import { useEffect } from 'react';
import { vaultClient } from '../vault-client.ts';
import { isShortcut, lock, PAGE_COMMANDS } from './commands.ts';
import { useInfo } from './info.ts';
import { currentOverlay } from './route.ts';

/** A dialog lets no verb through but the lock: it may hold what the owner has typed. Some are no overlay of the route. */
function isUnderDialog(): boolean {
  return currentOverlay() !== null || document.querySelector('dialog[open]') !== null;
}

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
      if (isUnderDialog()) return;
      const command = Object.values(PAGE_COMMANDS).find(
        ({ keys }) => keys.length > 0 && isShortcut(event, keys, mac),
      );
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', press);
    const unlisten = vaultClient.on.app.command((name) => {
      if (!isUnderDialog()) PAGE_COMMANDS[name].run();
    });
    return () => {
      window.removeEventListener('keydown', press);
      unlisten();
    };
  }, [mac]);
}
