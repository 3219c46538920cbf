// These functions run in the page: each stands alone.

/**
 * What a window of this size keeps from its owner: text that is cut off or has to be scrolled sideways, and controls
 * that no scrolling brings into sight. Text that ends in an ellipsis stands in full somewhere else.
 */
export function misfits(): string[] {
  const found = new Set<string>();
  const layer = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true }) && element.clientWidth !== 1;
  const saying = (element: Element): string =>
    (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 60);

  const texts = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const holder = node.parentElement;
    if (holder === null || node.nodeValue?.trim() === '' || !isShown(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right, width } = range.getBoundingClientRect();
    let edge: Element | null = holder;
    while (edge !== null && getComputedStyle(edge).overflowX === 'visible')
      edge = edge.parentElement;
    const frame = (edge ?? document.documentElement).getBoundingClientRect();
    const ends = edge !== null && getComputedStyle(edge).textOverflow === 'ellipsis';
    const squeezed = frame.width < Math.min(24, width - 1) && frame.width !== 1;
    if (ends && squeezed) found.add(`squeezed: ${saying(holder)}`);
    if (ends || frame.width <= 1 || width === 0) continue;
    if (left < frame.left - 1 || right > frame.right + 1) found.add(`cut off: ${saying(holder)}`);
  }

  for (const control of layer.querySelectorAll('button, input, select, textarea')) {
    const away =
      getComputedStyle(control).position === 'fixed' && control !== document.activeElement;
    if (!isShown(control) || control.matches(':disabled') || away) continue;
    control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
    const inside = left >= -1 && right <= innerWidth + 1 && top >= -1 && bottom <= innerHeight + 1;
    if (!inside) found.add(`out of reach: ${saying(control)}`);
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    const target = control.closest('label') ?? control;
    if (!target.contains(seen)) found.add(`covered: ${saying(control)}`);
  }
  return [...found];
}

/** Controls under 24 pixels in a direction (WCAG 2.2, 2.5.8). The label counts, a link in a sentence does not. */
export function smallTargets(): string[] {
  const layer = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const controls = [...layer.querySelectorAll('button:not(.link), input, select, textarea')];
  return controls
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .map((control) => ({
      label: control.getAttribute('aria-label') ?? control.textContent,
      box: (control.closest('label') ?? control).getBoundingClientRect(),
    }))
    .filter(({ box }) => Math.min(box.width, box.height) < 24)
    .map(({ label, box }) => `${label} ${String(box.width)} × ${String(box.height)}`);
}

/** What still moves when the desktop asks for less motion; steps are no motion. */
export function motions(): string[] {
  const found = new Set<string>();
  const isLong = (durations: string): boolean =>
    durations.split(', ').some((duration) => Number.parseFloat(duration) > 0);
  for (const element of document.querySelectorAll('*')) {
    for (const part of [null, '::before', '::after', '::backdrop']) {
      const style = getComputedStyle(element, part);
      const name = `${element.getAttribute('class') ?? element.tagName}${part ?? ''}`;
      const steps = style.animationTimingFunction.startsWith('steps');
      if (isLong(style.transitionDuration)) found.add(`transition of ${name}`);
      if (style.animationName !== 'none' && isLong(style.animationDuration) && !steps) {
        found.add(`animation of ${name}`);
      }
    }
  }
  return [...found];
}

/** What is chosen or current and looks, but for its colours, like what is not. */
export function unmarked(): string[] {
  return [
    ...document.querySelectorAll('[aria-current="page"], [role="option"][aria-selected="true"]'),
  ]
    .filter((element) => getComputedStyle(element).outlineStyle === 'none')
    .map((element) => element.textContent);
}

/**
 * The control that has the focus now; null outside of the page, and for one that had it before another (the round is
 * over). A control of several parts, such as a date, has it several times in a row, the palette as often as one likes.
 */
export function nextFocus(): { readonly name: string; readonly fault: string | null } | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  if (element.dataset['focus'] === 'before') return null;
  for (const last of document.querySelectorAll<HTMLElement>('[data-focus="now"]')) {
    last.dataset['focus'] = 'before';
  }
  element.dataset['focus'] = 'now';
  const said = element.getAttribute('aria-label') ?? element.textContent;
  const name = `${element.tagName} ${element.id} ${said.trim().slice(0, 40)}`;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const seen = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  // A field's frame shows its focus, and of a list its active row; in the palette that row is always marked.
  const active = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
  const signed = [element, element.parentElement, active].some((one) => {
    if (one === null) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    const glows = /0px 0px 0px 1px.*0px 0px 0px 4px/.test(boxShadow);
    return outlined || glows || (one === active && boxShadow !== 'none');
  });
  return { name, fault: seen ? (signed ? null : 'shows no focus') : 'is out of sight' };
}

/** Begins a new round at the top of the page. */
export function forgetFocus(): void {
  for (const element of document.querySelectorAll('[data-focus]')) {
    element.removeAttribute('data-focus');
  }
}
