import type { DocumentName } from '../shared/ipc/links.ts';
import type { PageCommand } from '../shared/ipc/replies.ts';
import type { MessageKey } from '../shared/messages/catalogue.ts';
import type { MenuItemConstructorOptions } from 'electron';

/** What a menu item does, as data. */
export type MenuAction =
  | { readonly does: 'page'; readonly command: PageCommand }
  | { readonly does: 'document'; readonly document: DocumentName }
  | { readonly does: 'zoom'; readonly to: 'in' | 'out' | 'reset' }
  | { readonly does: 'lock' | 'quit' | 'toggle_content_protection' | 'dev_tools' };

/** An item of a menu, before it is Electron's. */
export interface MenuEntry {
  readonly label: string;
  readonly accelerator?: string;
  readonly role?: NonNullable<MenuItemConstructorOptions['role']>;
  /** Absent: enabled. */
  readonly enabled?: boolean;
  /** Makes it a checkbox. */
  readonly checked?: boolean;
  readonly action?: MenuAction;
  readonly items?: Menu;
}

export type Menu = readonly (MenuEntry | 'rule')[];

export interface MenuFacts {
  readonly t: (key: MessageKey) => string;
  readonly mac: boolean;
  /** What needs the vault is shown and disabled while it is locked. */
  readonly isOpen: boolean;
  readonly contentProtection: boolean;
  readonly devTools: boolean;
}

/** The application's menu. Its keys are the page's own: a key that the page handles does not come here. */
export function applicationMenu(facts: MenuFacts): Menu {
  const { t, mac } = facts;
  return [
    ...(mac ? [{ label: t('shell.name'), items: macMenu(facts) }] : []),
    { label: t('shell.menu.file'), items: fileMenu(facts) },
    { label: t('shell.menu.edit'), items: editMenu(facts) },
    { label: t('shell.menu.view'), items: viewMenu(facts) },
    { label: t('shell.menu.help'), items: helpMenu(facts) },
  ];
}

function page(
  { t, isOpen }: MenuFacts,
  key: MessageKey,
  command: PageCommand,
  accelerator?: string,
): MenuEntry {
  return {
    label: t(key),
    ...(accelerator === undefined ? {} : { accelerator }),
    enabled: isOpen,
    action: { does: 'page', command },
  };
}

function macMenu(facts: MenuFacts): Menu {
  const { t } = facts;
  return [
    page(facts, 'command.about', 'about'),
    page(facts, 'command.settings', 'settings', 'Command+,'),
    'rule',
    { label: t('shell.menu.hide'), role: 'hide' },
    { label: t('shell.menu.hide_others'), role: 'hideOthers' },
    { label: t('shell.menu.show_all'), role: 'unhide' },
    'rule',
    quit(facts),
  ];
}

function fileMenu(facts: MenuFacts): Menu {
  const { t, mac, isOpen } = facts;
  return [
    page(facts, 'command.new_secret', 'new_secret', 'CommandOrControl+N'),
    page(facts, 'command.import', 'import', 'CommandOrControl+I'),
    page(facts, 'command.generate', 'generate', 'CommandOrControl+G'),
    'rule',
    {
      label: t('command.lock'),
      accelerator: 'CommandOrControl+L',
      enabled: isOpen,
      action: { does: 'lock' },
    },
    ...(mac ? [] : (['rule', settings(facts)] as const)),
    'rule',
    { label: t('shell.menu.close'), role: 'close' },
    ...(mac ? [] : [quit(facts)]),
  ];
}

function settings(facts: MenuFacts): MenuEntry {
  return page(facts, 'command.settings', 'settings', 'CommandOrControl+,');
}

function quit({ t }: MenuFacts): MenuEntry {
  return { label: t('shell.quit'), accelerator: 'CommandOrControl+Q', action: { does: 'quit' } };
}

function editMenu({ t }: MenuFacts): Menu {
  return [
    { label: t('shell.menu.undo'), role: 'undo' },
    { label: t('shell.menu.redo'), role: 'redo' },
    'rule',
    { label: t('shell.menu.cut'), role: 'cut' },
    { label: t('shell.menu.copy'), role: 'copy' },
    { label: t('shell.menu.paste'), role: 'paste' },
    { label: t('shell.menu.select_all'), role: 'selectAll' },
  ];
}

function viewMenu(facts: MenuFacts): Menu {
  const { t, contentProtection, devTools } = facts;
  const zoom = (key: MessageKey, to: 'in' | 'out' | 'reset', accelerator: string): MenuEntry => ({
    label: t(key),
    accelerator,
    action: { does: 'zoom', to },
  });
  return [
    page(facts, 'command.find', 'find', 'CommandOrControl+F'),
    page(facts, 'command.palette', 'palette', 'CommandOrControl+K'),
    page(facts, 'command.audit', 'audit'),
    'rule',
    {
      label: t('shell.menu.content_protection'),
      checked: contentProtection,
      action: { does: 'toggle_content_protection' },
    },
    'rule',
    zoom('shell.menu.zoom_in', 'in', 'CommandOrControl+Plus'),
    zoom('shell.menu.zoom_out', 'out', 'CommandOrControl+-'),
    zoom('shell.menu.zoom_reset', 'reset', 'CommandOrControl+0'),
    'rule',
    { label: t('shell.menu.full_screen'), role: 'togglefullscreen' },
    ...(devTools
      ? [{ label: t('shell.menu.dev_tools'), action: { does: 'dev_tools' } } as const]
      : []),
  ];
}

function helpMenu(facts: MenuFacts): Menu {
  const { t, mac } = facts;
  const document = (key: MessageKey, name: DocumentName): MenuEntry => ({
    label: t(key),
    action: { does: 'document', document: name },
  });
  return [
    page(facts, 'command.shortcuts', 'shortcuts', 'CommandOrControl+/'),
    'rule',
    document('shell.menu.introduction', 'readme'),
    document('shell.menu.command_line', 'cli'),
    document('shell.menu.troubleshooting', 'troubleshooting'),
    document('shell.menu.threat_model', 'threat-model'),
    ...(mac ? [] : (['rule', page(facts, 'command.about', 'about')] as const)),
  ];
}

/** What an item of the tray's menu does. */
export type TrayVerb = 'open' | 'lock' | 'quit';

export interface TrayEntry {
  readonly label: string;
  readonly enabled?: boolean;
  readonly does?: TrayVerb;
}

/** The tray's menu. Pausing belongs to the clients: there are none yet, so it is shown and disabled. */
export function trayMenu({
  t,
  isOpen,
}: Pick<MenuFacts, 't' | 'isOpen'>): readonly (TrayEntry | 'rule')[] {
  return [
    { label: t('shell.open'), does: 'open' },
    { label: t('command.lock'), enabled: isOpen, does: 'lock' },
    { label: t('shell.tray.pause_all'), enabled: false },
    'rule',
    { label: t('shell.quit'), does: 'quit' },
  ];
}
