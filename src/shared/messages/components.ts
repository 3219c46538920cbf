import type { MessagePart } from './message-part.ts';

/** What controls say by themselves, whatever they are used for. */
export const componentMessages = {
  'components.key.ctrl': ['Ctrl', 'Strg'],
  'components.key.shift': ['Shift', 'Umschalt'],
  'components.key.alt': ['Alt', 'Alt'],
  'components.key.enter': ['Enter', 'Eingabe'],
  'components.key.escape': ['Esc', 'Esc'],
  'components.key.delete': ['Del', 'Entf'],
  'components.key.backspace': ['Backspace', 'Rücktaste'],
  'components.key.tab': ['Tab', 'Tab'],
  'components.key.space': ['Space', 'Leertaste'],
  'components.toasts': ['Messages', 'Meldungen'],
} as const satisfies MessagePart;
