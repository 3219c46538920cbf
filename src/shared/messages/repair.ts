import type { MessagePart } from './message-part.ts';

/** Texts about a vault that was changed from outside, and its repair. */
export const repairMessages = {
  'repair.damage.title': [
    'The vault was changed from outside',
    'Der Tresor wurde von außen verändert',
  ],
  'repair.damage.text': [
    'Not everything matches its seal, so the vault is read-only until it is repaired.',
    'Nicht alles passt zu seinem Siegel; bis zur Reparatur ist der Tresor nur lesbar.',
  ],
  'repair.damage.review': ['Review', 'Ansehen'],
  'repair.title': ['Repair the vault', 'Tresor reparieren'],
  'repair.subtitle': [
    'What no longer matches its seal leaves the vault; the rest is sealed anew.',
    'Was nicht zu seinem Siegel passt, verlässt den Tresor; der Rest wird neu versiegelt.',
  ],
  'repair.looking': ['Looking through the vault', 'Der Tresor wird durchgesehen'],
  'repair.dropped': ['What does not match', 'Was nicht passt'],
  'repair.dropped.count.one': ['{count} entry goes', '{count} Eintrag entfällt'],
  'repair.dropped.count.other': ['{count} entries go', '{count} Einträge entfallen'],
  'repair.dropped.past.one': [
    '{count} entry left the vault.',
    '{count} Eintrag hat den Tresor verlassen.',
  ],
  'repair.dropped.past.other': [
    '{count} entries left the vault.',
    '{count} Einträge haben den Tresor verlassen.',
  ],
  'repair.dropped.none': [
    'Every entry matches its own seal. Something was added, removed or put back, and nothing has to go.',
    'Jeder Eintrag passt zu seinem Siegel. Etwas wurde hinzugefügt, entfernt oder zurückgelegt; entfallen muss nichts.',
  ],
  'repair.kept': ['Stays, and steers security', 'Bleibt und steuert die Sicherheit'],
  'repair.kept.why': ['Look through it: is this yours?', 'Durchsehen: Ist das eigenes?'],
  'repair.row.secret': ['Secret {name}', 'Geheimnis {name}'],
  'repair.row.unnamed': ['A secret made on {date}', 'Ein Geheimnis vom {date}'],
  'repair.row.unknown': ['A secret', 'Ein Geheimnis'],
  'repair.row.secret.why': [
    'Its data was altered or moved. It can be neither trusted nor shown.',
    'Seine Daten wurden verändert oder verschoben. Es ist weder vertrauenswürdig noch lesbar.',
  ],
  'repair.row.version': ['{name}, older value {version}', '{name}, älterer Wert {version}'],
  'repair.row.version.unnamed': [
    'An older value, version {version}',
    'Ein älterer Wert, Version {version}',
  ],
  'repair.row.version.why': [
    'An older value that was altered, or whose secret goes.',
    'Ein älterer Wert, der verändert wurde oder dessen Geheimnis entfällt.',
  ],
  'repair.row.setting': ['Setting {name}', 'Einstellung {name}'],
  'repair.row.setting.why': ['The default holds again.', 'Es gilt wieder die Vorgabe.'],
  'repair.row.key_slot': ['A second key to the vault', 'Ein zweiter Schlüssel zum Tresor'],
  'repair.row.key_slot.why': ['It opens nothing any more.', 'Er öffnet nichts mehr.'],
  'repair.row.unlisted': ['Entry in {table}', 'Eintrag in {table}'],
  'repair.row.unlisted.why': ['It was altered.', 'Er wurde verändert.'],
  'repair.copy': [
    'An untouched copy of the file is made first, so nothing is lost.',
    'Zuerst wird eine unberührte Kopie der Datei gemacht; verloren geht nichts.',
  ],
  'repair.act': ['Repair', 'Reparieren'],
  'repair.cancel': ['Not now', 'Jetzt nicht'],
  'repair.close': ['Close', 'Schließen'],
  'repair.done': ['The vault is whole again', 'Der Tresor ist wieder ganz'],
  'repair.done.text': [
    'It can be written to. The file as it was lies beside it:',
    'Er ist wieder beschreibbar. Die Datei, wie sie war, liegt daneben:',
  ],
  'repair.done.next': [
    'If you did not change the file yourself, make new keys for what was in it.',
    'Wurde die Datei nicht selbst verändert: für ihren Inhalt neue Schlüssel ausstellen.',
  ],
} as const satisfies MessagePart;
