import type { SeedName } from '../support/seed.ts';
import {
  escape,
  lookAtLine,
  openForm,
  openRecord,
  press,
  throughPalette,
  unlock,
  type Step,
} from '../support/tour-steps.ts';

/** A picture of the README. */
export interface Picture {
  readonly name: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly show: Step;
  readonly leave?: Step;
}

/** Pictures of one running app, each taken from where the one before it was left. */
export interface Sitting {
  readonly vault: SeedName;
  readonly pictures: readonly Picture[];
}

const typePassword: Step = async ({ page, words }) => {
  for (const field of ['doors.new.password', 'doors.new.again'] as const) {
    await page.getByLabel(words(field), { exact: true }).fill('tin whistle 9 harbour moss lantern');
  }
  await page.getByText(words('doors.new.confirm')).click();
  await page.getByText(/\d bits$/).waitFor();
};

const fillForm: Step = async (place) => {
  await openForm(place);
  const form = place.page.getByRole('dialog');
  const values = [
    ['API key', 'igk-5b80ad42e97c16f3'],
    ['Username', 'mk-paper'],
    ['Password', 'seven-brass-lanterns'],
    ['Account', 'D9XP4'],
  ] as const;
  for (const [label, value] of values) {
    await form.getByRole('textbox', { name: label, exact: true }).fill(value);
  }
};

const discardForm: Step = async (place) => {
  const { page, words } = place;
  await escape(place);
  await page.getByRole('button', { name: words('secret_form.discard.confirm') }).click();
};

const searchPalette: Step = async ({ app, page }) => {
  await app.press('ControlOrMeta+K');
  await page.getByRole('combobox').fill('ig');
};

const verifyLog: Step = async (place) => {
  const { page, words } = place;
  await throughPalette('command.audit')(place);
  await page.getByRole('button', { name: words('audit.chain.verify') }).click();
  await page.getByText(words('audit.chain.intact')).waitFor();
  await lookAtLine(place);
};

export const ALBUM: readonly Sitting[] = [
  { vault: 'none', pictures: [{ name: 'first-run', show: typePassword }] },
  {
    vault: 'sample',
    pictures: [
      {
        name: 'locked',
        show: ({ page, words }) =>
          page.getByRole('button', { name: words('doors.locked.unlock') }).waitFor(),
        leave: unlock,
      },
      { name: 'vault', show: openRecord },
      { name: 'vault-480', size: { width: 480, height: 600 }, show: press('ControlOrMeta+F') },
      { name: 'palette', show: searchPalette, leave: escape },
      { name: 'form', show: fillForm, leave: discardForm },
      { name: 'settings', show: press('ControlOrMeta+,') },
      { name: 'audit', show: verifyLog },
    ],
  },
];
