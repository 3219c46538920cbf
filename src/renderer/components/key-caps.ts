import type { Language } from '../../shared/messages/message-part.ts';
import { componentMessages } from '../../shared/messages/components.ts';
import type { Platform } from './platform.ts';

const ARROWS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

const MAC: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Escape: 'esc',
  Delete: '⌦',
  Backspace: '⌫',
  Tab: '⇥',
};

const NAMED: Readonly<Record<string, keyof typeof componentMessages>> = {
  Mod: 'components.key.ctrl',
  Ctrl: 'components.key.ctrl',
  Shift: 'components.key.shift',
  Alt: 'components.key.alt',
  Enter: 'components.key.enter',
  Escape: 'components.key.escape',
  Delete: 'components.key.delete',
  Backspace: 'components.key.backspace',
  Tab: 'components.key.tab',
  Space: 'components.key.space',
};

/** What stands on the key caps of a shortcut. `Mod` is Command on a Mac and Control elsewhere. */
export function keyCaps(
  keys: readonly string[],
  platform: Platform,
  language: Language,
): readonly string[] {
  return keys.map((key) => {
    const drawn = ARROWS[key] ?? (platform === 'mac' ? MAC[key] : undefined);
    if (drawn !== undefined) return drawn;
    const name = NAMED[key];
    if (name !== undefined) return componentMessages[name][language === 'en' ? 0 : 1];
    return key.length === 1 ? key.toUpperCase() : key;
  });
}
