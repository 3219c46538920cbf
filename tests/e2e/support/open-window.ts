import type { Locator, Page } from '@playwright/test';
import type { AppHost } from '../host/app-host.ts';
import { expect } from '../host/fixture.ts';

export function search(page: Page): Locator {
  return page.getByRole('searchbox', { name: 'Search secrets' });
}

/** The list of secrets, whatever it is filtered by. */
export function list(page: Page): Locator {
  return page.getByRole('main').getByRole('listbox');
}

export function row(page: Page, name: string): Locator {
  return list(page)
    .getByRole('option')
    .filter({ has: page.getByText(name, { exact: true }) });
}

/** The sheet of the chosen secret. */
export function sheet(page: Page): Locator {
  return page.getByRole('article');
}

/** The name of the chosen secret, as the head of its sheet. */
export function sheetTitle(page: Page, name: string): Locator {
  return sheet(page).getByRole('heading', { level: 2, name });
}

/** Chooses a secret with the pointer and waits until its fields are there. */
export async function choose(page: Page, name: string): Promise<void> {
  await row(page, name).click();
  await expect(sheetTitle(page, name)).toBeVisible();
  await expect(line(page, 'Reference')).toBeVisible();
}

/** One line of the ledger: label, value, buttons. */
export function line(page: Page, label: string): Locator {
  return sheet(page)
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) });
}

/** The value of a line of the ledger. */
export function valueOf(page: Page, label: string): Locator {
  return line(page, label).getByRole('definition').first();
}

/** Messages that lie over the window. */
export function toasts(page: Page): Locator {
  return page.getByRole('region', { name: 'Messages' });
}

/** Opens the menu of the chosen secret and picks an entry. */
export async function pickMore(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

/** Picks one of a few; the radio button itself is hidden under its label. */
export async function pick(page: Page, of: string, choice: string): Promise<void> {
  const group = page.getByRole('radiogroup', { name: of });
  await group.getByText(choice, { exact: true }).click();
  await expect(group.getByRole('radio', { name: choice })).toBeChecked();
}

/** Where the side leads. */
export async function go(page: Page, place: string | RegExp): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Vault' })
    .getByRole('button', { name: place })
    .click();
}

export function clipboardText(app: AppHost): Promise<string> {
  return app.evaluate(({ clipboard }) => clipboard.readText(), null);
}
