import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';

/** Most presses of Tab from one thing to another on the same page. */
const MOST_TABS = 45;
/** How long the focus may be nowhere while the page changes, in milliseconds. */
const LOST_MS = 10_000;
/** How long a place with the focus may be out of sight while the page is drawn anew, in milliseconds. */
const MOVING_MS = 2_000;

/** The element that has the focus, as the page describes it. */
interface Stop {
  /** What it is, for messages: its role or tag, its name and where it is. */
  readonly name: string;
  /** What a user of the keyboard would object to; empty if nothing. */
  readonly faults: readonly string[];
}

/** A user of a page who has only a keyboard. */
export interface Keyboard {
  /**
   * Presses Tab, or Shift and Tab where the element is before the focus, until it has the focus. Each stop must be visible and show where
   * the focus is; the focus must not be lost before.
   */
  readonly reach: (locator: Locator, most?: number) => Promise<void>;
  /** Reaches an element and presses a key on it: Enter if not given. */
  readonly press: (locator: Locator, key?: string) => Promise<void>;
  /** Reaches a field, and types a text in place of what it holds. */
  readonly type: (locator: Locator, text: string) => Promise<void>;
  /** Reaches a checkbox and checks it with the space bar. */
  readonly check: (locator: Locator) => Promise<void>;
  /** Reaches the group of a radio button, and chooses it with the arrow keys. */
  readonly choose: (locator: Locator) => Promise<void>;
  /** Reaches a list of options, and chooses one by its label with the arrow keys. */
  readonly select: (locator: Locator, label: string) => Promise<void>;
  /** Chooses an item of the open menu with the arrow keys. */
  readonly pick: (item: Locator) => Promise<void>;
  /** Reaches the button that opens the chooser of files, and chooses one. */
  readonly chooseFile: (button: Locator, file: string) => Promise<void>;
  /** Fails where the focus is nowhere, once the page had time to place it. */
  readonly expectFocus: () => Promise<void>;
  /** How often Tab was pressed. */
  readonly tabs: () => number;
}

/** Returns a keyboard for a page, on which nothing is clicked. */
export function useKeyboard(page: Page): Keyboard {
  let tabs = 0;
  let isFresh = true;
  page.on('load', () => (isFresh = true));
  // Choosers of files are caught from now on: to begin with it takes longer than to press a key.
  page.on('filechooser', () => {});

  const step = async (isBack: boolean): Promise<void> => {
    await page.keyboard.press(isBack ? 'Shift+Tab' : 'Tab');
    tabs++;
  };
  /** Waits for the focus to be somewhere, unless the document was just opened. */
  const expectFocus = async (): Promise<void> => {
    if (isFresh) return;
    const end = Date.now() + LOST_MS;
    while (await isLost(page)) {
      if (Date.now() > end) throw new Error(`The focus is lost; it was last on ${await lastOf(page)}`);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  };
  /** Returns where the focus is, and what is still wrong there when the page has come to rest. */
  const settle = async (): Promise<Stop> => {
    const end = Date.now() + MOVING_MS;
    for (;;) {
      const stop = await page.evaluate(readStop);
      if (stop.faults.length === 0 || Date.now() > end) return stop;
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  };
  const reach = async (locator: Locator, most = MOST_TABS): Promise<void> => {
    await locator.waitFor({ state: 'attached' });
    await expectFocus();
    const seen: string[] = [];
    for (let count = 0; count <= most; count++) {
      const where = await locator.evaluate(placeOf);
      if (where === 'here') return;
      await step(where === 'before');
      isFresh = false;
      const { name, faults } = await settle();
      seen.push(name);
      if (faults.length > 0) throw new Error(`${name}: ${faults.join('; ')}`);
    }
    const wanted = await locator.evaluate((element) => element.outerHTML.slice(0, 120));
    throw new Error(`Tab does not reach ${wanted} within ${most} steps, but\n  ${seen.join('\n  ')}`);
  };
  const press = async (locator: Locator, key = 'Enter'): Promise<void> => {
    await reach(locator);
    await page.keyboard.press(key);
  };
  return {
    reach,
    press,
    type: async (locator, text) => {
      await press(locator, 'ControlOrMeta+a');
      await (text === '' ? page.keyboard.press('Delete') : page.keyboard.type(text));
      expect(await locator.inputValue()).toBe(text);
    },
    check: async (locator) => {
      await press(locator, 'Space');
      expect(await locator.isChecked()).toBe(true);
    },
    choose: async (locator) => {
      await locator.waitFor({ state: 'attached' });
      const group = page.locator(`input[type=radio][name="${await locator.getAttribute('name')}"]`);
      const checked = group.and(page.locator(':checked'));
      await reach((await checked.count()) > 0 ? checked : group.first());
      if (!(await locator.isChecked()) && (await checked.count()) === 0) await page.keyboard.press('Space');
      for (let count = await group.count(); !(await locator.isChecked()) && count > 0; count--) {
        await page.keyboard.press('ArrowDown');
        expect(await page.evaluate(readStop)).toMatchObject({ faults: [] });
      }
      expect(await locator.isChecked()).toBe(true);
    },
    select: async (locator, label) => {
      await reach(locator);
      const labels = await locator.evaluate((list) =>
        [...(list as HTMLSelectElement).options].map((option) => option.label),
      );
      expect(labels).toContain(label);
      const chosen = (): Promise<string> =>
        locator.evaluate((list) => (list as HTMLSelectElement).selectedOptions[0]?.label ?? '');
      for (
        let steps = labels.indexOf(label) - labels.indexOf(await chosen());
        steps !== 0;
        steps -= Math.sign(steps)
      )
        await page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
      expect(await chosen()).toBe(label);
    },
    pick: async (item) => {
      await item.waitFor();
      const isThere = (): Promise<boolean> => item.evaluate((element) => element === document.activeElement);
      for (let count = await page.getByRole('menuitem').count(); !(await isThere()) && count >= 0; count--)
        await page.keyboard.press('ArrowDown');
      expect(await isThere()).toBe(true);
      expect(await page.evaluate(readStop)).toMatchObject({ faults: [] });
      await page.keyboard.press('Enter');
      await item.waitFor({ state: 'detached' });
    },
    chooseFile: async (button, file) => {
      await reach(button);
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
      await chooser.setFiles(file);
    },
    expectFocus,
    tabs: () => tabs,
  };
}

async function isLost(page: Page): Promise<boolean> {
  return page.evaluate(() => document.activeElement === null || document.activeElement === document.body);
}

async function lastOf(page: Page): Promise<string> {
  return page.evaluate(() => (globalThis as { lastStop?: string }).lastStop ?? 'nothing');
}

/** Where an element is from the focus: of several radio buttons with one name, Tab reaches one. */
function placeOf(element: Element): 'here' | 'before' | 'after' {
  const focused = document.activeElement;
  if (focused === element) return 'here';
  if (focused === null || focused === document.body) return 'after';
  const place = focused.compareDocumentPosition(element);
  return (place & Node.DOCUMENT_POSITION_PRECEDING) !== 0 && (place & Node.DOCUMENT_POSITION_CONTAINS) === 0
    ? 'before'
    : 'after';
}

/**
 * Reads, in the page, what has the focus, and whether one can see it. What it calls is inside of it: the page knows nothing else of this file.
 */
async function readStop(): Promise<Stop> {
  const hasRing = (each: Element): boolean => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && !outlineColor.endsWith(', 0)');
  };
  const nameOf = (each: Element): string => {
    const labels = (each as { labels?: NodeListOf<HTMLLabelElement> | null }).labels ?? [];
    const names = [
      each.getAttribute('aria-label'),
      ...[...labels].map((label) => label.innerText),
      each.textContent,
    ];
    const text = names.find((name) => name !== null && name.trim() !== '') ?? '';
    return `${each.tagName.toLowerCase()} “${text.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}”`;
  };
  /** Says why a box cannot be seen: it is outside of the window, or another element covers its middle. */
  const listHidden = ({ left, right, top, bottom }: DOMRect, drawn: readonly Element[]): string[] => {
    const [x, y] = [
      Math.max(left, 0) + Math.min(right, innerWidth),
      Math.max(top, 0) + Math.min(bottom, innerHeight),
    ];
    const isInside = right > 2 && bottom > 2 && left < innerWidth - 2 && top < innerHeight - 2;
    if (!isInside) return [`it is outside of the window, at ${left}, ${top}`];
    const above = document.elementFromPoint(x / 2, y / 2);
    const isFree = above !== null && drawn.some((each) => each.contains(above) || above.contains(each));
    return isFree ? [] : [`it is covered by ${above?.outerHTML.slice(0, 80)}`];
  };

  const { activeElement: element } = document;
  if (element === null || element === document.body) return { name: 'the end of the page', faults: [] };
  // What slides in is judged when it has come to rest, and scrolling takes a frame or two.
  const moving = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.all(moving.map(({ finished }) => finished.catch(() => {})));
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const around = element.closest('section, nav, header, [role=dialog], [role=row], li');
  const name = nameOf(element) + (around === null || around === element ? '' : ` in ${nameOf(around)}`);
  // What is drawn for it: itself, or the label of an input that is not drawn.
  const drawn = [element, element.nextElementSibling, element.closest('label'), element.parentElement]
    .filter((each) => each !== null)
    .filter((each) => each.getBoundingClientRect().width >= 2);
  const ringed = drawn.find(hasRing);
  const last = globalThis as { lastStop?: string; ringed?: Element | undefined };
  const { ringed: before } = last;
  Object.assign(last, { lastStop: name, ringed });
  if (ringed === undefined) return { name, faults: ['it shows no ring'] };
  // The ring is there because of the focus: what had it before has none now.
  const isLeft = before?.isConnected === true && before !== ringed && !before.contains(element);
  return {
    name,
    faults: [
      ...(isLeft && hasRing(before) ? ['what had the focus before still shows a ring'] : []),
      ...listHidden(ringed.getClientRects()[0]!, drawn),
    ],
  };
}
