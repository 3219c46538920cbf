import { StrictEmitter } from './strict.ts';

const FIRED = [
  'close',
  'closed',
  'resize',
  'resized',
  'move',
  'moved',
  'focus',
  'blur',
  'show',
  'hide',
  'maximize',
  'unmaximize',
  'minimize',
  'restore',
  'enter-full-screen',
  'leave-full-screen',
];
const QUIET = [
  'will-resize',
  'will-move',
  'session-end',
  'query-session-end',
  'responsive',
  'unresponsive',
  'system-context-menu',
  'app-command',
  'always-on-top-changed',
];

/** Whether a window is shown, focused, minimized. There is no desktop that would change it by itself. */
export class ShownState extends StrictEmitter {
  #visible = false;
  #focused = false;
  #minimized = false;

  constructor() {
    super('baseWindow', FIRED, QUIET);
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }

  hide(): void {
    if (!this.#visible) return;
    this.#visible = false;
    this.emit('hide');
    this.blur();
  }

  focus(): void {
    if (!this.#visible || this.#focused) return;
    this.#focused = true;
    this.emit('focus');
  }

  blur(): void {
    if (!this.#focused) return;
    this.#focused = false;
    this.emit('blur');
  }

  isFocused(): boolean {
    return this.#focused;
  }

  isVisible(): boolean {
    return this.#visible && !this.#minimized;
  }

  minimize(): void {
    if (this.#minimized) return;
    this.#minimized = true;
    this.blur();
    this.emit('minimize');
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  restore(): void {
    if (!this.#minimized) return;
    this.#minimized = false;
    this.emit('restore');
    this.focus();
  }

  /** For a window that is destroyed: no event tells of it. */
  forgetShown(): void {
    this.#visible = false;
    this.#focused = false;
  }
}
