import type { BaseWindowConstructorOptions, Rectangle } from 'electron';
import { app, needReady } from './app.ts';
import { host } from './host-link.ts';
import type { BaseWindowMembers } from './base-window-members.ts';
import { screen } from './screen.ts';
import { ShownState } from './shown-state.ts';
import { cancellable, strictClass } from './strict.ts';
import { View, WebContentsView } from './views.ts';

const windows = new Set<BaseWindowStandIn>();
let lastId = 0;

class BaseWindowStandIn extends ShownState implements BaseWindowMembers {
  readonly id = ++lastId;
  #contentView = new View();
  #bounds: Rectangle;
  #title: string;
  #minimum: readonly number[];
  #maximized = false;
  #fullScreen = false;
  #protected = false;

  constructor(options: BaseWindowConstructorOptions = {}) {
    needReady('BaseWindow');
    super();
    const { workArea } = screen.getPrimaryDisplay();
    const { width = 800, height = 600 } = options;
    const {
      x = Math.round((workArea.width - width) / 2),
      y = Math.round((workArea.height - height) / 2),
    } = options;
    this.#bounds = { x, y, width, height };
    this.#title = options.title ?? app.getName();
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0];
    windows.add(this);
    app.opened(this);
    if (options.show !== false) this.show();
  }

  static getAllWindows(): BaseWindowStandIn[] {
    return [...windows];
  }

  static getFocusedWindow(): BaseWindowStandIn | null {
    return [...windows].find((window) => window.isFocused()) ?? null;
  }

  get contentView(): View {
    return this.#contentView;
  }

  set contentView(view: View) {
    this.#contentView = view;
  }

  getBounds(): Rectangle {
    return this.#maximized || this.#fullScreen
      ? screen.getPrimaryDisplay().workArea
      : this.getNormalBounds();
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }

  // The title bar is drawn over the content, so the content has the whole window.
  getContentBounds(): Rectangle {
    return this.getBounds();
  }

  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }

  getContentSize(): number[] {
    return this.getSize();
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.getBounds();
    this.#bounds = { ...before, ...bounds };
    this.#maximized = false;
    this.#tellOfBounds(before);
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  maximize(): void {
    if (this.#maximized) return;
    const before = this.getBounds();
    this.#maximized = true;
    this.showInactive();
    this.emit('maximize');
    this.#tellOfBounds(before);
  }

  unmaximize(): void {
    if (!this.#maximized) return;
    const before = this.getBounds();
    this.#maximized = false;
    this.emit('unmaximize');
    this.#tellOfBounds(before);
  }

  isFullScreen(): boolean {
    return this.#fullScreen;
  }

  setFullScreen(on: boolean): void {
    if (this.#fullScreen === on) return;
    const before = this.getBounds();
    this.#fullScreen = on;
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen');
    this.#tellOfBounds(before);
  }

  getMinimumSize(): number[] {
    return [...this.#minimum];
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height];
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  setContentProtection(on: boolean): void {
    this.#protected = on;
  }

  isContentProtected(): boolean {
    return this.#protected;
  }

  setTitleBarOverlay(): void {}
  setMenuBarVisibility(): void {}
  setMenu(): void {}
  setIcon(): void {}
  setBackgroundColor(): void {}
  setSkipTaskbar(): void {}

  close(): void {
    if (this.isDestroyed()) return;
    const event = cancellable({});
    this.emit('close', event);
    if (event.defaultPrevented) app.refused();
    else this.destroy();
  }

  destroy(): void {
    if (!windows.delete(this)) return;
    this.forgetShown();
    this.emit('closed');
    app.closed(this);
  }

  isDestroyed(): boolean {
    return !windows.has(this);
  }

  #tellOfBounds(before: Rectangle): void {
    const { x, y, width, height } = this.getBounds();
    if (x !== before.x || y !== before.y) this.emit('move');
    if (width !== before.width || height !== before.height) this.emit('resize');
  }
}

export const BaseWindow = strictClass(BaseWindowStandIn);

host.serve({
  dismissed: ({ contents }) => {
    const shows = (view: View): boolean =>
      view instanceof WebContentsView && view.webContents.id === contents;
    const window = [...windows].find(({ contentView }) => contentView.children.some(shows));
    window?.close();
  },
});
