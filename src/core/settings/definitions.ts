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

/** Every setting there is; each one is consumed somewhere and has a test that says so. */
export const SETTINGS = {
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
