import type { MessagePart } from './message-part.ts';

/** Menu, tray, system dialogs and what is said outside the page. */
export const shellMessages = {
  'shell.name': ['Strongroom', 'Strongroom'],
  'shell.open': ['Open Strongroom', 'Strongroom öffnen'],
  'shell.quit': ['Quit', 'Beenden'],

  'shell.menu.file': ['File', 'Datei'],
  'shell.menu.edit': ['Edit', 'Bearbeiten'],
  'shell.menu.view': ['View', 'Ansicht'],
  'shell.menu.help': ['Help', 'Hilfe'],
  'shell.menu.close': ['Close window', 'Fenster schließen'],
  'shell.menu.undo': ['Undo', 'Rückgängig'],
  'shell.menu.redo': ['Redo', 'Wiederholen'],
  'shell.menu.cut': ['Cut', 'Ausschneiden'],
  'shell.menu.copy': ['Copy', 'Kopieren'],
  'shell.menu.paste': ['Paste', 'Einfügen'],
  'shell.menu.select_all': ['Select all', 'Alles auswählen'],
  'shell.menu.zoom_in': ['Zoom in', 'Vergrößern'],
  'shell.menu.zoom_out': ['Zoom out', 'Verkleinern'],
  'shell.menu.zoom_reset': ['Actual size', 'Originalgröße'],
  'shell.menu.full_screen': ['Full screen', 'Vollbild'],
  'shell.menu.content_protection': [
    'Hide from screen captures',
    'Vor Bildschirmaufnahmen verbergen',
  ],
  'shell.menu.dev_tools': ['Developer tools', 'Entwicklerwerkzeuge'],
  'shell.menu.introduction': ['Introduction', 'Einführung'],
  'shell.menu.command_line': ['Command line', 'Kommandozeile'],
  'shell.menu.troubleshooting': ['Troubleshooting', 'Fehlerhilfe'],
  'shell.menu.threat_model': ['What it protects against', 'Wovor es schützt'],
  'shell.menu.hide': ['Hide Strongroom', 'Strongroom ausblenden'],
  'shell.menu.hide_others': ['Hide others', 'Andere ausblenden'],
  'shell.menu.show_all': ['Show all', 'Alle einblenden'],

  'shell.tray.locked': ['Strongroom, locked', 'Strongroom, gesperrt'],
  'shell.tray.unlocked': ['Strongroom, unlocked', 'Strongroom, entsperrt'],
  'shell.tray.relay_active': [
    'Strongroom, a key is in use',
    'Strongroom, ein Schlüssel ist in Gebrauch',
  ],
  'shell.tray.paused': ['Strongroom, clients are paused', 'Strongroom, Clients sind angehalten'],
  'shell.tray.pause_all': ['Pause all clients', 'Alle Clients anhalten'],

  'shell.still_there.title': ['Strongroom is still there', 'Strongroom ist noch da'],
  'shell.still_there.text': [
    'Only the window was closed; the vault stays as it was. Strongroom is in the tray, and starting it again opens the window.',
    'Nur das Fenster ist zu; der Tresor bleibt, wie er war. Strongroom liegt in der Leiste des Systems, und ein neuer Start öffnet das Fenster wieder.',
  ],

  'shell.choose.dotenv': ['Choose a .env file', 'Eine .env-Datei wählen'],
  'shell.choose.json': ['Choose a JSON file', 'Eine JSON-Datei wählen'],
  'shell.choose.python_store': ['Choose the older store', 'Den älteren Speicher wählen'],
  'shell.choose.all_files': ['All files', 'Alle Dateien'],

  'shell.start.switch': [
    'Strongroom does not start with --{name}: it would open the app to others.',
    'Strongroom startet nicht mit --{name}: Die App stünde damit anderen offen.',
  ],
  'shell.start.root': [
    'Strongroom does not run as root. Start it as the user whose vault it is.',
    'Strongroom läuft nicht als root, sondern nur als der Benutzer, dem der Tresor gehört.',
  ],
  'shell.page_failed.title': ['The window cannot be shown', 'Das Fenster lässt sich nicht zeigen'],
  'shell.page_failed.text': [
    'It failed several times in a row. The vault is locked, nothing is lost. Start Strongroom again, or use the command line until then.',
    'Es ist mehrmals nacheinander gescheitert. Der Tresor ist gesperrt, verloren ist nichts. Strongroom neu starten, oder so lange die Kommandozeile benutzen.',
  ],
} as const satisfies MessagePart;
