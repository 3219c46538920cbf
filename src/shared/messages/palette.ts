import type { MessagePart } from './message-part.ts';

/** Texts of the command palette; the verbs themselves are in `commands.ts` and `secrets.ts`. */
export const paletteMessages = {
  'palette.label': ['Find a secret or an action', 'Geheimnis oder Befehl finden'],
  'palette.placeholder': ['Secret or action', 'Geheimnis oder Befehl'],
  'palette.group.recent': ['Recent', 'Zuletzt'],
  'palette.group.secrets': ['Secrets', 'Geheimnisse'],
  'palette.group.actions': ['Actions on {name}', 'Befehle für {name}'],
  'palette.group.everywhere': ['Everywhere', 'Überall'],
  'palette.copy': ['Copy', 'Kopieren'],
  'palette.show': ['Show in the list', 'In der Liste zeigen'],
  'palette.none': [
    'Nothing by these words. Try a part of a name, or the first letters of its words.',
    'Nichts mit diesen Worten. Auch ein Teil des Namens oder die Anfangsbuchstaben seiner Wörter genügen.',
  ],
  'palette.foot.move': ['Move', 'Bewegen'],
  'palette.foot.run': ['Run', 'Ausführen'],
  'palette.foot.next': ['More actions', 'Weitere Befehle'],
} as const satisfies MessagePart;
