/**
 * Every way a call can fail: one row a code. The exit code is the command line's, the HTTP status the gateway's
 * (null: never sent over HTTP), the sentences are what the owner reads. Numbers are never reused.
 */
export interface ErrorRow {
  readonly exit: number;
  readonly http: number | null;
  readonly en: string;
  readonly de: string;
}

/** The table itself: code → exit code, HTTP status, sentences. */
export const ERRORS = {
  internal: {
    exit: 1,
    http: 500,
    en: 'Something went wrong inside Strongroom. The audit log has a line under the correlation id.',
    de: 'In Strongroom ist etwas schiefgegangen. Das Protokoll hat eine Zeile unter der Korrelations-ID.',
  },
  invalid_input: {
    exit: 2,
    http: 400,
    en: 'The input is not valid.',
    de: 'Die Eingabe ist ungültig.',
  },
  value_not_text: {
    exit: 2,
    http: 400,
    en: 'The value is not valid UTF-8 text. Encode binary data first, for example as base64.',
    de: 'Der Wert ist kein gültiger UTF-8-Text. Binärdaten bitte vorher kodieren, etwa als Base64.',
  },
  name_invalid: {
    exit: 2,
    http: 400,
    en: 'The name is not allowed: 1 to 128 characters, no control characters, no space at either end.',
    de: 'Der Name ist nicht erlaubt: 1 bis 128 Zeichen, keine Steuerzeichen, keine Leerzeichen am Rand.',
  },
  already_initialized: {
    exit: 2,
    http: 409,
    en: 'A vault exists here already. It was left as it is.',
    de: 'Hier gibt es schon einen Tresor. Er wurde nicht verändert.',
  },
  name_taken: {
    exit: 2,
    http: 409,
    en: 'This name exists already (upper and lower case count as the same).',
    de: 'Diesen Namen gibt es schon (Groß- und Kleinschreibung gelten als gleich).',
  },
  version_conflict: {
    exit: 2,
    http: 409,
    en: 'The record was changed in the meantime. Nothing was written.',
    de: 'Der Eintrag wurde inzwischen geändert. Es wurde nichts geschrieben.',
  },
  weak_password: {
    exit: 2,
    http: 409,
    en: 'This password is too weak: 15 to 256 characters that are hard to guess. `strongroom generate --words 7` makes a good one.',
    de: 'Dieses Passwort ist zu schwach: 15 bis 256 schwer zu erratende Zeichen. `strongroom generate --words 7` erzeugt ein gutes.',
  },
  bad_password: {
    exit: 3,
    http: 423,
    en: 'That is not the password.',
    de: 'Das ist nicht das Passwort.',
  },
  locked: {
    exit: 3,
    http: 423,
    en: 'The vault is locked.',
    de: 'Der Tresor ist gesperrt.',
  },
  throttled: {
    exit: 3,
    http: 423,
    en: 'Too many wrong passwords. Wait before the next attempt.',
    de: 'Zu viele falsche Passwörter. Bitte vor dem nächsten Versuch warten.',
  },
  busy: {
    exit: 3,
    http: 423,
    en: 'Another unlock is running.',
    de: 'Es läuft schon ein anderer Entsperrversuch.',
  },
  not_initialized: {
    exit: 3,
    http: 423,
    en: 'There is no vault yet. `strongroom init` makes one.',
    de: 'Es gibt noch keinen Tresor. `strongroom init` legt einen an.',
  },
  not_found: {
    exit: 4,
    http: 404,
    en: 'There is nothing by that name.',
    de: 'Unter diesem Namen gibt es nichts.',
  },
  unauthorized: {
    exit: 5,
    http: 401,
    en: 'The key is not accepted.',
    de: 'Der Schlüssel wird nicht angenommen.',
  },
  not_granted: {
    exit: 5,
    http: 403,
    en: 'The owner has not granted this.',
    de: 'Der Eigentümer hat das nicht erlaubt.',
  },
  paused: {
    exit: 5,
    http: 403,
    en: 'Access is paused.',
    de: 'Der Zugriff ist angehalten.',
  },
  suspended: {
    exit: 5,
    http: 403,
    en: 'This client is suspended.',
    de: 'Dieser Client ist stillgelegt.',
  },
  vault_in_use: {
    exit: 6,
    http: null,
    en: 'Another process has the vault open. Close it, or use it there.',
    de: 'Ein anderer Prozess hat den Tresor geöffnet. Bitte dort schließen oder dort benutzen.',
  },
  vault_unreachable: {
    exit: 6,
    http: null,
    en: 'The process that has the vault open does not answer.',
    de: 'Der Prozess, der den Tresor geöffnet hat, antwortet nicht.',
  },
  port_in_use: {
    exit: 6,
    http: null,
    en: 'Another program listens on this port. Stop it, or choose another port.',
    de: 'Auf diesem Port lauscht ein anderes Programm. Bitte beenden oder einen anderen Port wählen.',
  },
  over_quota: {
    exit: 7,
    http: 403,
    en: 'The quota is used up.',
    de: 'Das Kontingent ist aufgebraucht.',
  },
  unpriced_model: {
    exit: 7,
    http: 403,
    en: 'This model has no price, so its cost cannot be capped.',
    de: 'Dieses Modell hat keinen Preis; seine Kosten lassen sich nicht begrenzen.',
  },
  rate_limited: {
    exit: 7,
    http: 429,
    en: 'Too many requests. Wait a moment.',
    de: 'Zu viele Anfragen. Bitte kurz warten.',
  },
  too_large: {
    exit: 2,
    http: 413,
    en: 'This is larger than the vault accepts: a field 64 KiB, 64 fields, 256 KiB together.',
    de: 'Das ist größer, als der Tresor annimmt: ein Feld 64 KiB, 64 Felder, zusammen 256 KiB.',
  },
  wrong_host: {
    exit: 1,
    http: 421,
    en: 'The request named another host.',
    de: 'Die Anfrage nannte einen anderen Host.',
  },
  browser_refused: {
    exit: 1,
    http: 403,
    en: 'Requests of web pages are not answered.',
    de: 'Anfragen von Webseiten werden nicht beantwortet.',
  },
  method_not_allowed: {
    exit: 1,
    http: 405,
    en: 'This method is not allowed here.',
    de: 'Diese Methode ist hier nicht erlaubt.',
  },
  unsupported_media: {
    exit: 1,
    http: 415,
    en: 'Only application/json is accepted.',
    de: 'Nur application/json wird angenommen.',
  },
  audit_unavailable: {
    exit: 1,
    http: 423,
    en: 'The audit log cannot be written, so nothing is opened. Check free space and permissions of the data folder.',
    de: 'Das Protokoll kann nicht geschrieben werden, deshalb wird nichts geöffnet. Bitte Platz und Rechte des Datenordners prüfen.',
  },
  db_corrupt: {
    exit: 1,
    http: 423,
    en: 'The vault file is damaged. Nothing was changed; restore a backup or run `strongroom doctor`.',
    de: 'Die Tresordatei ist beschädigt. Es wurde nichts verändert; bitte eine Sicherung einspielen oder `strongroom doctor` aufrufen.',
  },
  vault_header_invalid: {
    exit: 1,
    http: 423,
    en: 'The header of the vault is damaged or asks for impossible costs. Restore a backup.',
    de: 'Der Kopf des Tresors ist beschädigt oder verlangt unmögliche Kosten. Bitte eine Sicherung einspielen.',
  },
  key_slot_corrupt: {
    exit: 1,
    http: 423,
    en: 'The password is right, but the wrapped vault key is damaged. Restore a backup.',
    de: 'Das Passwort stimmt, aber der verpackte Tresorschlüssel ist beschädigt. Bitte eine Sicherung einspielen.',
  },
  header_tampered: {
    exit: 1,
    http: 423,
    en: 'The header of the vault was changed from outside. Restore a backup.',
    de: 'Der Kopf des Tresors wurde von außen verändert. Bitte eine Sicherung einspielen.',
  },
  tampered: {
    exit: 1,
    http: 423,
    en: 'The vault was changed from outside. It is read-only until it is repaired: `strongroom doctor --repair`.',
    de: 'Der Tresor wurde von außen verändert. Bis zur Reparatur ist er nur lesbar: `strongroom doctor --repair`.',
  },
  record_corrupt: {
    exit: 1,
    http: 422,
    en: 'This record is damaged and cannot be opened. The others are not affected.',
    de: 'Dieser Eintrag ist beschädigt und lässt sich nicht öffnen. Die anderen sind nicht betroffen.',
  },
  newer_format: {
    exit: 1,
    http: 423,
    en: 'A newer Strongroom wrote this vault. Nothing was changed; please update.',
    de: 'Ein neueres Strongroom hat diesen Tresor geschrieben. Es wurde nichts verändert; bitte aktualisieren.',
  },
  not_available: {
    exit: 1,
    http: 501,
    en: 'This is not available.',
    de: 'Das gibt es nicht.',
  },
  upstream_failed: {
    exit: 1,
    http: 502,
    en: 'The provider could not be reached or its answer was cut off.',
    de: 'Der Anbieter war nicht erreichbar oder seine Antwort brach ab.',
  },
  upstream_refused: {
    exit: 1,
    http: 502,
    en: 'The provider refused the call.',
    de: 'Der Anbieter hat den Aufruf abgelehnt.',
  },
  upstream_timeout: {
    exit: 1,
    http: 504,
    en: 'The provider did not answer in time.',
    de: 'Der Anbieter hat nicht rechtzeitig geantwortet.',
  },
} as const satisfies Record<string, ErrorRow>;

/** A code of the error table; the only text about a failure that may leave the process. */
export type ErrorCode = keyof typeof ERRORS;

/** Whether a text is a code of the table. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}
