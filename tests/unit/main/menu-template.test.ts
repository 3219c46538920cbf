import { describe, expect, it } from 'vitest';
import {
  applicationMenu,
  trayMenu,
  type Menu,
  type MenuEntry,
  type MenuFacts,
} from '../../../src/main/menu-template.ts';
import { messageOf } from '../../../src/shared/messages/catalogue.ts';

const facts = (more: Partial<MenuFacts> = {}): MenuFacts => ({
  t: (key) => messageOf({ language: 'en', locale: 'en' }, key),
  mac: false,
  isOpen: true,
  contentProtection: true,
  devTools: false,
  ...more,
});

function entries(menu: Menu): MenuEntry[] {
  return menu.flatMap((entry) => (entry === 'rule' ? [] : [entry, ...entries(entry.items ?? [])]));
}

const find = (menu: Menu, label: string) => entries(menu).find((entry) => entry.label === label);

describe('the application’s menu', () => {
  it('has the keys of the product', () => {
    const keys = Object.fromEntries(
      entries(applicationMenu(facts()))
        .filter(({ accelerator }) => accelerator !== undefined)
        .map(({ label, accelerator }) => [label, accelerator]),
    );
    expect(keys).toEqual({
      'New secret': 'CommandOrControl+N',
      Import: 'CommandOrControl+I',
      'Generate a password': 'CommandOrControl+G',
      Lock: 'CommandOrControl+L',
      Settings: 'CommandOrControl+,',
      Quit: 'CommandOrControl+Q',
      'Search secrets': 'CommandOrControl+F',
      'Command palette': 'CommandOrControl+K',
      'Zoom in': 'CommandOrControl+Plus',
      'Zoom out': 'CommandOrControl+-',
      'Actual size': 'CommandOrControl+0',
      'Keyboard shortcuts': 'CommandOrControl+/',
    });
  });

  it('shows what needs the vault and disables it while it is locked', () => {
    const open = entries(applicationMenu(facts()));
    const locked = entries(applicationMenu(facts({ isOpen: false })));
    expect(locked.map(({ label }) => label)).toEqual(open.map(({ label }) => label));
    const disabled = locked.filter(({ enabled }) => enabled === false).map(({ label }) => label);
    expect(disabled).toEqual([
      'New secret',
      'Import',
      'Generate a password',
      'Lock',
      'Settings',
      'Search secrets',
      'Command palette',
      'Audit log',
      'Keyboard shortcuts',
      'About Strongroom',
    ]);
    expect(open.filter(({ enabled }) => enabled === false)).toEqual([]);
  });

  it('leaves no dead item: each one acts, has a role or holds others', () => {
    for (const more of [{}, { mac: true }, { devTools: true }]) {
      for (const { action, role, items } of entries(applicationMenu(facts(more)))) {
        expect(action ?? role ?? items).toBeDefined();
      }
    }
  });

  it('shows whether captures are hidden', () => {
    const label = 'Hide from screen captures';
    expect(find(applicationMenu(facts()), label)?.checked).toBe(true);
    expect(find(applicationMenu(facts({ contentProtection: false })), label)?.checked).toBe(false);
  });

  it('has developer tools only where the app is developed', () => {
    expect(find(applicationMenu(facts()), 'Developer tools')).toBeUndefined();
    expect(find(applicationMenu(facts({ devTools: true })), 'Developer tools')).toBeDefined();
  });

  it('keeps to the habits of a Mac there', () => {
    const [first, second] = applicationMenu(facts({ mac: true }));
    expect(first).toMatchObject({ label: 'Strongroom' });
    const own = entries(first === undefined ? [] : [first]).map(({ label }) => label);
    expect(own).toEqual(expect.arrayContaining(['About Strongroom', 'Settings', 'Quit']));
    const file = entries(second === undefined ? [] : [second]).map(({ label }) => label);
    expect(file).not.toContain('Quit');
  });

  it('speaks German', () => {
    const t: MenuFacts['t'] = (key) => messageOf({ language: 'de', locale: 'de' }, key);
    const titles = applicationMenu(facts({ t })).map((entry) => (entry as MenuEntry).label);
    expect(titles).toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Hilfe']);
  });
});

describe('the tray’s menu', () => {
  it('opens, locks while there is something to lock, and quits', () => {
    const { t } = facts();
    expect(trayMenu({ t, isOpen: true })).toEqual([
      { label: 'Open Strongroom', does: 'open' },
      { label: 'Lock', enabled: true, does: 'lock' },
      { label: 'Pause all clients', enabled: false },
      'rule',
      { label: 'Quit', does: 'quit' },
    ]);
    expect(trayMenu({ t, isOpen: false })[1]).toMatchObject({ enabled: false });
  });
});
