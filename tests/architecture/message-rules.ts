/** Messages by key, as the catalogue has them. */
export type Messages = Readonly<Record<string, readonly [en: string, de: string]>>;

const COUNTED = /\.(?:one|other)$/;

/** Words that are the same in both languages. */
const SAME_IN_BOTH = new Set([
  'Alt',
  'Broker',
  'Deployment',
  'Esc',
  'Live',
  'Name',
  'Paper',
  'Passphrase',
  'Strongroom',
  'System',
  'Tab',
  'URL',
  'Version',
  'Workspace',
  'optional',
  's',
]);

const keysWhere = (
  messages: Messages,
  wrong: (texts: readonly [en: string, de: string], key: string) => boolean,
): string[] =>
  Object.entries(messages)
    .filter(([key, texts]) => wrong(texts, key))
    .map(([key]) => key);

const placeholders = (text: string): string =>
  [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();

/** What a language could say differently. */
const wordsOf = (text: string): readonly string[] =>
  text.replaceAll(/\{\w+\}/g, '').match(/\p{L}+/gu) ?? [];

export const empty = (messages: Messages): string[] =>
  keysWhere(messages, (texts) => texts.some((text) => text.trim() === ''));

export const unevenPlaceholders = (messages: Messages): string[] =>
  keysWhere(messages, ([en, de]) => placeholders(en) !== placeholders(de));

/** A text that counts has both forms and no third one without a number. */
export const brokenPlurals = (messages: Messages): string[] =>
  keysWhere(messages, (_texts, key) => {
    if (!COUNTED.test(key)) return false;
    const stem = key.replace(COUNTED, '');
    return (
      !Object.hasOwn(messages, `${stem}.one`) ||
      !Object.hasOwn(messages, `${stem}.other`) ||
      Object.hasOwn(messages, stem)
    );
  });

export const untranslated = (messages: Messages): string[] =>
  keysWhere(
    messages,
    ([en, de]) => en === de && wordsOf(en).some((word) => !SAME_IN_BOTH.has(word)),
  );

/** The voice: no shouting, no pleading. */
export const outOfVoice = (messages: Messages): string[] =>
  keysWhere(messages, (texts) =>
    texts.some((text) => text.includes('!') || /\b(?:please|oops|bitte)\b/i.test(text)),
  );

/** Keys as source code names them: of a text that counts, the part before `.one` and `.other`. */
export const namedKeys = (messages: Messages): ReadonlySet<string> =>
  new Set(Object.keys(messages).map((key) => key.replace(COUNTED, '')));

/** Keys that no source names as a literal. */
export function unusedKeys(messages: Messages, sources: readonly string[]): string[] {
  const literals = new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/'([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+)'/g)].map(([, name]) => name),
    ),
  );
  return [...namedKeys(messages)].filter((key) => !literals.has(key));
}

/** Literals given to `t` or `messageOf` that are no key. */
export function unknownKeys(messages: Messages, sources: readonly string[]): string[] {
  const known = namedKeys(messages);
  const asked = sources.flatMap((source) =>
    [...source.matchAll(/\b(?:t\(|messageOf\([^()]*,)\s*'([^']*)'/g)].map(([, name]) => name ?? ''),
  );
  return [...new Set(asked)].filter((key) => !known.has(key));
}
