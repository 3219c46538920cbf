import type { CommandLine } from 'electron';
import { strict } from './strict.ts';

type Offered = Pick<
  CommandLine,
  'appendArgument' | 'appendSwitch' | 'getSwitchValue' | 'hasSwitch' | 'removeSwitch'
>;

/** Switches as they were given; they are kept and answered for, and steer nothing here. */
export function commandLine(args: readonly string[]): Offered {
  const switches = new Map<string, string>();
  for (const argument of args) {
    const match = /^--([^=]+)(?:=(.*))?$/.exec(argument);
    if (match?.[1] !== undefined) switches.set(match[1], match[2] ?? '');
  }
  return strict('app.commandLine', {
    appendSwitch: (name: string, value = '') => void switches.set(name, value),
    appendArgument: () => undefined,
    getSwitchValue: (name: string) => switches.get(name) ?? '',
    hasSwitch: (name: string) => switches.has(name),
    removeSwitch: (name: string) => void switches.delete(name),
  });
}
