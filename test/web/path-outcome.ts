import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { ACTORS } from '../../devnet/stack/actors.ts';
import type { KindName } from '../../core/records/kind.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { openClient } from '../../library/client.ts';
import { hideVarying, recordJson } from '../helpers/recorded-behaviour.ts';
import type { Portal } from './portal.ts';

/** Milliseconds between two looks at a page, which must be the same, and after which a page that still changes is read as it is. */
const [LOOK_MS, MOST_MS] = [200, 30_000];

/** Pages that list what all paths have registered: of these only the path is recorded. */
const LISTS = /^\/(?:|records|parties|datasets|batches|search|exchange|auditor|company|operator)$/;

/** What a page shows as values. Paths of pages, verdicts, results of checks and figures are the same in each language. */
const READ = `(() => {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent.trim());
  const data = (selector, name) => [...document.querySelectorAll(selector)].map((each) => each.dataset[name]);
  return {
    as: document.querySelector('header [class*=signedIn]')?.textContent ?? null,
    isBusy: document.querySelector('main .mantine-Loader-root, main li[data-result=waiting]') !== null,
    verdicts: data('main div[data-verdict]', 'verdict'),
    checks: data('main li[data-result]', 'result'),
    figures: texts('main td.number').filter((text) => /\\d/.test(text)),
  };
})()`;

interface Shown {
  readonly as: string | null;
  readonly isBusy: boolean;
  readonly verdicts: readonly string[];
  readonly checks: readonly string[];
  readonly figures: readonly string[];
}

const NO_VERDICT: Pick<Shown, 'verdicts' | 'checks'> = { verdicts: [], checks: [] };

/** What the paths of users come to: what they register, and what the pages show in the end. */
export interface PathOutcomes {
  /** Begins a path. */
  begin(): Promise<void>;
  /** Returns the outcome of the path that began last, as it is recorded. */
  read(): Promise<string>;
}

/** Opens the outcomes of paths on a portal. */
export function openPathOutcomes(portal: Portal): PathOutcomes {
  let after = '0';
  const listEvents = async (): Promise<readonly Accepted[]> => {
    const query = `after=${after}&types=record.accepted&limit=1000`;
    const response = await fetch(`${portal.url}/v1/events/page?${query}`);
    const { items } = (await response.json()) as { readonly items: readonly Accepted[] };
    after = items.at(-1)?.id ?? after;
    return items.filter(({ record }) => record.subject !== 'replay');
  };
  return {
    async begin() {
      await listEvents();
    },
    async read() {
      const pages = portal.browser.contexts().flatMap((context) => context.pages());
      const registered: string[] = [];
      for (const event of await listEvents()) registered.push(await describeRecord(portal, event));
      const shown = await Promise.all(pages.map((page) => readPage(page, registered.length > 0)));
      return [...registered, ...shown].join('\n');
    },
  };
}

interface Accepted {
  readonly id: string;
  readonly record: {
    readonly id: `0x${string}`;
    readonly party: string;
    readonly kind: KindName;
    readonly subject: string;
  };
}

/** Returns who registered what, with what it states and the figures that anyone may read. */
async function describeRecord({ url }: Portal, { record }: Accepted): Promise<string> {
  const client = openClient(url);
  const { statement, publicEntries } = await client.readRecord({ id: record.id });
  const actor = Object.entries(ACTORS).find(([, { identifier }]) => hashParty(identifier) === record.party);
  const entries = publicEntries ? (await client.readRecordEntries({ id: record.id })).entries : [];
  const figures = entries.map(({ key, value, unit }) => `  ${key} ${value} ${unit}`);
  const line = `${actor?.[0] ?? 'another'} registers ${record.kind} ${hideVarying(record.subject)}`;
  return [line, recordJson(statement), ...figures].join('\n');
}

/**
 * Returns what a page shows once it has come to rest. Who has just registered a record sees verdicts that change with each block: these
 * are left out.
 */
async function readPage(page: Page, hasRegistered: boolean): Promise<string> {
  const { pathname } = new URL(page.url());
  const path = hideVarying(pathname.replace(/^.*\/(?=verify\.html$)/, '/')).replace(/\d+$/, '#');
  const isList = LISTS.test(path);
  let shown = await page.evaluate<Shown>(READ);
  for (const end = performance.now() + MOST_MS; performance.now() < end;) {
    await wait(LOOK_MS);
    const next = await page.evaluate<Shown>(READ);
    const isStill = (isList || !next.isBusy) && JSON.stringify(next) === JSON.stringify(shown);
    shown = next;
    if (isStill) break;
  }
  const { as } = shown;
  const { verdicts, checks } = isList || (hasRegistered && as !== null) ? NO_VERDICT : shown;
  const figures = isList ? [] : shown.figures;
  return [
    // An account without a party is shown by the ends of its address.
    `${path} as ${as === null ? 'nobody' : hideVarying(as).replace(/^0x…[0-9a-fA-F]+$/, '0x…')}`,
    ...verdicts.map((verdict) => `  verdict ${verdict}`),
    ...(checks.length === 0 ? [] : [`  checks ${checks.join(' ')}`]),
    // A list by records is in the order of their ids.
    ...[...new Set(figures)].sort().map((figure) => `  figure ${hideVarying(figure)}`),
  ].join('\n');
}
