import { focusPage } from './page-focus.ts';

/** Parts of a page from which a reader can continue. */
const PARTS = '[data-keeps-focus], [role="dialog"], section, article, form, fieldset, main';
/** Milliseconds in which a page can place the focus itself. */
const PAUSE_MS = 50;
/** What Tab reaches in a part. */
const CONTROLS = ':is(a[href], button, input, select, textarea, summary, [tabindex]):not([tabindex="-1"])';

/**
 * Keeps the focus on the page, for keyboards and screen readers: when what has it is taken out of the page, the part around it gets it, or the
 * control of a part with `data-keeps-focus`. A button that shows that it is working, which disables it, has the focus again
 * afterwards. Returns a function that ends this.
 */
export function keepFocus(): () => void {
  let last: Element | null = null;
  let around: readonly Element[] = [];
  let dialog: Element | null = null;
  let opener: readonly Element[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const remember = ({ target }: Pick<FocusEvent, 'target'>): void => {
    if (!(target instanceof Element)) return;
    const inside = target.closest('[role="dialog"]');
    // What a dialog was opened from is around it.
    if (inside !== dialog) opener = inside === null || last === null ? [] : [last, ...around];
    dialog = inside;
    around = [...partsAround(target), ...opener];
    last = target;
  };
  // Who points somewhere has left it.
  const forget = (): void => {
    last = null;
  };
  const restore = (): void => {
    if (last === null || !isLost()) return;
    if (!isThere(last)) placeFocus(around.find(isThere));
    else if (!last.matches(':disabled')) placeFocus(last);
    else if (!last.matches('[data-loading]')) placeFocus(around.find(isThere));
  };
  const watch = new MutationObserver(() => {
    // What is disabled or hidden loses the focus a little later.
    if (last === null || (!isLost() && !last.matches(':disabled, [hidden] *'))) return;
    clearTimeout(timer);
    timer = setTimeout(restore, PAUSE_MS);
  });
  watch.observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ['disabled', 'hidden', 'data-loading'],
  });
  if (!isLost()) remember({ target: document.activeElement });
  document.addEventListener('focusin', remember);
  document.addEventListener('pointerdown', forget, true);
  return () => {
    clearTimeout(timer);
    watch.disconnect();
    document.removeEventListener('focusin', remember);
    document.removeEventListener('pointerdown', forget, true);
  };
}

function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Whether an element is in the page, and shown. */
function isThere(element: Element): boolean {
  return element.isConnected && element.checkVisibility();
}

function partsAround(element: Element): readonly Element[] {
  const parts: Element[] = [];
  for (
    let part = element.parentElement?.closest(PARTS);
    part != null;
    part = part.parentElement?.closest(PARTS)
  )
    parts.push(part);
  return parts;
}

function placeFocus(part: Element | undefined): void {
  if (!isHtml(part) || part.tagName === 'MAIN') return focusPage();
  if (part.hasAttribute('data-keeps-focus')) return part.querySelector<HTMLElement>(CONTROLS)?.focus();
  if (part.tabIndex < 0) part.setAttribute('tabindex', '-1');
  part.focus({ preventScroll: true });
}

function isHtml(element: Element | undefined): element is HTMLElement {
  return element instanceof HTMLElement;
}
