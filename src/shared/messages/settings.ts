import type { MessagePart } from './message-part.ts';

/** Texts of settings, the change of the password, the shortcuts sheet and the page about the app. */
export const settingsMessages = {
  'settings.title': ['Settings', 'Einstellungen'],
  'settings.read_only': ['The vault is read-only', 'Der Tresor ist nur lesbar'],
  'settings.read_only.text': [
    'It was changed from outside. What is kept in it can be set again after the repair.',
    'Er wurde von außen verändert. Was in ihm steht, lässt sich nach der Reparatur wieder einstellen.',
  ],
  'settings.not_listed': [
    'The settings of the vault could not be read.',
    'Die Einstellungen des Tresors konnten nicht gelesen werden.',
  ],
  'settings.loading': ['Reading the settings', 'Die Einstellungen werden gelesen'],
  'settings.saved': ['Saved', 'Gespeichert'],
  'settings.reset': ['Reset to {value}', 'Zurück auf {value}'],

  'settings.appearance': ['Appearance', 'Aussehen'],
  'settings.theme': ['Theme', 'Farbschema'],
  'settings.theme.system': ['System', 'System'],
  'settings.theme.light': ['Light', 'Hell'],
  'settings.theme.dark': ['Dark', 'Dunkel'],
  'settings.language': ['Language', 'Sprache'],
  'settings.language.system': ['As the system', 'Wie das System'],

  'settings.window': ['Window', 'Fenster'],
  'settings.content_protection': ['Hide from screen captures', 'In Bildschirmaufnahmen verbergen'],
  'settings.content_protection.hint': [
    'Screenshots and shared screens show an empty window.',
    'Bildschirmfotos und geteilte Bildschirme zeigen ein leeres Fenster.',
  ],
  'settings.content_protection.hint_linux': [
    'Linux cannot hide a window from captures, so this has no effect here.',
    'Linux kann ein Fenster nicht vor Aufnahmen verbergen; hier bewirkt das nichts.',
  ],
  'settings.tray': ['Icon in the system tray', 'Symbol im Infobereich'],
  'settings.tray.hint': [
    'Closing the window then leaves Strongroom running.',
    'Das Schließen des Fensters beendet Strongroom dann nicht.',
  ],

  'settings.locking': ['Locking', 'Sperren'],
  'settings.idle': ['Lock without input', 'Ohne Eingabe sperren'],
  'settings.idle.hint': [
    'It also locks on sleep, on a locked screen, and after 12 hours.',
    'Gesperrt wird auch bei Ruhezustand, Bildschirmsperre und nach 12 Stunden.',
  ],
  'settings.idle.never.warning': [
    'Whoever sits down here can use the vault until you lock it.',
    'Wer sich hier hinsetzt, kann den Tresor benutzen, bis er gesperrt wird.',
  ],
  'settings.after_minutes.one': ['After {count} minute', 'Nach {count} Minute'],
  'settings.after_minutes.other': ['After {count} minutes', 'Nach {count} Minuten'],
  'settings.never': ['Never', 'Nie'],

  'settings.clipboard_reveal': ['Clipboard and shown values', 'Zwischenablage und gezeigte Werte'],
  'settings.clipboard': ['Clear the clipboard', 'Zwischenablage leeren'],
  'settings.clipboard.hint': [
    'Counted from the copy, if the value is still there.',
    'Ab dem Kopieren gezählt, sofern der Wert noch darin liegt.',
  ],
  'settings.reveal': ['Hide shown values', 'Gezeigte Werte verbergen'],
  'settings.reveal.hint': [
    'Counted from the moment a value is shown; its button hides it sooner.',
    'Gezählt, sobald ein Wert zu sehen ist; sein Knopf verbirgt ihn früher.',
  ],
  'settings.after_seconds.one': ['After {count} second', 'Nach {count} Sekunde'],
  'settings.after_seconds.other': ['After {count} seconds', 'Nach {count} Sekunden'],

  'settings.history_expiry': ['History and expiry', 'Verlauf und Ablauf'],
  'settings.history': ['Older values kept', 'Ältere Werte behalten'],
  'settings.history.hint': [
    'For each secret, from 0 to 100. Fewer takes effect at its next change.',
    'Je Geheimnis, von 0 bis 100. Weniger gilt ab der nächsten Änderung.',
  ],
  'settings.history.refused': [
    'Enter a whole number from 0 to 100.',
    'Eine ganze Zahl von 0 bis 100 eingeben.',
  ],
  'settings.reminder': ['Remind before expiry', 'Vor dem Ablauf erinnern'],
  'settings.reminder.hint': [
    'Days, from most to fewest, separated by commas.',
    'Tage, von vielen zu wenigen, mit Kommas getrennt.',
  ],
  'settings.reminder.refused': [
    'Enter one to eight whole numbers up to 365, each smaller than the one before, such as 30, 7, 1.',
    'Ein bis acht ganze Zahlen bis 365 eingeben, jede kleiner als die vorige, etwa 30, 7, 1.',
  ],

  'settings.password': ['Password', 'Passwort'],
  'settings.kdf': ['Cost of each guess', 'Kosten jedes Rateversuchs'],
  'settings.kdf.hint': [
    'Memory that one attempt takes. Raised at the next unlock, never lowered.',
    'Arbeitsspeicher eines Versuchs. Beim nächsten Entsperren erhöht, nie gesenkt.',
  ],
  'settings.kdf.value': ['{count} MiB of memory', '{count} MiB Speicher'],
  'settings.owner_password': ['Owner password', 'Eigentümerpasswort'],
  'settings.owner_password.hint': [
    'It opens the window and the command line.',
    'Es öffnet das Fenster und die Befehlszeile.',
  ],
  'settings.change_password': ['Change password', 'Passwort ändern'],

  'settings.change.title': ['Change the owner password', 'Eigentümerpasswort ändern'],
  'settings.change.current': ['Current password', 'Bisheriges Passwort'],
  'settings.change.current_empty': [
    'Enter the current password.',
    'Das bisherige Passwort eingeben.',
  ],
  'settings.change.next': ['New password', 'Neues Passwort'],
  'settings.change.again': ['New password again', 'Neues Passwort noch einmal'],
  'settings.change.renew': [
    'Someone may know the old password: make a new vault key',
    'Das alte Passwort könnte jemand kennen: neuen Tresorschlüssel machen',
  ],
  'settings.change.renew.hint': [
    'Everything is sealed again, which takes longer. Copies made before stay readable with the old password; without a new key it would open later copies too.',
    'Alles wird neu versiegelt, was länger dauert. Frühere Kopien bleiben mit dem alten Passwort lesbar; ohne neuen Schlüssel gälte das auch für spätere.',
  ],
  'settings.change.act': ['Change password', 'Passwort ändern'],
  'settings.change.cancel': ['Cancel', 'Abbrechen'],
  'settings.change.busy': [
    'Wrapping the vault key anew. This takes a moment.',
    'Der Tresorschlüssel wird neu verpackt. Das dauert einen Moment.',
  ],
  'settings.change.done': ['Password changed', 'Passwort geändert'],

  'settings.about.title': ['About Strongroom', 'Über Strongroom'],
  'settings.about.version': ['Version {version}', 'Version {version}'],
  'settings.about.promise': [
    'A vault for broker and LLM keys on this computer. No account, no cloud; nothing is sent anywhere.',
    'Ein Tresor für Broker- und LLM-Schlüssel auf diesem Computer. Kein Konto, keine Cloud; nichts wird irgendwohin gesendet.',
  ],
  'settings.about.here': ['On this computer', 'Auf diesem Computer'],
  'settings.about.folder': ['Data folder', 'Datenordner'],
  'settings.about.built_on': ['Built on', 'Gebaut mit'],
  'settings.about.documents': ['Documents', 'Dokumente'],
  'settings.document.readme': ['Start here', 'Der Anfang'],
  'settings.document.cli': ['Command line', 'Befehlszeile'],
  'settings.document.import': ['Importing', 'Importieren'],
  'settings.document.troubleshooting': ['Troubleshooting', 'Hilfe bei Störungen'],
  'settings.document.errors': ['Error codes', 'Fehlercodes'],
  'settings.document.security': ['Security', 'Sicherheit'],
  'settings.document.threat-model': ['Threat model', 'Bedrohungsmodell'],
  'settings.document.format': ['File format', 'Dateiformat'],
  'settings.document.logging': ['Audit events', 'Ereignisse des Protokolls'],
  'settings.document.changelog': ['What is new', 'Was neu ist'],
  'settings.document.license': ['Licence', 'Lizenz'],

  'settings.shortcuts.title': ['Keyboard shortcuts', 'Tastenkürzel'],
  'settings.shortcuts.window': ['Everywhere', 'Überall'],
  'settings.shortcuts.secret': ['Chosen secret', 'Gewähltes Geheimnis'],
  'settings.shortcuts.moving': ['Moving', 'Bewegen'],
  'settings.shortcuts.next_part': ['Next or previous control', 'Nächstes oder voriges Element'],
  'settings.shortcuts.in_list': ['Up and down in a list', 'In einer Liste auf und ab'],
  'settings.shortcuts.close': ['Close what lies on top', 'Schließen, was obenauf liegt'],
  'settings.close': ['Close', 'Schließen'],
} as const satisfies MessagePart;
