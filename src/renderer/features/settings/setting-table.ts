import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { Phrase } from '../doors/phrase.ts';

/** How a setting of the vault is chosen. */
export type SettingControl =
  | {
      readonly kind: 'choice';
      readonly values: readonly number[];
      /** Says a value; it counts. */
      readonly say: MessageKey;
      /** Says 0, which then stands last. */
      readonly zero?: MessageKey;
    }
  | {
      readonly kind: 'text';
      /** What to enter, said when main refused. */
      readonly refused: MessageKey;
      readonly numeric: boolean;
    };

export interface SettingEntry {
  readonly name: string;
  readonly label: MessageKey;
  readonly hint: MessageKey;
  readonly control: SettingControl;
  /** Said while 0 is chosen. */
  readonly zeroWarning?: MessageKey;
}

/** The settings that the window knows, in groups as they are shown. */
export const SETTING_GROUPS = {
  locking: [
    {
      name: 'lock.idle_minutes',
      label: 'settings.idle',
      hint: 'settings.idle.hint',
      control: {
        kind: 'choice',
        values: [1, 5, 10, 15, 30, 60, 0],
        say: 'settings.after_minutes',
        zero: 'settings.never',
      },
      zeroWarning: 'settings.idle.never.warning',
    },
  ],
  clipboardReveal: [
    {
      name: 'clipboard.clear_seconds',
      label: 'settings.clipboard',
      hint: 'settings.clipboard.hint',
      control: { kind: 'choice', values: [10, 20, 30, 60, 120], say: 'settings.after_seconds' },
    },
    {
      name: 'reveal.hide_seconds',
      label: 'settings.reveal',
      hint: 'settings.reveal.hint',
      control: { kind: 'choice', values: [5, 10, 20, 30, 60], say: 'settings.after_seconds' },
    },
  ],
  historyExpiry: [
    {
      name: 'history.keep',
      label: 'settings.history',
      hint: 'settings.history.hint',
      control: { kind: 'text', refused: 'settings.history.refused', numeric: true },
    },
    {
      name: 'expiry.reminder_days',
      label: 'settings.reminder',
      hint: 'settings.reminder.hint',
      control: { kind: 'text', refused: 'settings.reminder.refused', numeric: false },
    },
  ],
  password: [
    {
      name: 'kdf.memory_mib',
      label: 'settings.kdf',
      hint: 'settings.kdf.hint',
      control: { kind: 'choice', values: [128, 256, 512, 1024], say: 'settings.kdf.value' },
    },
  ],
} as const satisfies Record<string, readonly SettingEntry[]>;

type Choice = Extract<SettingControl, { kind: 'choice' }>;

/** The choices, and in its place a value that was set elsewhere. */
export function choicesOf({ values, zero }: Choice, current: number): readonly number[] {
  if (values.includes(current)) return values;
  const last = zero === undefined ? Infinity : 0;
  const rank = (value: number) => (value === last ? Infinity : value);
  return [...values, current].sort((a, b) => rank(a) - rank(b));
}

/** A choice in words. */
export function sayChoice({ say, zero }: Choice, value: number): Phrase {
  return value === 0 && zero !== undefined ? { key: zero } : { key: say, values: { count: value } };
}

/** A list as it is read: "30, 7, 1". */
export function shownText(value: number | string): string {
  return String(value).replaceAll(',', ', ');
}

/** What main takes of a typed text: nothing but the spaces is dropped. */
export function sentText(typed: string): string {
  return typed.replaceAll(/\s+/g, '');
}
