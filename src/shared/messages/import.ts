import type { MessagePart } from './message-part.ts';

/** Texts of the import, of dropping a file on the window, and of the empty vault that leads there. */
export const importMessages = {
  'import.title': ['Import', 'Importieren'],
  'import.from.why': [
    'The file is read and shown first. Nothing is stored until you say so, and the file stays as it is.',
    'Die Datei wird gelesen und zuerst gezeigt. Ohne Bestätigung wird nichts gespeichert; die Datei bleibt, wie sie ist.',
  ],
  'import.from.dotenv': ['.env file', '.env-Datei'],
  'import.from.dotenv.what': [
    'Each NAME=value becomes a secret. Kind and provider come from the name.',
    'Jedes NAME=Wert wird ein Geheimnis. Art und Anbieter ergeben sich aus dem Namen.',
  ],
  'import.from.json': ['JSON file', 'JSON-Datei'],
  'import.from.json.what': [
    'A list of secrets with their fields, or a flat map of names and values.',
    'Eine Liste von Geheimnissen mit ihren Feldern, oder Namen und Werte als flache Zuordnung.',
  ],
  'import.from.python': ['Older Python store', 'Älterer Python-Speicher'],
  'import.from.python.what': [
    'Its own password opens it. Dates and descriptions come along.',
    'Sein eigenes Passwort öffnet ihn. Daten und Beschreibungen kommen mit.',
  ],
  'import.drop_here': [
    'A file can also be dropped anywhere on the window.',
    'Eine Datei lässt sich auch irgendwo auf dem Fenster ablegen.',
  ],
  'import.formats': ['How these files look', 'Wie diese Dateien aussehen'],

  'import.python.password': ['Password of the older store', 'Passwort des älteren Speichers'],
  'import.python.hint': [
    'Used once to open that store, then forgotten. Close the older program first.',
    'Öffnet einmal den Speicher und wird dann vergessen. Das ältere Programm vorher schließen.',
  ],
  'import.python.empty': [
    'Type the password of that store.',
    'Das Passwort dieses Speichers eingeben.',
  ],
  'import.python.choose': ['Choose the store', 'Speicher wählen'],
  'import.back': ['Back', 'Zurück'],
  'import.cancel': ['Cancel', 'Abbrechen'],
  'import.reading': ['Reading the file', 'Datei wird gelesen'],

  'import.preview.title': ['Import from {file}', 'Aus {file} importieren'],
  'import.preview.lines': ['What the file holds', 'Was die Datei enthält'],
  'import.preview.none': [
    'The file holds nothing to import.',
    'Die Datei enthält nichts zum Importieren.',
  ],
  'import.column.name': ['Name', 'Name'],
  'import.column.outcome': ['Outcome', 'Ergebnis'],
  'import.column.why': ['Why', 'Warum'],
  'import.kind.broker': ['Broker', 'Broker'],
  'import.kind.llm': ['LLM provider', 'LLM-Anbieter'],
  'import.kind.generic': ['Generic', 'Allgemein'],
  'import.unnamed': ['No name', 'Ohne Namen'],

  'import.will.imported': ['Will be imported', 'Wird importiert'],
  'import.did.imported': ['Imported', 'Importiert'],
  'import.outcome.clash': ['Name taken', 'Name vergeben'],
  'import.outcome.refused': ['Refused', 'Abgelehnt'],
  'import.outcome.damaged': ['Damaged', 'Beschädigt'],
  'import.outcome.noted': ['Noted', 'Vermerkt'],

  'import.summary.will.one': ['{count} will be imported', '{count} wird importiert'],
  'import.summary.will.other': ['{count} will be imported', '{count} werden importiert'],
  'import.summary.did.one': ['{count} imported', '{count} importiert'],
  'import.summary.did.other': ['{count} imported', '{count} importiert'],
  'import.summary.clash.one': ['{count} name taken', '{count} Name vergeben'],
  'import.summary.clash.other': ['{count} names taken', '{count} Namen vergeben'],
  'import.summary.refused.one': ['{count} refused', '{count} abgelehnt'],
  'import.summary.refused.other': ['{count} refused', '{count} abgelehnt'],
  'import.summary.damaged.one': ['{count} damaged', '{count} beschädigt'],
  'import.summary.damaged.other': ['{count} damaged', '{count} beschädigt'],
  'import.summary.noted.one': ['{count} note', '{count} Vermerk'],
  'import.summary.noted.other': ['{count} notes', '{count} Vermerke'],

  'import.why.name_taken': ['the one in the vault stays', 'das im Tresor bleibt'],
  'import.why.twice': ['comes twice, the last counts', 'kommt doppelt, das letzte gilt'],
  'import.why.noted': ['a part was left out', 'ein Teil wurde weggelassen'],
  'import.why.name_invalid': ['not a name the vault takes', 'kein zulässiger Name'],
  'import.why.too_large': ['larger than the vault takes', 'zu groß für den Tresor'],
  'import.why.value_not_text': ['value is not text', 'Wert ist kein Text'],
  'import.why.record_corrupt': ['its encryption does not verify', 'Verschlüsselung stimmt nicht'],
  'import.why.dotenv': ['not written as NAME=value', 'nicht als NAME=Wert geschrieben'],
  'import.why.json': ['not in the form of this format', 'nicht in der Form dieses Formats'],
  'import.why.at_line': ['line {line}: {why}', 'Zeile {line}: {why}'],

  'import.act.one': ['Import {count} secret', '{count} Geheimnis importieren'],
  'import.act.other': ['Import {count} secrets', '{count} Geheimnisse importieren'],
  'import.another': ['Choose another file', 'Andere Datei wählen'],
  'import.done.title.one': ['{count} secret imported', '{count} Geheimnis importiert'],
  'import.done.title.other': ['{count} secrets imported', '{count} Geheimnisse importiert'],
  'import.done.none': ['Nothing was imported', 'Nichts wurde importiert'],
  'import.done.delete': [
    'When everything has arrived, delete {file} yourself: it still holds the values in plain text.',
    'Wenn alles angekommen ist, {file} selbst löschen: darin stehen die Werte noch im Klartext.',
  ],
  'import.done.show.one': ['Show it', 'Zeigen'],
  'import.done.show.other': ['Show them', 'Zeigen'],
  'import.done.close': ['Close', 'Schließen'],

  'import.error.password': [
    'That is not the password of the older store. The vault was not asked.',
    'Das ist nicht das Passwort des älteren Speichers. Der Tresor wurde nicht gefragt.',
  ],
  'import.error.dotenv': [
    'This file cannot be read as .env. It has to be text in UTF-8.',
    'Diese Datei lässt sich nicht als .env lesen. Sie muss Text in UTF-8 sein.',
  ],
  'import.error.json': [
    'This file cannot be read as JSON, or holds something else. The format is described in the documentation.',
    'Diese Datei lässt sich nicht als JSON lesen oder enthält etwas anderes. Das Format steht in der Dokumentation.',
  ],
  'import.error.python': [
    'This file cannot be read as an older Python store. If that program is open, close it first.',
    'Diese Datei lässt sich nicht als älterer Python-Speicher lesen. Ist das Programm offen, zuerst schließen.',
  ],
  'import.error.too_large': [
    'A dropped file has at most 1 MiB, a chosen one 16 MiB.',
    'Eine abgelegte Datei hat höchstens 1 MiB, eine gewählte 16 MiB.',
  ],
  'import.error.unreadable': [
    'The dropped file cannot be read. Choose it instead.',
    'Die abgelegte Datei lässt sich nicht lesen. Stattdessen auswählen.',
  ],
  'import.error.several': ['Drop one file at a time.', 'Immer nur eine Datei ablegen.'],
  'import.error.database': [
    'A store of the older Python program has its own password: type it and choose the file.',
    'Ein Speicher des älteren Python-Programms hat ein eigenes Passwort: eingeben, dann die Datei wählen.',
  ],
  'import.error.again': [
    'The file that was shown is no longer held. Choose it again.',
    'Die gezeigte Datei wird nicht mehr gehalten. Erneut wählen.',
  ],

  'import.drop.title': ['Drop to import', 'Zum Importieren ablegen'],
  'import.drop.text': [
    'A .env or JSON file. It is shown before anything is stored.',
    'Eine .env- oder JSON-Datei. Sie wird gezeigt, bevor etwas gespeichert wird.',
  ],

  'empty.title': ['The vault is open and empty', 'Der Tresor ist offen und leer'],
  'empty.text': [
    'Put the first key in. From then on it lies here sealed, and your bots and agents need no file that holds it.',
    'Den ersten Schlüssel hineinlegen: Von da an liegt er hier versiegelt, und Bots und Agenten brauchen keine Datei, in der er steht.',
  ],
  'empty.import': ['Import .env', '.env importieren'],
  'empty.import.what': [
    'Reads the file and shows what it found before anything is stored.',
    'Liest die Datei und zeigt, was darin steht, bevor etwas gespeichert wird.',
  ],
  'empty.import.drop': ['or drop it here', 'oder hier ablegen'],
  'empty.add': ['Add a key', 'Schlüssel hinzufügen'],
  'empty.add.what': [
    'Templates for IG, Alpaca, Interactive Brokers, OpenAI, Anthropic and others.',
    'Vorlagen für IG, Alpaca, Interactive Brokers, OpenAI, Anthropic und andere.',
  ],
  'empty.older': [
    'Coming from a JSON file or the older Python store?',
    'Schon Schlüssel in einer JSON-Datei oder im älteren Python-Speicher?',
  ],
  'empty.older.import': ['Import a store', 'Speicher importieren'],
} as const satisfies MessagePart;
