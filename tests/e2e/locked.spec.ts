import type { Page } from '@playwright/test';
import { expect, test } from './host/fixture.ts';
import { ask, refusalOf } from './support/ask.ts';
import { auditLines } from './support/audit-lines.ts';
import {
  expectLocked,
  lock,
  lockedTitle,
  passwordField,
  tryPassword,
  unlock,
  UNLOCK_MS,
} from './support/doors.ts';
import { OWNER_PASSWORD } from './support/seed.ts';

const WRONG = 'not the password of this vault';

const unlockButton = (page: Page) => page.getByRole('button', { name: 'Unlock' });

async function failOnce(page: Page): Promise<void> {
  await tryPassword(page, WRONG);
  await expect(unlockButton(page)).not.toHaveAttribute('aria-busy', { timeout: UNLOCK_MS });
}

test.describe('the locked screen', () => {
  test.use({ vault: 'empty' });

  test.beforeEach(({ secrets }) => {
    secrets.declare(WRONG);
  });

  test('refuses a wrong password by its line in the log, and counts it', async ({ page, home }) => {
    const field = passwordField(page);
    await test.step('it begins at its one field and says why it is there', async () => {
      await expect(lockedTitle(page)).toBeVisible();
      await expect(page.getByText('The owner password opens it.')).toBeVisible();
      await expect(field).toBeFocused();
      await expect(field).toHaveAttribute('type', 'password');
    });

    await test.step('an empty field is asked for, and tried against nothing', async () => {
      await field.press('Enter');
      await expect(field).toHaveAccessibleDescription('Enter the owner password.');
    });

    await test.step('while it is checked nothing else can be sent', async () => {
      await field.fill(WRONG);
      await field.press('Enter');
      await expect(unlockButton(page)).toHaveAttribute('aria-busy', 'true');
      await expect(field).not.toBeEditable();
      await expect(page.getByText('Checking the password.')).toBeAttached();
      // A second Enter and a click change nothing: there is one attempt in the log.
      await field.press('Enter');
      await unlockButton(page).click();
    });

    await test.step('the sentence, the line it stands for, an empty field with the focus', async () => {
      await expect(field).toHaveAccessibleDescription(/^That is not the password\. [0-9a-f]{8}$/, {
        timeout: UNLOCK_MS,
      });
      await expect(field).toHaveValue('');
      await expect(field).toBeFocused();
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      const shown = /[0-9a-f]{8}$/.exec((await field.evaluate(describedBy)) ?? '')?.[0];
      const denied = auditLines(home).filter(({ outcome }) => outcome === 'denied');
      expect(denied).toMatchObject([{ event: 'vault.unlock', reason: 'bad_password' }]);
      expect(denied[0]?.correlation_id.slice(0, 8)).toBe(shown);
    });

    await test.step('the failure stays counted when the message goes', async () => {
      await expect(page.getByText(/^1 failed attempt since the last unlock, at/)).toBeVisible();
      await field.pressSequentially('x');
      await expect(field).not.toHaveAttribute('aria-invalid');
      await expect(page.getByText(/^1 failed attempt since the last unlock/)).toBeVisible();
    });

    await test.step('an attempt while another runs is none, and what was typed stays', async () => {
      const other = ask(page, 'vault', 'unlock', { password: new TextEncoder().encode(WRONG) });
      await tryPassword(page, OWNER_PASSWORD);
      await expect(field).toHaveAccessibleDescription(/^Another unlock is running\. Try again/);
      await expect(field).toHaveValue(OWNER_PASSWORD);
      expect(refusalOf(await other).code).toBe('bad_password');
      await field.press('Enter');
      await expect(page.getByRole('navigation', { name: 'Vault' })).toBeVisible({
        timeout: UNLOCK_MS,
      });
    });
  });

  test('says that Caps Lock is on, as long as it is', async ({ page }) => {
    const field = passwordField(page);
    const press = (on: boolean) =>
      field.evaluate((input, modifierCapsLock) => {
        const init = { key: 'a', bubbles: true, modifierCapsLock };
        input.dispatchEvent(new KeyboardEvent('keydown', init));
      }, on);
    await expect(field).toBeFocused();
    await press(true);
    await expect(field).toHaveAccessibleDescription('Caps Lock is on.');
    await press(false);
    await expect(page.getByText('Caps Lock is on.')).toBeHidden();
  });

  test('makes the fifth attempt wait, counts down, and opens by itself', async ({ page }) => {
    test.slow();
    const wait = page.getByText(/^Too many wrong passwords. The next attempt is possible in/);
    for (let failures = 1; failures <= 4; failures += 1) {
      await expect(wait.first()).toBeHidden();
      await failOnce(page);
    }
    await test.step('the wait is shown and goes down', async () => {
      await expect(page.getByText(/^4 failed attempts since the last unlock/)).toBeVisible();
      await expect(unlockButton(page)).toBeDisabled();
      await expect(wait.first()).toContainText(/[1-5] seconds?/);
      const seconds = async () => {
        const [text = ''] = await wait.allInnerTexts();
        return Number(/\d+/.exec(text)?.[0] ?? 0);
      };
      const shown = await seconds();
      await expect.poll(seconds).toBeLessThan(shown);
    });
    await test.step('an attempt meanwhile is none', async () => {
      await tryPassword(page, OWNER_PASSWORD);
      await expect(unlockButton(page)).not.toHaveAttribute('aria-busy');
      await expect(passwordField(page)).toHaveValue(OWNER_PASSWORD);
    });
    await test.step('it ends by itself, and the right password opens', async () => {
      await expect(unlockButton(page)).toBeEnabled({ timeout: 8000 });
      await expect(wait.first()).toBeHidden();
      await expect(page.getByText('You can try again now.')).toBeAttached();
      await unlock(page);
    });
    await test.step('what happened before is told once', async () => {
      const notice = page.getByRole('status', { name: '4 failed attempts before this unlock' });
      await expect(notice).toContainText('If it was not you, someone else was at this computer.');
      await notice.getByRole('button', { name: 'Dismiss' }).click();
      await expect(notice).toBeHidden();
      await page.getByRole('button', { name: 'Audit log' }).click();
      await expect(page.getByText(/^4 failed attempts before the last unlock/)).toBeVisible();
      await page.getByRole('button', { name: /^All secrets/ }).click();
      await expect(
        page.getByRole('heading', { name: 'The vault is open and empty' }),
      ).toBeVisible();
      await expect(notice).toBeHidden();
    });
  });

  test('says whether the owner locked it or the machine', async ({ app, page }) => {
    await unlock(page);
    const locked = await test.step('the owner', () => lock(app));
    await unlock(locked);
    await test.step('sleep', async () => {
      const next = await app.nextWindow(() =>
        app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'), null),
      );
      await expectLocked(next, /^Locked at\s\S+( [AP]M)? when the computer went to sleep\.$/);
      await expect(passwordField(next)).toBeFocused();
      await expect(next.getByText(/failed attempt/)).toBeHidden();
    });
  });
});

/** What a screen reader says after the field's name. */
function describedBy(input: Element): string | null {
  const id = input.getAttribute('aria-describedby') ?? '';
  return document.getElementById(id)?.textContent ?? null;
}
