import { describe, expect, it } from 'vitest';
import { SETTINGS, isSettingName } from '../../../../src/core/settings/definitions.ts';
import {
  choicesOf,
  sayChoice,
  sentText,
  SETTING_GROUPS,
  shownText,
  type SettingEntry,
} from '../../../../src/renderer/features/settings/setting-table.ts';
import { sentence } from '../doors/sentences.ts';

const ENTRIES: readonly SettingEntry[] = Object.values(SETTING_GROUPS).flat();

describe('the settings of the window', () => {
  it('are all that the vault has but those of the gateway, which the command line sets, each once', () => {
    const names = ENTRIES.map(({ name }) => name);
    const ofGateway = /^(auth|gateway|session|time|usage)\./;
    const others = Object.keys(SETTINGS).filter((name) => !ofGateway.test(name));
    expect(names.toSorted()).toEqual(others.toSorted());
  });

  it('offer only what the vault takes, its default among it', () => {
    for (const { name, control } of ENTRIES) {
      if (control.kind !== 'choice' || !isSettingName(name)) continue;
      for (const value of control.values) expect(SETTINGS[name].parse(String(value))).toBe(value);
      expect(control.values).toContain(SETTINGS[name].default);
    }
  });

  it('send a typed list as the vault reads it, and nothing else is repaired', () => {
    const { parse, default: fallback } = SETTINGS['expiry.reminder_days'];
    expect(shownText(fallback)).toBe('30, 7, 1');
    expect(parse(sentText(' 60, 14 ,1 '))).toBe('60,14,1');
    expect(parse(sentText('1, 7, 30'))).toBeNull();
    expect(parse(sentText('7; 1'))).toBeNull();
  });
});

describe('a choice', () => {
  const minutes = {
    kind: 'choice',
    values: [1, 5, 10, 0],
    say: 'settings.after_minutes',
    zero: 'settings.never',
  } as const;

  it('is said with its number, and never as "after 0 minutes"', () => {
    const said = minutes.values.map((value) => sentence(sayChoice(minutes, value)));
    expect(said).toEqual(['After 1 minute', 'After 5 minutes', 'After 10 minutes', 'Never']);
  });

  it('shows a value that was set elsewhere in its place, never last of all', () => {
    expect(choicesOf(minutes, 5)).toEqual([1, 5, 10, 0]);
    expect(choicesOf(minutes, 45)).toEqual([1, 5, 10, 45, 0]);
    const seconds = { kind: 'choice', values: [10, 30], say: 'settings.after_seconds' } as const;
    expect(choicesOf(seconds, 20)).toEqual([10, 20, 30]);
    expect(choicesOf(seconds, 5)).toEqual([5, 10, 30]);
  });
});
