/** A message in English and German. Placeholders are `{name}`; a text that counts has two keys, `….one` and `….other`. */
export type Message = readonly [en: string, de: string];

/** Messages of one part of the window, by key. */
export type MessagePart = Readonly<Record<string, Message>>;

/** The languages of the catalogue. */
export type Language = 'en' | 'de';
