import { editDatabase } from '../../support/edit-database.ts';
import type { SeedName } from './seed.ts';
import {
  escape,
  lookAtLine,
  openForm,
  openImport,
  openRecord,
  press,
  reveal,
  throughPalette,
  unlock,
  wrongPassword,
  type Step,
} from './tour-steps.ts';

/** A screen, or what lies over one. */
export interface Stop {
  readonly name: string;
  /** One of the ten whose look and whose outline for screen readers are committed. */
  readonly main?: true;
  /** From where the tour was entered, or from any stop before this one. */
  readonly show: Step;
  /** Closes what lies over the screen. */
  readonly leave?: Step;
}

/** Screens of one running app. */
export interface Tour {
  readonly name: string;
  readonly vault: SeedName;
  /** What happens to the data folder before the app starts. */
  readonly spoil?: (home: string) => void;
  readonly enter?: Step;
  readonly stops: readonly Stop[];
}

const firstRun: Tour = {
  name: 'first run',
  vault: 'none',
  stops: [
    {
      name: 'first-run',
      main: true,
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
      main: true,
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
  enter: unlock,
  stops: [
    {
      name: 'empty',
      main: true,
      show: ({ page, words }) => page.getByText(words('empty.title')).waitFor(),
    },
  ],
};

const secrets: Tour = {
  name: 'secrets',
  vault: 'sample',
  enter: async (place) => {
    await unlock(place);
    await openRecord(place);
  },
  stops: [
    { name: 'vault', main: true, show: ({ page }) => page.getByRole('article').waitFor() },
    { name: 'revealed', show: reveal, leave: press('ControlOrMeta+R') },
    { name: 'palette', main: true, show: press('ControlOrMeta+K'), leave: escape },
    { name: 'chooser', show: press('ControlOrMeta+N'), leave: escape },
    { name: 'form', main: true, show: openForm, leave: escape },
    { name: 'edit', show: press('ControlOrMeta+E'), leave: escape },
    { name: 'generator', show: press('ControlOrMeta+G'), leave: escape },
    { name: 'import', show: openImport, leave: escape },
  ],
};

const pages: Tour = {
  name: 'pages',
  vault: 'sample',
  enter: unlock,
  stops: [
    { name: 'shortcuts', show: press('ControlOrMeta+/'), leave: escape },
    { name: 'settings', main: true, show: press('ControlOrMeta+,') },
    {
      name: 'change-password',
      show: ({ page, words }) =>
        page.getByRole('button', { name: words('settings.change_password') }).click(),
      leave: escape,
    },
    { name: 'about', show: throughPalette('command.about') },
    { name: 'audit', main: true, show: throughPalette('command.audit') },
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
      main: true,
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
  enter: unlock,
  stops: [
    {
      name: 'tampered',
      main: true,
      show: ({ page, words }) => page.getByText(words('repair.damage.title')).waitFor(),
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
export const TOURS: readonly Tour[] = [firstRun, locked, empty, secrets, pages, damaged, tampered];
