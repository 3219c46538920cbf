import type { KeyInput } from '../chromium/calls.ts';

/** Keys that Electron names otherwise than the DOM does. */
const NAMES: Readonly<Record<string, string>> = {
  plus: '+',
  space: ' ',
  esc: 'escape',
  return: 'enter',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
};

/** Whether a key press is the one an accelerator such as `CmdOrCtrl+Shift+L` means. */
export function matches(accelerator: string, input: KeyInput): boolean {
  const parts = accelerator.toLowerCase().split(/\+(?!$)/);
  const key = parts.pop() ?? '';
  const has = (...names: string[]) => parts.some((part) => names.includes(part));
  const either = has('cmdorctrl', 'commandorcontrol');
  const mac = process.platform === 'darwin';
  const control = has('ctrl', 'control') || (either && !mac);
  const meta = has('cmd', 'command', 'meta', 'super') || (either && mac);
  const pressed = input.key.toLowerCase();
  const wanted = NAMES[key] ?? key;
  return (
    (pressed === wanted || input.code.toLowerCase() === `key${wanted}`) &&
    input.control === control &&
    input.meta === meta &&
    input.alt === has('alt', 'option') &&
    // `+` is Shift and `=` on most keyboards; the accelerator does not say so.
    (input.shift === has('shift') || wanted === '+')
  );
}
