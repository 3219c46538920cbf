import type { MessagePart } from './message-part.ts';

/** Texts of the screens before the open vault, and of what the last unlock found. */
export const doorMessages = {
  'doors.when.today': ['at\u00a0{time}', 'um\u00a0{time}'],
  'doors.when.yesterday': ['yesterday at\u00a0{time}', 'gestern um\u00a0{time}'],
  'doors.when.earlier': ['on {date} at\u00a0{time}', 'am {date} um\u00a0{time}'],
  'doors.this_device': [
    'This device only. Nothing is sent anywhere.',
    'Nur dieses Gerät. Nichts wird irgendwohin gesendet.',
  ],
  'doors.preview': ['Preview. Not for real secrets.', 'Vorschau. Nicht für echte Geheimnisse.'],
  'doors.show_password': ['Show password', 'Passwort zeigen'],
  'doors.hide_password': ['Hide password', 'Passwort verbergen'],
  'doors.caps_lock': ['Caps Lock is on.', 'Die Feststelltaste ist an.'],
  'doors.correlation': ['Correlation', 'Korrelation'],
  'doors.copy_correlation': ['Copy the correlation id', 'Korrelations-ID kopieren'],
  'doors.copied': ['Copied', 'Kopiert'],

  'doors.new.title': ['Choose the owner password', 'Eigentümerpasswort wählen'],
  'doors.new.why': [
    'It opens the window and the command line.',
    'Es öffnet das Fenster und die Befehlszeile.',
  ],
  'doors.new.password': ['Password', 'Passwort'],
  'doors.new.again': ['Password again', 'Passwort noch einmal'],
  'doors.new.same': ['Both are the same.', 'Beide sind gleich.'],
  'doors.new.lost': [
    'A forgotten password cannot be reset',
    'Ein vergessenes Passwort lässt sich nicht zurücksetzen',
  ],
  'doors.new.lost.why': [
    'No one else holds a copy, and every copy of the vault asks for it too. Losing it means new keys at every broker and provider.',
    'Niemand sonst hat es, und jede Kopie des Tresors fragt danach. Ohne das Passwort bleiben nur neue Schlüssel bei jedem Broker und Anbieter.',
  ],
  'doors.new.confirm': [
    'I have written the password down and put it somewhere safe.',
    'Das Passwort ist aufgeschrieben und liegt an einem sicheren Ort.',
  ],
  'doors.new.create': ['Create the vault', 'Tresor anlegen'],
  'doors.new.creating': [
    'Making the vault, which takes a moment.',
    'Der Tresor wird angelegt; das dauert einen Moment.',
  ],
  'doors.new.rules': [
    'Paste is allowed. There are no rules about digits or symbols.',
    'Einfügen ist erlaubt. Zu Ziffern und Sonderzeichen gibt es keine Regeln.',
  ],
  'doors.new.error.empty': [
    'Enter a password, or use the suggested words.',
    'Ein Passwort eingeben oder die vorgeschlagenen Wörter nehmen.',
  ],
  'doors.new.error.too_short': [
    'Add to it until there are 15 characters, or use the suggested words.',
    'Auf 15 Zeichen verlängern oder die vorgeschlagenen Wörter nehmen.',
  ],
  'doors.new.error.too_long': ['Shorten it to 256 characters.', 'Auf 256 Zeichen kürzen.'],
  'doors.new.error.easy_to_guess': [
    'Choose something that is harder to guess, or use the suggested words.',
    'Etwas wählen, das schwerer zu erraten ist, oder die vorgeschlagenen Wörter nehmen.',
  ],
  'doors.new.error.again_empty': [
    'Enter the same password once more.',
    'Dasselbe Passwort noch einmal eingeben.',
  ],
  'doors.new.error.different': [
    'The two passwords differ. Enter the same one again.',
    'Die beiden Passwörter sind verschieden. Dasselbe noch einmal eingeben.',
  ],
  'doors.new.error.confirm': [
    'Write the password down first, then tick this box.',
    'Erst das Passwort aufschreiben, dann hier bestätigen.',
  ],

  'doors.strength': ['Strength {level} of 4', 'Stärke {level} von 4'],
  'doors.strength.none': ['15 characters or more.', 'Mindestens 15 Zeichen.'],
  'doors.strength.bits': ['{bits} bits', '{bits} Bit'],
  'doors.strength.weak': ['Weak.', 'Schwach.'],
  'doors.strength.weak.why': ['Guessed in no time.', 'Im Nu erraten.'],
  'doors.strength.fair': ['Fair.', 'Mäßig.'],
  'doors.strength.fair.why': [
    'Someone with the vault file and much time may guess it.',
    'Wer die Tresordatei und viel Zeit hat, kann es erraten.',
  ],
  'doors.strength.good': ['Good.', 'Gut.'],
  'doors.strength.good.why': [
    'Hard to guess even with the vault file in hand.',
    'Selbst mit der Tresordatei in der Hand schwer zu erraten.',
  ],
  'doors.strength.strong': ['Strong.', 'Stark.'],
  'doors.strength.strong.why': [
    'Out of reach even with the vault file in hand.',
    'Selbst mit der Tresordatei in der Hand nicht zu erraten.',
  ],
  'doors.rule.too_short': ['Too short.', 'Zu kurz.'],
  'doors.rule.too_short.why': ['15 characters are needed.', '15 Zeichen sind nötig.'],
  'doors.rule.too_long': ['Too long.', 'Zu lang.'],
  'doors.rule.too_long.why': ['256 characters are the limit.', '256 Zeichen sind die Grenze.'],

  'doors.phrase': ['Suggested words', 'Vorgeschlagene Wörter'],
  'doors.phrase.strength': [
    'Seven random words, {bits} bits.',
    'Sieben zufällige Wörter, {bits} Bit.',
  ],
  'doors.phrase.another': ['Suggest other words', 'Andere Wörter vorschlagen'],
  'doors.phrase.use': ['Use this', 'Nehmen'],
  'doors.phrase.used': ['In use', 'Übernommen'],
  'doors.phrase.in_both': [
    'In both fields. Write it down before you go on.',
    'Steht in beiden Feldern. Vor dem nächsten Schritt aufschreiben.',
  ],

  'doors.locked.title': ['Strongroom is locked', 'Strongroom ist gesperrt'],
  'doors.locked.start': ['The owner password opens it.', 'Das Eigentümerpasswort öffnet es.'],
  'doors.locked.owner': ['You locked it {when}.', 'Von Hand gesperrt {when}.'],
  'doors.locked.idle': [
    'Locked {when} after a while without input.',
    'Gesperrt {when}, nach einer Weile ohne Eingabe.',
  ],
  'doors.locked.suspend': [
    'Locked {when} when the computer went to sleep.',
    'Gesperrt {when}, als der Computer in den Ruhezustand ging.',
  ],
  'doors.locked.screen_lock': [
    'Locked {when} together with the screen.',
    'Gesperrt {when}, zusammen mit dem Bildschirm.',
  ],
  'doors.locked.user_switch': [
    'Locked {when} when another user came on.',
    'Gesperrt {when}, beim Wechsel des Benutzers.',
  ],
  'doors.locked.clock_jump': [
    'Locked {when} because the clock of the computer jumped.',
    'Gesperrt {when}, weil die Uhr des Computers sprang.',
  ],
  'doors.locked.max_age': [
    'Locked {when} after 12 hours open.',
    'Gesperrt {when}, nach 12 Stunden offen.',
  ],
  'doors.locked.quit': ['Locked {when} on quitting.', 'Gesperrt {when}, beim Beenden.'],
  'doors.locked.page_crashed': [
    'Locked {when} because the window stopped working. What was saved is safe.',
    'Gesperrt {when}, weil das Fenster nicht mehr arbeitete. Gespeichertes ist sicher.',
  ],
  'doors.locked.password': ['Owner password', 'Eigentümerpasswort'],
  'doors.locked.unlock': ['Unlock', 'Entsperren'],
  'doors.locked.checking': ['Checking the password.', 'Das Passwort wird geprüft.'],
  'doors.locked.failed.one': [
    '{count} failed attempt since the last unlock.',
    '{count} Fehlversuch seit dem letzten Entsperren.',
  ],
  'doors.locked.failed.other': [
    '{count} failed attempts since the last unlock.',
    '{count} Fehlversuche seit dem letzten Entsperren.',
  ],
  'doors.locked.failed_latest.one': [
    '{count} failed attempt since the last unlock, {when}.',
    '{count} Fehlversuch seit dem letzten Entsperren, {when}.',
  ],
  'doors.locked.failed_latest.other': [
    '{count} failed attempts since the last unlock, the latest {when}.',
    '{count} Fehlversuche seit dem letzten Entsperren, der letzte {when}.',
  ],
  'doors.locked.empty': ['Enter the owner password.', 'Das Eigentümerpasswort eingeben.'],
  'doors.locked.wrong': ['That is not the password.', 'Das ist nicht das Passwort.'],
  'doors.locked.busy': [
    'Another unlock is running. Try again in a moment.',
    'Es läuft schon ein anderer Entsperrversuch. Gleich noch einmal versuchen.',
  ],
  'doors.wait': [
    'Too many wrong passwords. The next attempt is possible in {time}.',
    'Zu viele falsche Passwörter. Der nächste Versuch ist in {time} möglich.',
  ],
  'doors.wait.seconds.one': ['{count} second', '{count} Sekunde'],
  'doors.wait.seconds.other': ['{count} seconds', '{count} Sekunden'],
  'doors.wait.minutes': ['{minutes}:{seconds} minutes', '{minutes}:{seconds} Minuten'],
  'doors.wait.over': ['You can try again now.', 'Ein neuer Versuch ist jetzt möglich.'],

  'doors.problem.todo': ['What to do', 'Was zu tun ist'],
  'doors.problem.folder': ['Data folder', 'Datenordner'],
  'doors.problem.retry': ['Try again', 'Erneut versuchen'],
  'doors.problem.still': [
    'Tried again {when}. It is still so.',
    'Noch einmal versucht {when}. Es ist noch so.',
  ],
  'doors.problem.back': ['Back to the password', 'Zurück zum Passwort'],
  'doors.problem.troubleshooting': ['Open troubleshooting', 'Hilfe bei Störungen'],
  'doors.problem.quit': ['Quit', 'Beenden'],
  'doors.problem.db_corrupt': ['The vault file is damaged', 'Die Tresordatei ist beschädigt'],
  'doors.problem.db_corrupt.why': [
    'It cannot be read as a whole. Strongroom has changed nothing in it.',
    'Sie lässt sich nicht als Ganzes lesen. Strongroom hat nichts daran verändert.',
  ],
  'doors.problem.vault_header_invalid': [
    'The head of the vault is damaged',
    'Der Kopf des Tresors ist beschädigt',
  ],
  'doors.problem.vault_header_invalid.why': [
    'What says how a password is checked cannot be right, so none is tried against it. Strongroom has changed nothing.',
    'Was sagt, wie ein Passwort geprüft wird, kann nicht stimmen; deshalb wird keines geprüft. Strongroom hat nichts verändert.',
  ],
  'doors.problem.key_slot_corrupt': [
    'The vault key is damaged',
    'Der Tresorschlüssel ist beschädigt',
  ],
  'doors.problem.key_slot_corrupt.why': [
    'The password is right, but the key that it protects cannot be read. Strongroom has changed nothing.',
    'Das Passwort stimmt, aber der Schlüssel, den es schützt, ist nicht lesbar. Strongroom hat nichts verändert.',
  ],
  'doors.problem.header_tampered': [
    'The head of the vault was changed from outside',
    'Der Kopf des Tresors wurde von außen verändert',
  ],
  'doors.problem.header_tampered.why': [
    'It no longer belongs to the rest of the file, so nothing is opened. Strongroom has written nothing since.',
    'Er gehört nicht mehr zum Rest der Datei, deshalb wird nichts geöffnet. Strongroom hat seitdem nichts geschrieben.',
  ],
  'doors.problem.newer_format': [
    'A newer Strongroom wrote this vault',
    'Ein neueres Strongroom hat diesen Tresor geschrieben',
  ],
  'doors.problem.newer_format.why': [
    'Version {version} does not know its format. Nothing was changed.',
    'Version {version} kennt das Format nicht. Es wurde nichts verändert.',
  ],
  'doors.problem.vault_in_use': [
    'The vault is open somewhere else',
    'Der Tresor ist anderswo geöffnet',
  ],
  'doors.problem.vault_in_use.why': [
    'Another program on this computer holds the file, and only one can.',
    'Ein anderes Programm auf diesem Computer hält die Datei, und das kann nur eines.',
  ],
  'doors.problem.audit_unavailable': [
    'The audit log cannot be written',
    'Das Protokoll kann nicht geschrieben werden',
  ],
  'doors.problem.audit_unavailable.why': [
    'Strongroom opens nothing that it cannot log. Nothing was changed.',
    'Strongroom öffnet nichts, was es nicht protokollieren kann. Es wurde nichts verändert.',
  ],
  'doors.problem.internal': [
    'Something went wrong inside Strongroom',
    'In Strongroom ist etwas schiefgegangen',
  ],
  'doors.problem.internal.why': [
    'The vault was not opened. The audit log has a line under the correlation id.',
    'Der Tresor wurde nicht geöffnet. Das Protokoll hat eine Zeile unter der Korrelations-ID.',
  ],
  'doors.todo.copy_folder': [
    'Copy the data folder as it is before anything else. What cannot be opened is still in it.',
    'Zuerst den Datenordner so kopieren, wie er ist. Was sich nicht öffnen lässt, ist noch darin.',
  ],
  'doors.todo.put_back': [
    'Put back a copy of the whole folder that you trust, then try again.',
    'Eine vertrauenswürdige Kopie des ganzen Ordners zurücklegen, dann noch einmal versuchen.',
  ],
  'doors.todo.before_migration': [
    'Files named vault.db.before-migration-… beside the vault hold the state before the last update of its format.',
    'Dateien namens vault.db.before-migration-… neben dem Tresor enthalten den Stand vor der letzten Umstellung des Formats.',
  ],
  'doors.todo.who_changed': [
    'If you did not change the file yourself, make new keys at your brokers and providers.',
    'Wurde die Datei nicht selbst verändert: neue Schlüssel bei Brokern und Anbietern ausstellen.',
  ],
  'doors.todo.update': [
    'Install the newest Strongroom, then open it again.',
    'Das neueste Strongroom installieren und erneut öffnen.',
  ],
  'doors.todo.close_other': [
    'End the command or the program that uses it. A prompt that waits in a terminal counts too.',
    'Den Befehl oder das Programm beenden, das ihn benutzt. Auch eine wartende Eingabe im Terminal zählt.',
  ],
  'doors.todo.then_retry': ['Then try again here.', 'Dann hier noch einmal versuchen.'],
  'doors.todo.make_room': ['Make room on the disk.', 'Platz auf dem Datenträger schaffen.'],
  'doors.todo.check_rights': [
    'Check that the data folder belongs to you and can be written to.',
    'Prüfen, ob der Datenordner dem eigenen Konto gehört und beschreibbar ist.',
  ],
  'doors.todo.try_once': ['Try once more.', 'Noch einmal versuchen.'],
  'doors.todo.report': [
    'If it stays so, report it with the correlation id, never with the vault.',
    'Bleibt es so: mit der Korrelations-ID melden, nie mit dem Tresor.',
  ],

  'doors.notice.dismiss': ['Dismiss', 'Ausblenden'],
  'doors.notice.seen': ['Seen', 'Gesehen'],
  'doors.notice.failed.one': [
    '{count} failed attempt before this unlock',
    '{count} Fehlversuch vor diesem Entsperren',
  ],
  'doors.notice.failed.other': [
    '{count} failed attempts before this unlock',
    '{count} Fehlversuche vor diesem Entsperren',
  ],
  'doors.notice.failed.since': [
    'The first was {when}. If it was not you, someone else was at this computer.',
    'Der erste war {when}. War es ein anderer, hatte er Zugang zu diesem Computer.',
  ],
  'doors.notice.failed.text': [
    'If it was not you, someone else was at this computer.',
    'War es ein anderer, hatte er Zugang zu diesem Computer.',
  ],
  'doors.notice.open_audit': ['Look in the audit log', 'Im Protokoll nachsehen'],
  'doors.notice.audit_gap': ['The audit log has a gap', 'Das Protokoll hat eine Lücke'],
  'doors.notice.audit_gap.text': [
    'It was cut, restarted or does not belong to this vault. The old files are kept.',
    'Es wurde gekürzt, neu begonnen oder gehört nicht zu diesem Tresor. Die alten Dateien sind noch da.',
  ],
  'doors.notice.verifier_tampered': [
    'The stored password hash was changed',
    'Der gespeicherte Passwort-Hash wurde verändert',
  ],
  'doors.notice.verifier_tampered.text': [
    'It was written anew. The password stays, and no secret is affected.',
    'Er wurde neu geschrieben. Das Passwort bleibt, kein Geheimnis ist betroffen.',
  ],
  'doors.notice.migrated': ['The vault was brought up to date', 'Der Tresor wurde aktualisiert'],
  'doors.notice.migrated.text': [
    'Its format is now that of this version. The file as it was is kept beside it.',
    'Sein Format ist jetzt das dieser Version. Die Datei, wie sie war, liegt daneben.',
  ],
  'doors.notice.rewrapped': [
    'The password is now harder to guess',
    'Das Passwort ist jetzt schwerer zu erraten',
  ],
  'doors.notice.rewrapped.text': [
    'The vault key was wrapped anew with a higher cost. The password stays.',
    'Der Tresorschlüssel wurde mit höheren Kosten neu verpackt. Das Passwort bleibt.',
  ],
} as const satisfies MessagePart;
