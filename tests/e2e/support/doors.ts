import type { Locator, Page } from '@playwright/test';
import type { AppHost } from '../host/app-host.ts';
import { expect } from '../host/fixture.ts';
import { OWNER_PASSWORD } from './seed.ts';

/** An unlock costs a second of a quiet machine. */
export const UNLOCK_MS = 20_000;

/** The one field of the locked screen. */
export function passwordField(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Owner password' });
}

/** What the locked screen says of itself. */
export function lockedTitle(page: Page): Locator {
  return page.getByRole('heading', { name: 'Strongroom is locked' });
}

/** Types a password at the locked screen and sends it. */
export async function tryPassword(page: Page, password: string): Promise<void> {
  await passwordField(page).fill(password);
  await passwordField(page).press('Enter');
}

/** From the locked screen to the open window. */
export async function unlock(page: Page, password: string = OWNER_PASSWORD): Promise<void> {
  await tryPassword(page, password);
  await expect(page.getByRole('navigation', { name: 'Vault' })).toBeVisible({ timeout: UNLOCK_MS });
}

/** The locked screen, with the sentence that says why. */
export async function expectLocked(page: Page, why: RegExp | string): Promise<void> {
  await expect(lockedTitle(page)).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(why)).toBeVisible();
}

/** Locks by the key, wherever the focus is; answers the fresh page. */
export async function lock(app: AppHost): Promise<Page> {
  const page = await app.nextWindow(() => app.press('Control+l'));
  await expectLocked(page, 'You locked it');
  return page;
}
