import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { isEmpty, playExample } from '../../devnet/example/play.ts';
import { writeTampered } from '../../devnet/example/proofs.ts';
import { ACTOR_NAMES } from '../../devnet/stack/actors.ts';
import { type LedgerHome, nameHome } from '../../devnet/stack/ledger-home.ts';
import type { KeyHolder } from '../../devnet/stack/local-keys.ts';
import { startLocalStack } from '../../devnet/stack/local-stack.ts';
import { createScreen, type Screen } from '../../devnet/terminal/screen.ts';
import { openClient } from '../../library/client.ts';
import { CHROMIUM } from '../browser/chromium.ts';
import { openTestWallet, type TestWalletOptions } from '../helpers/test-wallet.ts';

/** How long a step of a page may take, in milliseconds. */
const STEP_MS = 120_000;

const ROOT = resolve(import.meta.dirname, '../..');

/** The page Verify as one file. */
export const VERIFY_FILE = join(ROOT, 'dist/portal/verify.html');

/** How a page is opened. */
export interface PageOptions {
  /** Whose wallet the browser has; none if not given. */
  readonly wallet?: KeyHolder;
  /** How that wallet behaves. */
  readonly behaviour?: TestWalletOptions;
  readonly context?: BrowserContextOptions;
}

/** The portal of a ledger on this machine, and a browser. */
export interface Portal {
  readonly url: string;
  /** The JSON-RPC endpoint of the chain. */
  readonly rpcUrl: string;
  readonly home: LedgerHome;
  readonly browser: Browser;
  /** Returns the private key of an actor of the example, as 0x hex. */
  readonly keyOf: (holder: KeyHolder) => string;
  /** Opens a path of the portal in a browser of its own, as another person would. */
  readonly open: (path: string, options?: PageOptions) => Promise<Page>;
  readonly stop: () => Promise<void>;
}

/** Builds the portal if its sources changed. */
export async function buildPortal(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/build-portal.ts', '--if-changed'], { cwd: ROOT });
}

/**
 * Builds the portal if its sources changed, starts a whole ledger that has played the worked example or only its parties, and a browser. The folder
 * of the ledger can be filled before with one that has played it.
 */
export async function startPortal(
  example: 'example' | 'parties',
  fillHome?: (folder: string) => Promise<void>,
): Promise<Portal> {
  await buildPortal();
  const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-portal-'));
  const home = nameHome(folder);
  await fillHome?.(folder);
  const screen = silentScreen();
  const stack = await startLocalStack({ home, port: 0, screen });
  const keys = stack.keys!;
  if (example === 'parties') await waitForParties(stack.url);
  else if (await isEmpty(stack)) {
    await playExample(stack, keys, home, screen);
    await writeTampered(home);
  }
  const { rpcUrl } = JSON.parse(await readFile(home.ledgerFile, 'utf8')) as { rpcUrl: string };
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const keyOf = (holder: KeyHolder): string => keys[holder].privateKey;
  return {
    url: stack.url,
    rpcUrl,
    home,
    browser,
    keyOf,
    open: async (path, { wallet, behaviour = {}, context: options = {} } = {}) => {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      const page = await context.newPage();
      // The limit of a test ends what hangs: a busy machine may take long for a single step.
      page.setDefaultTimeout(STEP_MS);
      if (wallet !== undefined)
        await giveWallet(page, keyOf(wallet), { chainId: stack.domain.chainId, rpcUrl, ...behaviour });
      await page.goto(`${stack.url}${path}`);
      return page;
    },
    stop: async () => {
      await browser.close();
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the registrations of all actors are older than a final block: before, nobody can sign in or register records for them. */
async function waitForParties(url: string): Promise<void> {
  const ledger = openClient(url);
  for (;;) {
    const { items } = await ledger.listParties();
    const parties = await Promise.all(items.map(({ party }) => ledger.readParty({ party })));
    const final = (await ledger.showStatus()).chain?.final?.time ?? 0;
    const isReady = parties.every(
      ({ roles, windows }) =>
        roles.length > 0 && windows.keys.length > 0 && windows.keys.every(({ from }) => from < final),
    );
    if (parties.length === ACTOR_NAMES.length && isReady) return;
    await wait(200);
  }
}

function silentScreen(): Screen {
  return createScreen({ write: () => {}, isTerminal: false, hasColour: false, steps: 1, now: () => 0 });
}

/** Gives a page a wallet that announces itself (EIP-6963). Its key stays outside the browser, as with a real one. */
async function giveWallet(page: Page, key: string, options: TestWalletOptions): Promise<void> {
  const wallet = openTestWallet(key, options);
  await page.exposeFunction('askTestWallet', async (asked: { method: string; params?: unknown[] }) => {
    try {
      return { answer: await wallet.request(asked) };
    } catch (error) {
      const { code, data } = error as { code?: number; data?: unknown };
      return { error: { code, data, message: String(error) } };
    }
  });
  await page.addInitScript(`
    const provider = {
      request: async (asked) => {
        const { answer, error } = await window.askTestWallet(asked);
        if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.code, data: error.data });
        return answer;
      },
    };
    const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', {
      detail: Object.freeze({ info: { uuid: 'test', name: 'Test wallet', rdns: 'org.example.test', icon: null }, provider }),
    }));
    window.addEventListener('eip6963:requestProvider', announce);
    announce();`);
}

/** Shows a page in light or dark, and waits until its colours have changed: those that still change have another contrast. */
export async function showIn(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** Signs in with the wallet of a page, in any language of the portal. */
export async function signIn(page: Page): Promise<void> {
  const banner = page.getByRole('banner');
  await banner.getByRole('button', { name: /^(?:Sign in|登录)$/ }).click();
  await page.getByRole('button', { name: /Test wallet/ }).click();
  await banner.getByRole('button', { name: /Signed in as|已登录/ }).waitFor();
}

/** Collects what a page must never report: errors of scripts, and of the content security policy. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // A request that is refused, as a test provokes, is no fault of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text());
  });
  return errors;
}
