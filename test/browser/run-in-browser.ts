import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHROMIUM, quietOptions } from './chromium.ts';

/** A page whose only text is what its script returns, as JSON. The script has the engine and the JSON that it is given. */
const page = (
  script: string,
): string => `<!doctype html><meta charset="utf-8"><pre id="result">nothing ran</pre><script type="module">
import * as engine from '/engine.mjs';
const compute = async (given) => { ${script} };
const result = JSON.stringify(await compute(await (await fetch('/given.json')).json()));
const text = Array.from(new TextEncoder().encode(result), (byte) => String.fromCodePoint(byte)).join('');
document.getElementById('result').textContent = btoa(text);
</script>`;

/** A run of a method. */
export interface BrowserRun {
  readonly method: string;
  readonly inputs: unknown;
  readonly parameters: unknown;
}

/** Runs a method of an engine in Chromium, and returns the JSON of the result. */
export function runInBrowser(engine: Uint8Array, run: BrowserRun): Promise<string> {
  return computeInBrowser(engine, 'return engine.runMethod(given.method, given.inputs, given.parameters);', {
    given: run,
  });
}

/** What the script of a page has besides the engine. */
export interface Given {
  /** JSON. */
  readonly given: unknown;
  /** Files that it can fetch, by path. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** Runs a script with an engine in Chromium: the body of an async function of `given`. Returns the JSON of what it returns. */
export async function computeInBrowser(
  engine: Uint8Array,
  script: string,
  { given, files: others = {} }: Given,
): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), 'carbon-ledger-chromium-'));
  const files: Record<string, readonly [type: string, body: string | Uint8Array]> = {
    '/': ['text/html', page(script)],
    '/engine.mjs': ['text/javascript', engine],
    '/given.json': ['application/json', JSON.stringify(given)],
    ...Object.fromEntries(
      Object.entries(others).map(([path, body]) => [path, ['application/octet-stream', body] as const]),
    ),
  };
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const dom = await readPage((server.address() as AddressInfo).port, profile);
    const text = /<pre id="result">([A-Za-z0-9+/=]+)<\/pre>/.exec(dom)?.[1];
    if (text === undefined) throw new Error(`the page shows no result: ${dom.slice(0, 500)}`);
    return Buffer.from(text, 'base64').toString('utf8');
  } finally {
    await new Promise((done) => server.close(done));
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Opens a page of a server on this machine and returns its DOM when its scripts have ended. */
export async function readPage(port: number, profile: string, path = '/'): Promise<string> {
  const url = `http://127.0.0.1:${port}${path}`;
  return (await dumpPage(url, [...quietOptions(profile), '--virtual-time-budget=20000'])).stdout;
}

/** Opens an address in Chromium. Returns the DOM of the page, and what Chromium logged. */
export function dumpPage(
  url: string,
  options: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const limits = { maxBuffer: 1 << 26, timeout: 90_000 };
  return promisify(execFile)(CHROMIUM, [...options, '--dump-dom', url], limits);
}
