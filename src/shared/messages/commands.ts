import type { MessagePart } from './message-part.ts';

/** Verbs as the palette, the menu and the shortcuts sheet name them. */
export const commandMessages = {
  'command.find': ['Search secrets', 'Geheimnisse suchen'],
  'command.palette': ['Command palette', 'Befehlspalette'],
  'command.new_secret': ['New secret', 'Neues Geheimnis'],
  'command.generate': ['Generate a password', 'Passwort erzeugen'],
  'command.import': ['Import', 'Importieren'],
  'command.audit': ['Audit log', 'Protokoll'],
  'command.settings': ['Settings', 'Einstellungen'],
  'command.shortcuts': ['Keyboard shortcuts', 'Tastenkürzel'],
  'command.about': ['About Strongroom', 'Über Strongroom'],
  'command.lock': ['Lock', 'Sperren'],
} as const satisfies MessagePart;
