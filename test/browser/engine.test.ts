import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineVersion } from '../../engine/version.ts';
import { runMethod } from '../../engine/run.ts';
import { COMPANY_INPUTS, COMPANY_PARAMETERS } from '../helpers/reperformed-result.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const ENGINE = resolve(import.meta.dirname, `../../engines/${engineVersion}.mjs`);

/** A page that runs the released engine on the inputs. Its only text is the result. */
const PAGE = `<!doctype html><meta charset="utf-8"><pre id="result">nothing ran</pre><script type="module">
import { runMethod } from '/engine.mjs';
const { method, inputs, parameters } = await (await fetch('/run.json')).json();
document.getElementById('result').textContent = btoa(String.fromCodePoint(...new TextEncoder().encode(JSON.stringify(runMethod(method, inputs, parameters)))));
</script>`;

const run = { method: 'inventory@2', inputs: COMPANY_INPUTS, parameters: COMPANY_PARAMETERS };
let server: Server;
let profile: string;

beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'carbon-ledger-chromium-'));
  const files: Record<string, [type: string, body: string | Buffer]> = {
    '/': ['text/html', PAGE],
    '/engine.mjs': ['text/javascript', readFileSync(ENGINE)],
    '/run.json': ['application/json', JSON.stringify(run)],
  };
  server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(profile, { recursive: true, force: true });
});

/** Opens the page and returns its DOM when its scripts have ended. */
async function openPage(): Promise<string> {
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
      ...['--virtual-time-budget=20000', '--dump-dom', `http://127.0.0.1:${port}/`],
    ],
    { maxBuffer: 1 << 26, timeout: 90_000 },
  );
  return stdout;
}

describe('the released engine in a browser', () => {
  it.skipIf(!existsSync(CHROMIUM))(
    `computes the same bits as in Node.js (skipped without ${CHROMIUM}: apt-get install chromium)`,
    async () => {
      const dom = await openPage();
      const text = /<pre id="result">([A-Za-z0-9+/=]+)<\/pre>/.exec(dom)?.[1];
      expect(text, dom.slice(0, 500)).toBeDefined();
      const there = Buffer.from(text!, 'base64').toString('utf8');
      expect(there).toBe(JSON.stringify(runMethod(run.method, run.inputs, run.parameters)));
    },
    120_000,
  );
});
