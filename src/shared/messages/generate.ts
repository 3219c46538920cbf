import type { MessagePart } from './message-part.ts';

/** Texts of the generator. */
export const generateMessages = {
  'generate.title': ['Generate', 'Erzeugen'],
  'generate.form': ['What', 'Was'],
  'generate.password': ['Password', 'Passwort'],
  'generate.passphrase': ['Passphrase', 'Passphrase'],
  'generate.again': ['Again', 'Noch einmal'],
  'generate.bits.one': ['{count} bit', '{count} Bit'],
  'generate.bits.other': ['{count} bits', '{count} Bit'],
  'generate.length': ['Length', 'Länge'],
  'generate.symbols': ['Symbols', 'Sonderzeichen'],
  'generate.ambiguous': [
    'Also characters that look alike, such as l and 1',
    'Auch Zeichen, die sich ähneln, etwa l und 1',
  ],
  'generate.words': ['Words', 'Wörter'],
  'generate.separator': ['Between the words', 'Zwischen den Wörtern'],
  'generate.dash': ['Dash', 'Bindestrich'],
  'generate.space': ['Space', 'Leerzeichen'],
  'generate.dot': ['Dot', 'Punkt'],
  'generate.underscore': ['Underscore', 'Unterstrich'],
  'generate.use': ['Use it for a new secret', 'Für ein neues Geheimnis nehmen'],
  'generate.close': ['Close', 'Schließen'],
} as const satisfies MessagePart;
