import { auditWords } from './audit-words.ts';
import type { MessagePart } from './message-part.ts';

/** Texts of the audit log's screen; the words for what stands in the log are in `audit-words.ts`. */
export const auditMessages = {
  ...auditWords,

  'audit.title': ['Audit log', 'Protokoll'],
  'audit.table': ['Log entries, newest first', 'Einträge, neueste zuerst'],
  'audit.column.time': ['Time, UTC', 'Zeit, UTC'],
  'audit.column.entry': ['Entry', 'Eintrag'],
  'audit.column.who': ['Who', 'Wer'],
  'audit.column.event': ['Event', 'Ereignis'],
  'audit.column.about': ['About', 'Betrifft'],
  'audit.column.outcome': ['Outcome', 'Ergebnis'],
  'audit.column.correlation': ['Correlation', 'Korrelation'],

  'audit.chain.unchecked': ['Not checked yet', 'Noch nicht geprüft'],
  'audit.chain.checking': ['Checking the chain', 'Kette wird geprüft'],
  'audit.chain.intact': ['Chain intact', 'Kette unversehrt'],
  'audit.chain.damaged': ['Damaged', 'Beschädigt'],
  'audit.chain.checked.one': [
    '{count} line, checked at {time} UTC',
    '{count} Zeile, geprüft um {time} UTC',
  ],
  'audit.chain.checked.other': [
    '{count} lines, checked at {time} UTC',
    '{count} Zeilen, geprüft um {time} UTC',
  ],
  'audit.chain.verify': ['Verify now', 'Jetzt prüfen'],
  'audit.refresh': ['Show new lines', 'Neue Zeilen zeigen'],

  'audit.damage.title.one': [
    'The log is damaged in {count} place',
    'Das Protokoll ist an {count} Stelle beschädigt',
  ],
  'audit.damage.title.other': [
    'The log is damaged in {count} places',
    'Das Protokoll ist an {count} Stellen beschädigt',
  ],
  'audit.damage.next': [
    'Someone or something changed the log from outside. Keep a copy of the audit folder before anything else; the lines before the first damage are proven.',
    'Jemand oder etwas hat das Protokoll von außen verändert. Zuerst eine Kopie des Ordners audit aufheben; die Zeilen vor dem ersten Schaden sind bewiesen.',
  ],
  'audit.damage.place': [
    '{file}, line {line}, entry {seq}: {problem}',
    '{file}, Zeile {line}, Eintrag {seq}: {problem}',
  ],
  'audit.damage.file': ['{file}: {problem}', '{file}: {problem}'],
  'audit.damage.more.one': ['and {count} more', 'und {count} weitere'],
  'audit.damage.more.other': ['and {count} more', 'und {count} weitere'],
  'audit.problem.altered': ['was altered', 'wurde verändert'],
  'audit.problem.missing': ['is missing', 'fehlt'],
  'audit.problem.added': ['was added', 'wurde eingefügt'],
  'audit.problem.unreadable': ['cannot be read', 'ist nicht lesbar'],
  'audit.problem.no_seed': [
    'cannot be verified, because the vault has no first key for its chain',
    'lässt sich nicht prüfen, weil der Tresor keinen Anfangsschlüssel dieser Kette hat',
  ],

  'audit.gap.title': ['The log has a gap', 'Das Protokoll hat eine Lücke'],
  'audit.gap.text': [
    'Lines are missing, or the log was started anew. Verify it to see where; what came before lies beside it in files named broken.',
    'Zeilen fehlen, oder das Protokoll wurde neu begonnen. Eine Prüfung zeigt, wo; was vorher war, liegt daneben in Dateien namens broken.',
  ],
  'audit.gap.seen': ['Mark as seen', 'Als gesehen markieren'],

  'audit.failed.one': [
    '{count} failed attempt before the last unlock, on {time} UTC',
    '{count} fehlgeschlagener Versuch vor dem letzten Entsperren, am {time} UTC',
  ],
  'audit.failed.other': [
    '{count} failed attempts before the last unlock, the first on {time} UTC',
    '{count} fehlgeschlagene Versuche vor dem letzten Entsperren, der erste am {time} UTC',
  ],
  'audit.failed_undated.one': [
    '{count} failed attempt before the last unlock',
    '{count} fehlgeschlagener Versuch vor dem letzten Entsperren',
  ],
  'audit.failed_undated.other': [
    '{count} failed attempts before the last unlock',
    '{count} fehlgeschlagene Versuche vor dem letzten Entsperren',
  ],
  'audit.failed_none': [
    'No failed attempt before the last unlock',
    'Kein fehlgeschlagener Versuch vor dem letzten Entsperren',
  ],
  'audit.failed.show': ['Show failed attempts', 'Fehlversuche zeigen'],

  'audit.filter.correlation': ['Correlation id', 'Korrelations-ID'],
  'audit.filter.correlation_hint': [
    'At least 8 of its letters and digits, 0 to 9 and a to f.',
    'Mindestens 8 ihrer Zeichen, 0 bis 9 und a bis f.',
  ],
  'audit.filter.event': ['Event', 'Ereignis'],
  'audit.filter.any_event': ['Any event', 'Jedes Ereignis'],
  'audit.filter.outcome': ['Outcome', 'Ergebnis'],
  'audit.filter.any_outcome': ['Any outcome', 'Jedes Ergebnis'],
  'audit.filter.clear': ['Clear filters', 'Filter aufheben'],

  'audit.loading': ['Reading the log', 'Protokoll wird gelesen'],
  'audit.none.title': ['No line fits the filters', 'Keine Zeile passt zu den Filtern'],
  'audit.none.text': [
    'The log keeps everything; the filters hide it.',
    'Das Protokoll behält alles; die Filter blenden es aus.',
  ],
  'audit.unreadable': ['The log cannot be shown', 'Das Protokoll lässt sich nicht zeigen'],
  'audit.retry': ['Read again', 'Erneut lesen'],

  'audit.trace.title': ['Everything under {id}', 'Alles unter {id}'],
  'audit.trace.steps': ['Steps in the order of time', 'Schritte in zeitlicher Folge'],
  'audit.trace.copy': ['Copy correlation id', 'Korrelations-ID kopieren'],
  'audit.trace.copied': ['Correlation id copied', 'Korrelations-ID kopiert'],
  'audit.trace.close': ['Close the trace', 'Spur schließen'],
  'audit.trace.lines.one': ['{count} line', '{count} Zeile'],
  'audit.trace.lines.other': ['{count} lines', '{count} Zeilen'],
  'audit.trace.older': [
    'This id has older lines, which are not shown.',
    'Diese ID hat ältere Zeilen, die nicht gezeigt werden.',
  ],
  'audit.trace.times': ['{words} × {count}', '{words} × {count}'],
} as const satisfies MessagePart;
