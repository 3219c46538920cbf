import { expect, test } from './host/fixture.ts';
import { unlock } from './support/doors.ts';
import { line, sheetTitle, valueOf } from './support/open-window.ts';

test.describe('the generator', () => {
  test.use({ vault: 'empty' });

  test('makes what was asked for, never the same twice, and gives it to a new secret', async ({
    page,
  }) => {
    await unlock(page);
    await page.keyboard.press('Control+g');
    const dialog = page.getByRole('dialog', { name: 'Generate' });
    const suggestion = dialog.locator('output');
    const bits = async (): Promise<number> =>
      Number(/^(\d+) bits$/.exec(await dialog.getByText(/^\d+ bits$/).innerText())?.[1]);
    const again = dialog.getByRole('button', { name: 'Again' });

    await test.step('a password of 24 characters, with symbols and without look-alikes', async () => {
      await expect(again).toBeFocused();
      await expect(suggestion).toHaveText(/^[!-~]{24}$/);
      await expect(suggestion).not.toHaveText(/[lIO01]/);
      expect(await bits()).toBeGreaterThanOrEqual(128);
      const first = await suggestion.innerText();
      await page.keyboard.press('Enter');
      await expect(suggestion).not.toHaveText(first);
    });

    await test.step('its length and its characters can be chosen, within limits', async () => {
      await dialog.getByRole('spinbutton', { name: 'Length' }).fill('40');
      await expect(suggestion).toHaveText(/^[!-~]{40}$/);
      await dialog.getByRole('switch', { name: 'Symbols' }).uncheck();
      await expect(suggestion).toHaveText(/^[A-Za-z2-9]{40}$/);
      await dialog.getByRole('spinbutton', { name: 'Length' }).fill('4');
      await dialog.getByRole('spinbutton', { name: 'Length' }).blur();
      await expect(dialog.getByRole('spinbutton', { name: 'Length' })).toHaveValue('40');
      await expect(suggestion).toHaveText(/^[A-Za-z2-9]{40}$/);
    });

    await test.step('words say their strength', async () => {
      await dialog.getByText('Passphrase', { exact: true }).click();
      await expect(suggestion).toHaveText(/^[a-z]+(-[a-z]+){6,}$/);
      expect(await bits()).toBe(90);
      await dialog.getByRole('spinbutton', { name: 'Words' }).fill('5');
      await dialog.getByText('Dot', { exact: true }).click();
      await expect(suggestion).toHaveText(/^[a-z-]+(\.[a-z-]+){4}$/);
      expect(await bits()).toBe(64);
    });

    await test.step('it becomes the value of a new secret, byte for byte', async () => {
      const made = await suggestion.innerText();
      await dialog.getByRole('button', { name: 'Use it for a new secret' }).click();
      const chooser = page.getByRole('combobox', { name: 'Whose key is it?' });
      await chooser.fill('something');
      await chooser.press('Enter');
      await page.getByRole('textbox', { name: 'Name' }).fill('made up');
      await expect(page.getByRole('textbox', { name: 'Value' })).toHaveValue(made);
      await page.keyboard.press('Control+s');
      await expect(sheetTitle(page, 'made up')).toBeVisible();
      await line(page, 'Value').getByRole('button', { name: 'Reveal Value' }).click();
      await expect(valueOf(page, 'Value')).toHaveText(made);
    });
  });
});
