import { isTimeZone } from './time-zone.ts';

/** A setting: what it is for, its default, and the only texts it takes. */
interface SettingDefinition<V extends number | string> {
  readonly default: V;
  readonly description: string;
  /** The value of an owner's text, or null if the setting does not take it. */
  readonly parse: (text: string) => V | null;
}

function integer(
  fallback: number,
  min: number,
  max: number,
  description: string,
): SettingDefinition<number> {
  return {
    default: fallback,
    description: `${description} (${String(min)} to ${String(max)})`,
    parse: (text) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : null;
    },
  };
}

function choice(
  fallback: number,
  choices: readonly number[],
  description: string,
): SettingDefinition<number> {
  return {
    default: fallback,
    description: `${description} (${choices.join(', ')})`,
    parse: (text) => choices.find((value) => String(value) === text) ?? null,
  };
}

/** `30,7,1`: one to eight whole numbers of days, each up to 365, falling. */
function reminderDays(text: string): string | null {
  const days = /^\d{1,3}(,\d{1,3}){0,7}$/.test(text) ? text.split(',').map(Number) : [];
  const falling = days.every((day, i) => i === 0 || day < (days[i - 1] ?? 0));
  return days.length > 0 && falling && days.every((day) => day <= 365) ? days.join(',') : null;
}

/** Routes that may answer without a key; nothing in them is of the vault. */
export const EXEMPT_PATHS = ['/healthz', '/status', '/openapi.json', '/docs'] as const;
const NO_PATHS = 'none';

/** The routes that a text of `auth.exempt_paths` names; none for `none`. */
export function exemptPaths(text: string): readonly string[] {
  const named = new Set(text.split(','));
  return EXEMPT_PATHS.filter((path) => named.has(path));
}

/** `none`, or some of the routes, each once, in any order. */
function parsePaths(text: string): string | null {
  if (text === NO_PATHS) return text;
  const paths = exemptPaths(text);
  return paths.length > 0 && paths.length === text.split(',').length ? paths.join(',') : null;
}

/** Every setting there is; each one is consumed somewhere and has a test that says so. */
export const SETTINGS = {
  'auth.cache_entries': integer(100, 0, 10_000, 'API keys whose look-up the gateway remembers'),
  'auth.cache_seconds': integer(300, 0, 3600, 'Seconds for which it remembers them'),
  'auth.exempt_paths': {
    default: EXEMPT_PATHS.join(','),
    description: `Routes that need no key, comma separated (${EXEMPT_PATHS.join(', ')}), or none`,
    parse: parsePaths,
  } satisfies SettingDefinition<string>,
  'auth.required': choice(
    1,
    [1, 0],
    'Whether every other route needs a key; 0: a call without one acts as the client "default"',
  ),
  'clipboard.clear_seconds': integer(
    30,
    5,
    600,
    'Seconds after which a copied value is cleared from the clipboard',
  ),
  'expiry.reminder_days': {
    default: '30,7,1',
    description: 'Days before an expiry at which it is shown as near, falling, comma separated',
    parse: reminderDays,
  } satisfies SettingDefinition<string>,
  'gateway.port': integer(7421, 1024, 65_535, 'Port of the gateway on this machine'),
  'gateway.secret_reads_per_hour': integer(
    600,
    0,
    1_000_000,
    'Values that one client may have in an hour, 0: no limit',
  ),
  'history.keep': integer(10, 0, 100, 'Older values kept of each secret'),
  'kdf.memory_mib': integer(
    128,
    128,
    1024,
    'Memory of the password hash in MiB; raised at the next unlock, never lowered',
  ),
  'lock.idle_minutes': choice(
    10,
    [1, 5, 10, 15, 30, 60, 0],
    'Minutes without the owner after which the window locks the vault, 0: never',
  ),
  'reveal.hide_seconds': integer(
    20,
    5,
    300,
    'Seconds after which the window hides a shown value again',
  ),
  'session.hours': integer(24, 1, 720, 'Hours after its last use at which a session ends'),
  'time.zone': {
    default: 'UTC',
    description:
      'Time zone of your calendar days, an IANA name; taken from the system with the first client',
    parse: (text: string) => (isTimeZone(text) ? text : null),
  } satisfies SettingDefinition<string>,
  'usage.keep_days': integer(30, 1, 3650, 'Days for which answered requests are kept'),
} as const;

/** A setting's name. */
export type SettingName = keyof typeof SETTINGS;
/** The type of a setting's value. */
export type SettingValue<N extends SettingName> = (typeof SETTINGS)[N]['default'] extends number
  ? number
  : string;

/** Whether a text names a setting. */
export function isSettingName(text: string): text is SettingName {
  return Object.hasOwn(SETTINGS, text);
}
