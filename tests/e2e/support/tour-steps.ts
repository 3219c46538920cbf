import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { messageOf, type MessageKey } from '../../../src/shared/messages/catalogue.ts';
import type { AppHost } from '../host/app-host.ts';
import { OWNER_PASSWORD } from './seed.ts';

/** Where one is: a running app, its page, and the words it speaks. */
export interface Place {
  readonly app: AppHost;
  readonly page: Page;
  readonly words: (key: MessageKey, values?: Readonly<Record<string, string>>) => string;
}

export type Step = (place: Place) => Promise<unknown>;

export const ENGLISH: Place['words'] = (key, values) =>
  messageOf({ language: 'en', locale: 'en-US' }, key, values);
export const GERMAN: Place['words'] = (key, values) =>
  messageOf({ language: 'de', locale: 'de-DE' }, key, values);

/** An unlock costs a second of a quiet machine. */
const UNLOCK_MS = 20_000;

/** Presses a key, for the page or the menu. */
export const press =
  (keys: string): Step =>
  ({ app }) =>
    app.press(keys);
export const escape = press('Escape');
const dialog = ({ page }: Place) => page.getByRole('dialog');

/** Longer ones count something down. */
const LONGEST_MOTION_MS = 1000;

/** Waits until nothing is on its way or moving, so that the page looks the same from then on. */
export async function settle(page: Page): Promise<void> {
  const busy = page.locator('[aria-busy="true"]');
  while ((await busy.count()) > 0) {
    await busy.first().waitFor({ state: 'hidden' });
  }
  await page.mouse.move(0, 0);
  await page.evaluate(async (longest) => {
    await document.fonts.ready;
    const motions = document
      .getAnimations()
      .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < longest);
    await Promise.allSettled(motions.map(({ finished }) => finished));
  }, LONGEST_MOTION_MS);
}

async function submitPassword({ page, words }: Place, password: string): Promise<void> {
  await page.getByLabel(words('doors.locked.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: words('doors.locked.unlock') }).click();
}

/** Opens the vault, and waits for its window. */
export const unlock: Step = async (place) => {
  await submitPassword(place, OWNER_PASSWORD);
  const side = place.page.getByRole('navigation', { name: place.words('side.label') });
  await side.waitFor({ timeout: UNLOCK_MS });
};

/** Tries another password than the owner's, and waits for the answer. */
export const wrongPassword: Step = async (place) => {
  await submitPassword(place, 'not the password at all');
  await settle(place.page);
};

/** Shows the secret that has one of everything, and waits until all of it is there. */
export const openRecord: Step = async ({ page, words }) => {
  await page.getByRole('option', { name: 'ig-live' }).click();
  await page.getByRole('heading', { name: 'ig-live' }).waitFor();
  await page.getByRole('row', { name: words('secrets.versions.current') }).waitFor();
  // Plain values come a moment later than the rest.
  await page.getByText('mk-trading').waitFor();
};

/** Shows the main value of the record. */
export const reveal: Step = async ({ app, page, words }) => {
  await app.press('ControlOrMeta+R');
  const hide = new RegExp(words('secrets.hide_field', { field: '.+' }));
  await page.getByRole('button', { name: hide }).waitFor();
};

/** The form of a new IG key. */
export const openForm: Step = async (place) => {
  await place.app.press('ControlOrMeta+N');
  await dialog(place).getByRole('combobox').fill('IG');
  await place.page.keyboard.press('Enter');
  await dialog(place)
    .getByRole('button', { name: place.words('secret_form.save') })
    .waitFor();
};

const SAMPLE_ENV = `OPENAI_API_KEY=oai-from-a-file
ALPACA_KEY_ID=alp-from-a-file
ig-live=taken-already
this line is none
`;

/** The preview of a file that has a little of everything. */
export const openImport: Step = async ({ app, page, words }) => {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-import-'));
  const file = join(folder, 'trading.env');
  writeFileSync(file, SAMPLE_ENV);
  await app.answerDialog('showOpenDialog', { canceled: false, filePaths: [file] });
  await app.press('ControlOrMeta+I');
  await page.getByRole('button', { name: words('import.from.dotenv') }).click();
  await page.getByRole('grid', { name: words('import.preview.lines') }).waitFor();
  rmSync(dirname(file), { recursive: true });
};

/** In the log, everything that belongs to the newest unlock. */
export const lookAtLine: Step = async ({ page, words }) => {
  await page
    .getByRole('row', { name: words('audit.event.vault.unlock') })
    .first()
    .click();
  await page.getByRole('list', { name: words('audit.trace.steps') }).waitFor();
};

/** Runs a command by its name. */
export const throughPalette =
  (command: MessageKey): Step =>
  async ({ app, page, words }) => {
    await app.press('ControlOrMeta+K');
    await page.getByRole('combobox', { name: words('palette.label') }).fill(words(command));
    await page.keyboard.press('Enter');
    await page.getByRole('main').waitFor();
  };
