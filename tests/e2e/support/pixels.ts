import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Locator, Page, TestInfo } from '@playwright/test';
import type { AppHost } from '../host/app-host.ts';
import { expect } from '../host/fixture.ts';
import { smallPng } from './small-png.ts';

const RECORD = resolve(import.meta.dirname, '..', '__screenshots__', 'made-with.json');

/** What the committed pictures were made with. */
interface MadeWith {
  readonly platform: string;
  readonly chromium: number;
}

/** How much of a picture may differ: another Chromium may round the edge of a letter otherwise. */
const SAME_BROWSER = 0.0005;
const OTHER_BROWSER = 0.02;

export type Comparison = 'exact' | 'loose' | 'none';

/**
 * How strictly pictures are compared. With the browser they were made with: exactly. With another: on a developer's
 * machine not at all, where a browser is required loosely, so that an update of the distribution's browser fails only
 * if the window looks different.
 */
export function comparison(
  here: MadeWith & { readonly kind: AppHost['kind'] },
  made: MadeWith | null,
  required: boolean,
): Comparison {
  if (here.kind === 'electron') return 'none';
  if (made === null) return 'exact';
  if (made.platform === here.platform && made.chromium === here.chromium) return 'exact';
  return required ? 'loose' : 'none';
}

function madeWith(): MadeWith | null {
  return existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, 'utf8')) as MadeWith) : null;
}

export interface PixelOptions {
  /** What differs from run to run. */
  readonly mask?: readonly Locator[];
}

/** Compares a page that stands still with its committed picture; says so in the report when it does not. */
export async function expectPixels(
  { app, page, info }: { readonly app: AppHost; readonly page: Page; readonly info: TestInfo },
  name: string,
  { mask = [] }: PixelOptions = {},
): Promise<void> {
  const here = { platform: process.platform, chromium: Number.parseInt(app.browserVersion, 10) };
  const updating = ['all', 'changed'].includes(info.config.updateSnapshots);
  const made = updating ? here : madeWith();
  if (updating) writeFileSync(RECORD, `${JSON.stringify(here, null, 2)}\n`);
  const required = process.env['CI_REQUIRE_BROWSER'] === '1';
  const strictness = comparison({ ...here, kind: app.kind }, made, required);
  if (strictness !== 'exact') {
    const description = `${name} is of Chromium ${String(made?.chromium)}, this is ${app.kind} ${app.browserVersion}`;
    info.annotations.push({ type: `pixels compared: ${strictness}`, description });
  }
  if (strictness === 'none') return;
  const maxDiffPixelRatio = strictness === 'exact' ? SAME_BROWSER : OTHER_BROWSER;
  const shot = await page.screenshot({ mask: [...mask], animations: 'disabled', caret: 'hide' });
  // What is committed has fewer shades, and not so many that the comparison would see it.
  expect(updating ? smallPng(shot) : shot).toMatchSnapshot(name, { maxDiffPixelRatio });
}
