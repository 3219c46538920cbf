import { useEffect } from 'react';
import { isShortcut } from '../../app/commands.ts';
import { useInfo } from '../../app/info.ts';
import { currentOverlay } from '../../app/route.ts';
import { useSecretCommands, type SecretCommand } from './secret-commands.ts';
import { RECORD_ID } from './record-id.ts';

/** Keys of the chosen secret, wherever the focus is as long as nobody is typing; Esc leads from the sheet to the list. */
export function useSecretShortcuts(id: string | null, onBack: () => void): void {
  const mac = useInfo().platform === 'darwin';
  const commands = useSecretCommands(id);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // A key that is held down must not remove one secret after the other.
      if (event.defaultPrevented || event.repeat || currentOverlay() !== null) return;
      const target = event.target instanceof Element ? event.target : null;
      if (isInside(target, 'dialog, [popover]')) return;
      if (event.key === 'Escape') {
        if (isInside(target, `#${RECORD_ID}`)) onBack();
        return;
      }
      const command = commands.find(({ id: name, keys }) => isFor(event, name, keys, mac));
      if (command === undefined || belongsToText(command.id, target)) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  }, [commands, mac, onBack]);
}

function isInside(target: Element | null, selector: string): boolean {
  return target !== null && target.closest(selector) !== null;
}

function isFor(
  event: KeyboardEvent,
  name: SecretCommand,
  keys: readonly string[],
  mac: boolean,
): boolean {
  if (keys.length === 0) return false;
  // Apple's small keyboards have no Delete key.
  const other = mac && name === 'remove' && isShortcut(event, ['Mod', 'Backspace'], mac);
  return other || isShortcut(event, keys, mac);
}

/** Whether the key means the text that has the focus or is selected, and not the secret. */
function belongsToText(command: SecretCommand, target: Element | null): boolean {
  const selected = document.getSelection()?.isCollapsed === false;
  if (command === 'copy' && selected) return true;
  if (!(target instanceof HTMLElement) || !target.matches('input, textarea, select')) return false;
  // The search field is where one chooses a secret: with nothing selected in it there is nothing else to copy.
  const searches = target instanceof HTMLInputElement && target.dataset['search'] !== undefined;
  if (!searches || command === 'remove') return true;
  return target.selectionStart !== target.selectionEnd;
}
