import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { messageOf, type MessageKey } from '../../../src/shared/messages/catalogue.ts';
import { editDatabase } from '../../support/edit-database.ts';
import type { AppHost } from '../host/app-host.ts';
import { OWNER_PASSWORD, type SeedName } from './seed.ts';

/** Where a tour is: a running app, its page, and the words it speaks. */
export interface Place {
  readonly app: AppHost;
  readonly page: Page;
  readonly words: (key: MessageKey, values?: Readonly<Record<string, string>>) => string;
}

type Step = (place: Place) => Promise<unknown>;

/** A screen, or what lies over one. */
export interface Stop {
  readonly name: string;
  /** Begins where the stop before ended. */
  readonly show: Step;
  /** Closes what lies over the screen. */
  readonly leave?: Step;
}

/** Screens of one app in an order in which each is reached from the one before it. */
export interface Tour {
  readonly name: string;
  readonly vault: SeedName;
  /** What happens to the data folder before the app starts. */
  readonly spoil?: (home: string) => void;
  readonly stops: readonly Stop[];
}

export const ENGLISH: Place['words'] = (key, values) =>
  messageOf({ language: 'en', locale: 'en-US' }, key, values);
export const GERMAN: Place['words'] = (key, values) =>
  messageOf({ language: 'de', locale: 'de-DE' }, key, values);

/** An unlock costs a second of a quiet machine. */
const UNLOCK_MS = 20_000;

const press =
  (keys: string): Step =>
  ({ app }) =>
    app.press(keys);
const escape = press('Escape');
const dialog = ({ page }: Place) => page.getByRole('dialog');

/** Waits until nothing is on its way or moving, so that the page looks the same from then on. */
export async function settle(page: Page): Promise<void> {
  const busy = page.locator('[aria-busy="true"]');
  while ((await busy.count()) > 0)
    await busy
      .first()
      .waitFor({ state: 'hidden' })
      .catch(() => 0);
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ends = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
      .map(({ finished }) => finished.catch(() => undefined));
    await Promise.all(ends);
  });
}

async function submitPassword({ page, words }: Place, password: string): Promise<void> {
  await page.getByLabel(words('doors.locked.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: words('doors.locked.unlock') }).click();
}

/** Opens the vault, and waits for its window. */
export const unlock: Step = async (place) => {
  await submitPassword(place, OWNER_PASSWORD);
  await place.page.getByRole('main').waitFor({ timeout: UNLOCK_MS });
};

const wrongPassword: Step = async (place) => {
  await submitPassword(place, 'not the password at all');
  await settle(place.page);
};

/** Shows the secret that has one of everything, and waits until all of it is there. */
const openRecord: Step = async ({ page, words }) => {
  await page.getByRole('option', { name: 'ig-live' }).click();
  await page.getByRole('heading', { name: 'ig-live' }).waitFor();
  await page.getByRole('row', { name: words('secrets.versions.current') }).waitFor();
  // Plain values come a moment later than the rest.
  await page.getByText('mk-trading').waitFor();
};

const reveal: Step = async ({ app, page, words }) => {
  await app.press('ControlOrMeta+R');
  const hide = new RegExp(words('secrets.hide_field', { field: '.+' }));
  await page.getByRole('button', { name: hide }).waitFor();
};

const openForm: Step = async (place) => {
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
const openImport: Step = async ({ app, page, words }) => {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-import-'));
  const file = join(folder, 'trading.env');
  writeFileSync(file, SAMPLE_ENV);
  await app.answerDialog('showOpenDialog', { canceled: false, filePaths: [file] });
  await app.press('ControlOrMeta+I');
  await page.getByRole('button', { name: words('import.from.dotenv') }).click();
  await page.getByRole('grid', { name: words('import.preview.lines') }).waitFor();
  rmSync(dirname(file), { recursive: true });
};

const firstRun: Tour = {
  name: 'first run',
  vault: 'none',
  stops: [
    {
      name: 'first-run',
      show: ({ page, words }) =>
        page.getByRole('button', { name: words('doors.phrase.use') }).waitFor(),
    },
    {
      name: 'first-run-refused',
      show: ({ page, words }) =>
        page.getByRole('button', { name: words('doors.new.create') }).click(),
    },
  ],
};

const locked: Tour = {
  name: 'locked',
  vault: 'sample',
  stops: [
    {
      name: 'locked',
      show: ({ page, words }) =>
        page.getByRole('button', { name: words('doors.locked.unlock') }).waitFor(),
    },
    { name: 'wrong-password', show: wrongPassword },
    {
      name: 'throttled',
      show: async (place) => {
        for (let more = 0; more < 3; more += 1) await wrongPassword(place);
      },
    },
  ],
};

const empty: Tour = {
  name: 'empty',
  vault: 'empty',
  stops: [
    {
      name: 'empty',
      show: async (place) => {
        await unlock(place);
        await place.page.getByText(place.words('empty.title')).waitFor();
      },
    },
  ],
};

const lookAtLine: Step = async ({ page, words }) => {
  await page
    .getByRole('row', { name: words('audit.event.vault.unlock') })
    .first()
    .click();
  await page.getByRole('list', { name: words('audit.trace.steps') }).waitFor();
};

const throughPalette =
  (command: MessageKey): Step =>
  async ({ app, page, words }) => {
    await app.press('ControlOrMeta+K');
    await page.getByRole('combobox', { name: words('palette.label') }).fill(words(command));
    await page.keyboard.press('Enter');
    await page.getByRole('main').waitFor();
  };

const open: Tour = {
  name: 'open',
  vault: 'sample',
  stops: [
    {
      name: 'vault',
      show: async (place) => {
        await unlock(place);
        await openRecord(place);
      },
    },
    { name: 'revealed', show: reveal, leave: press('ControlOrMeta+R') },
    { name: 'palette', show: press('ControlOrMeta+K'), leave: escape },
    { name: 'chooser', show: press('ControlOrMeta+N'), leave: escape },
    { name: 'form', show: openForm, leave: escape },
    { name: 'edit', show: press('ControlOrMeta+E'), leave: escape },
    { name: 'generator', show: press('ControlOrMeta+G'), leave: escape },
    { name: 'import', show: openImport, leave: escape },
    { name: 'shortcuts', show: press('ControlOrMeta+/'), leave: escape },
    { name: 'settings', show: press('ControlOrMeta+,') },
    {
      name: 'change-password',
      show: ({ page, words }) =>
        page.getByRole('button', { name: words('settings.change_password') }).click(),
      leave: escape,
    },
    { name: 'about', show: throughPalette('command.about') },
    { name: 'audit', show: throughPalette('command.audit') },
    { name: 'trace', show: lookAtLine, leave: escape },
  ],
};

const damaged: Tour = {
  name: 'damaged',
  vault: 'sample',
  spoil: (home) => editDatabase(home, (db) => void db.pragma('application_id = 7')),
  stops: [
    {
      name: 'damage',
      show: ({ page, words }) =>
        page.getByRole('heading', { name: words('doors.problem.db_corrupt') }).waitFor(),
    },
  ],
};

const tampered: Tour = {
  name: 'tampered',
  vault: 'sample',
  spoil: (home) =>
    editDatabase(home, (db) => db.exec('DELETE FROM secrets_metadata WHERE rowid = 3')),
  stops: [
    {
      name: 'tampered',
      show: async (place) => {
        await unlock(place);
        await openRecord(place);
      },
    },
    {
      name: 'repair',
      show: ({ page, words }) =>
        page.getByRole('button', { name: words('repair.damage.review') }).click(),
      leave: escape,
    },
  ],
};

/** Every screen and everything that lies over one. */
export const TOURS: readonly Tour[] = [firstRun, locked, empty, open, damaged, tampered];
