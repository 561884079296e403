import type { IncomingMessage, ServerResponse } from 'node:http';
import { chromium, type Page } from 'playwright-core';
import { build } from 'esbuild';
import { CHROMIUM } from './chromium.ts';

/** The policy of the portal: scripts of its own and engines that were hashed, endpoints that users name, nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self' http: https:",
].join('; ');

const HTML = '<!doctype html><meta charset="utf-8"><script type="module" src="/page/rooms.mjs"></script>';

/** Files of a page by their names, as the server gives them under `/page/`. */
export type PageFiles = Readonly<Record<string, Uint8Array | string>>;

/**
 * Returns a function that answers requests for a page. It has the functions that a program in TypeScript puts into `globalThis.rooms`, and is
 * under the policy of the portal. The server of the page gives it, because Chromium lets no other page reach endpoints on this machine.
 */
export async function servePage(
  entry: string,
  files: PageFiles = {},
): Promise<(request: IncomingMessage, response: ServerResponse) => boolean> {
  const served: PageFiles = { ...files, '': HTML, 'rooms.mjs': await bundleForBrowsers(entry) };
  return ({ url = '' }, response) => {
    const name = /^\/page\/([^?]*)/.exec(url)?.[1];
    const body = name === undefined ? undefined : served[name];
    if (name === undefined || body === undefined) return false;
    const type = name === '' ? 'text/html' : name.endsWith('.mjs') ? 'text/javascript' : 'application/json';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
    return true;
  };
}

/** Bundles a program for browsers: it must need no module of Node.js. */
export async function bundleForBrowsers(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    ...{ bundle: true, write: false, format: 'esm', platform: 'browser', target: 'es2022' },
    tsconfigRaw: '{}',
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}

/** A page in Chromium. */
export interface OpenPage {
  readonly page: Page;
  /** Calls a function of the page with JSON values and returns what it returns. Its errors are thrown with `name`, `code` and message. */
  call(name: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Errors that the page logged, such as those of its policy. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Opens the page of `servePage` on a server. */
export async function openPage(origin: string): Promise<OpenPage> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => void faults.push(error.message));
  await page.goto(`${origin}/page/`);
  await page.waitForFunction('globalThis.rooms !== undefined');
  return {
    page,
    faults,
    call: async (name, ...args) => {
      const answer = await page.evaluate(callRoom, [name, args] as const);
      if ('value' in answer) return answer.value;
      throw Object.assign(new Error(answer.error.message), answer.error);
    },
    close: () => browser.close(),
  };
}

type Answer =
  | { readonly value: unknown }
  | {
      readonly error: {
        readonly name: string;
        readonly code: string | undefined;
        readonly message: string;
        readonly details: unknown;
      };
    };

/** Runs in the page. */
async function callRoom([name, args]: readonly [string, readonly unknown[]]): Promise<Answer> {
  const { rooms } = globalThis as unknown as {
    rooms: Record<string, (...given: readonly unknown[]) => Promise<unknown>>;
  };
  try {
    return { value: await rooms[name]!(...args) };
  } catch (error) {
    const { name: kind, code, message, details } = error as Error & { code?: string; details?: unknown };
    return { error: { name: kind, code, message, details } };
  }
}
