import type { Language } from './message-part.ts';
import { auditMessages } from './audit.ts';
import { commandMessages } from './commands.ts';
import { componentMessages } from './components.ts';
import { doorMessages } from './doors.ts';
import { generateMessages } from './generate.ts';
import { importMessages } from './import.ts';
import { paletteMessages } from './palette.ts';
import { repairMessages } from './repair.ts';
import { secretFormMessages } from './secret-form.ts';
import { secretMessages } from './secrets.ts';
import { settingsMessages } from './settings.ts';
import { shellMessages } from './shell.ts';

const CATALOGUE = {
  ...auditMessages,
  ...commandMessages,
  ...componentMessages,
  ...doorMessages,
  ...generateMessages,
  ...importMessages,
  ...paletteMessages,
  ...repairMessages,
  ...secretFormMessages,
  ...secretMessages,
  ...settingsMessages,
  ...shellMessages,
} as const;

type Key = keyof typeof CATALOGUE;
type CountedKey = Extract<Key, `${string}.other`> extends `${infer Stem}.other` ? Stem : never;

/** A message's key; of a message that counts, the part before `.one` and `.other`. */
export type MessageKey = Exclude<Key, `${string}.one` | `${string}.other`> | CountedKey;

/** What is put in for the placeholders. `count` also chooses between `.one` and `.other`. */
export type MessageValues = Readonly<Record<string, string | number>>;

/**
 * The message of a key in a language (CLDR plural rules of `locale`). Numbers are written as the locale does.
 * A placeholder without a value stays as it is.
 */
export function messageOf(
  { language, locale }: { readonly language: Language; readonly locale: string },
  key: MessageKey,
  values: MessageValues = {},
): string {
  const { count } = values;
  const found = lookUp(typeof count === 'number' ? countedKey(key, count, locale) : key);
  const text = found?.[language === 'en' ? 0 : 1] ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? value.toLocaleString(locale) : (value ?? placeholder);
  });
}

function countedKey(key: MessageKey, count: number, locale: string): string {
  const category = pluralRules(locale).select(count) === 'one' ? 'one' : 'other';
  return lookUp(`${key}.${category}`) === undefined ? key : `${key}.${category}`;
}

const rules = new Map<string, Intl.PluralRules>();

/** Making the rules costs more than using them a hundred times, and a key press draws many messages. */
function pluralRules(locale: string): Intl.PluralRules {
  const known = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, known);
  return known;
}

function lookUp(key: string): readonly [string, string] | undefined {
  return Object.hasOwn(CATALOGUE, key) ? CATALOGUE[key as Key] : undefined;
}

/** Every key with its messages: for the tests that look for missing and unused ones. */
export function allMessages(): Readonly<Record<string, readonly [en: string, de: string]>> {
  return CATALOGUE;
}
