import type { Locator, Page } from '@playwright/test';
import { expect } from '../host/fixture.ts';

/** More stops than any screen has. */
const MOST_STOPS = 60;

/** The focus is there, and its owner can see it. */
export async function expectFocus(target: Locator): Promise<void> {
  await expect(target).toBeFocused();
  await expect.poll(() => target.evaluate(isFocusSeen), 'the focus can be seen').toBe(true);
}

/** Presses Tab until the focus is there, as someone does who has no mouse. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) {
      await expectFocus(target);
      return;
    }
  }
  throw new Error(`${String(target)} is not reached by ${key}`);
}

/** Runs in the page: whether the element is drawn as the one with the focus, or the frame or the row that stands for it. */
function isFocusSeen(element: Element): boolean {
  if (!element.matches(':focus-visible')) return false;
  const isOutlined = (one: Element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && outlineWidth !== '0px';
  };
  if (isOutlined(element)) return true;
  const row = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
  if (row !== null) return isOutlined(row) || row.getAttribute('aria-selected') === 'true';
  const frame = element.matches('input, textarea') ? element.parentElement : null;
  return frame !== null && getComputedStyle(frame).boxShadow !== 'none';
}
