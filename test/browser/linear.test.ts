import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeSolutions } from './fixtures/describe-solutions.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FOLDER = resolve(import.meta.dirname, 'fixtures');

const PAGE = `<!doctype html><meta charset="utf-8"><pre id="result">nothing ran</pre><script type="module">
import { describeSolutions } from '/solutions.mjs';
document.getElementById('result').textContent = describeSolutions();
</script>`;

/** Without "wasm-unsafe-eval", a content security policy refuses to compile WebAssembly. */
const POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'";

let server: Server;
let profile: string;

beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'carbon-ledger-chromium-'));
  const { outputFiles } = await build({
    entryPoints: [join(FOLDER, 'describe-solutions.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    tsconfigRaw: '{}',
  });
  server = createServer((request, response) => {
    const isPage = request.url !== '/solutions.mjs';
    const headers = request.url === '/strict' ? { 'content-security-policy': POLICY } : {};
    response.writeHead(200, { 'content-type': isPage ? 'text/html' : 'text/javascript', ...headers });
    response.end(isPage ? PAGE : outputFiles[0]!.text);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(profile, { recursive: true, force: true });
});

/** Opens a page and returns its text when its script has ended. */
async function readPage(path: string): Promise<string | undefined> {
  const { port } = server.address() as AddressInfo;
  const { stdout } = await promisify(execFile)(
    CHROMIUM,
    [
      ...[
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-sync',
      ],
      ...['--disable-background-networking', '--disable-component-update', `--user-data-dir=${profile}`],
      ...['--virtual-time-budget=20000', '--dump-dom', `http://127.0.0.1:${port}${path}`],
    ],
    { maxBuffer: 1 << 26, timeout: 90_000 },
  );
  return /<pre id="result">([^<]+)<\/pre>/.exec(stdout)?.[1];
}

describe.skipIf(!existsSync(CHROMIUM))(
  `Solutions and bounds in a browser (skipped without ${CHROMIUM}: apt-get install chromium)`,
  () => {
    it.each([
      ['compiles WebAssembly', '/', 'wasm'],
      ['refuses WebAssembly by its policy', '/strict', 'plain'],
    ])(
      'that %s have the bits of Node.js',
      async (_, path, kernel) => {
        const [, bits] = describeSolutions().split(' ');
        expect(await readPage(path)).toBe(`${kernel} ${bits}`);
      },
      120_000,
    );
  },
);
