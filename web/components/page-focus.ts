/** Moves the focus to the heading of the page, or to where it will be: `takeFocus` moves it on. */
export function focusPage(): void {
  const main = document.querySelector<HTMLElement>('main');
  (main?.querySelector<HTMLElement>('h1') ?? main)?.focus({ preventScroll: true });
}

/** Moves the focus to a heading that appears, where it waits for it. */
export function takeFocus(heading: HTMLElement | null): void {
  if (document.activeElement?.matches('main') === true) heading?.focus({ preventScroll: true });
}

/** Moves the focus to what has just appeared, for keyboards and screen readers. */
export function focusNew(element: HTMLElement | null): void {
  element?.focus();
}
