import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineVersion } from '../../engine/version.ts';
import { runMethod, solveRun } from '../../engine/run.ts';
import { buildEngine } from '../../scripts/engine-digest.ts';
import { dataset, YEAR_2023 } from '../engine/dataset.ts';
import { makeTrade } from '../helpers/trade-documents.ts';
import { COMPANY_INPUTS, COMPANY_PARAMETERS } from '../helpers/reperformed-result.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const ENGINE = resolve(import.meta.dirname, `../../engines/${engineVersion}.mjs`);

/** A page that runs the released engine on the inputs. Its only text is the result. */
const PAGE = `<!doctype html><meta charset="utf-8"><pre id="result">nothing ran</pre><script type="module">
import { runMethod } from '/engine.mjs';
const { method, inputs, parameters } = await (await fetch('/run.json')).json();
document.getElementById('result').textContent = btoa(String.fromCodePoint(...new TextEncoder().encode(JSON.stringify(runMethod(method, inputs, parameters)))));
</script>`;

/** A page that reads documents part by part, solves a table of them, and computes its figures. */
const TABLE_PAGE = `<!doctype html><meta charset="utf-8"><pre id="result">nothing ran</pre><script type="module">
import { readDocument, runMethod, solveRun } from '/built.mjs';
const { names, inputs, parameters } = await (await fetch('/table.json')).json();
const documents = await Promise.all(names.map(async (name) => {
  const blob = await (await fetch('/documents/' + name.sha256)).blob();
  const read = async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer());
  return readDocument(name, { size: blob.size, read });
}));
const solution = await solveRun('trade@1', inputs, parameters, { documents });
const { figures } = runMethod('trade@1', inputs, parameters, { documents, solution });
const found = JSON.stringify([[...solution.matrix.values], figures]);
document.getElementById('result').textContent = btoa(String.fromCodePoint(...new TextEncoder().encode(found)));
</script>`;

const table = makeTrade(['CN', 'DE', 'FR'], 12);
const trade = {
  names: table.documents.map(({ sha256, size, mediaType }) => ({ sha256, size, mediaType })),
  inputs: [dataset('a', ...table.entries)],
  parameters: { period: YEAR_2023, accounts: ['cba'], multipliers: ['CO2'] },
};

const run = { method: 'inventory@2', inputs: COMPANY_INPUTS, parameters: COMPANY_PARAMETERS };
let server: Server;
let profile: string;

beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'carbon-ledger-chromium-'));
  const files: Record<string, readonly [type: string, body: string | Buffer]> = {
    '/': ['text/html', PAGE],
    '/engine.mjs': ['text/javascript', readFileSync(ENGINE)],
    '/run.json': ['application/json', JSON.stringify(run)],
    '/table': ['text/html', TABLE_PAGE],
    '/built.mjs': ['text/javascript', Buffer.from((await buildEngine()).bytes)],
    '/table.json': ['application/json', JSON.stringify(trade)],
    ...Object.fromEntries(
      table.documents.map(({ sha256, bytes }) => [
        `/documents/${sha256}`,
        ['application/octet-stream', Buffer.from(bytes)] as const,
      ]),
    ),
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
async function openPage(path = ''): Promise<string> {
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
      ...['--virtual-time-budget=20000', '--dump-dom', `http://127.0.0.1:${port}/${path}`],
    ],
    { maxBuffer: 1 << 26, timeout: 90_000 },
  );
  return stdout;
}

/** Returns the text that a page has written. */
function readResult(dom: string): string {
  const text = /<pre id="result">([A-Za-z0-9+/=]+)<\/pre>/.exec(dom)?.[1];
  expect(text, dom.slice(0, 500)).toBeDefined();
  return Buffer.from(text!, 'base64').toString('utf8');
}

describe('the released engine in a browser', () => {
  it.skipIf(!existsSync(CHROMIUM))(
    `computes the same bits as in Node.js (skipped without ${CHROMIUM}: apt-get install chromium)`,
    async () => {
      const there = readResult(await openPage());
      expect(there).toBe(JSON.stringify(runMethod(run.method, run.inputs, run.parameters)));
    },
    120_000,
  );

  it.skipIf(!existsSync(CHROMIUM))(
    'reads documents, solves a table of them and computes its figures with the same bits',
    async () => {
      const documents = await Promise.all(table.documents.map(({ read }) => read()));
      const solution = await solveRun('trade@1', trade.inputs, trade.parameters, { documents });
      const given = { documents, solution: solution! };
      const { figures } = runMethod('trade@1', trade.inputs, trade.parameters, given);
      const there = readResult(await openPage('table'));
      expect(there).toBe(JSON.stringify([[...solution!.matrix.values], figures]));
    },
    120_000,
  );
});
