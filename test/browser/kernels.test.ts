import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as kernels from './fixtures/describe-kernels.ts';
import { HAS_CHROMIUM, WITHOUT } from './chromium.ts';
import { readPage } from './run-in-browser.ts';

const page = (program: string): string =>
  `<!doctype html><meta charset="utf-8"><pre id="result">nothing ran</pre><script type="module">
import { ${program} } from '/kernels.mjs';
document.getElementById('result').textContent = ${program}();
</script>`;

/** Without "wasm-unsafe-eval", a content security policy refuses to compile WebAssembly. */
const POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'";

let server: Server;
let profile: string;

beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'carbon-ledger-chromium-'));
  const { outputFiles } = await build({
    entryPoints: [resolve(import.meta.dirname, 'fixtures/describe-kernels.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2023',
    tsconfigRaw: '{}',
  });
  server = createServer(({ url = '' }, response) => {
    const [, program = '', isStrict] = /^\/(describe\w+)(\/strict)?$/.exec(url) ?? [];
    const type = program === '' ? 'text/javascript' : 'text/html';
    const headers = isStrict === undefined ? {} : { 'content-security-policy': POLICY };
    response.writeHead(200, { 'content-type': type, ...headers });
    response.end(program === '' ? outputFiles[0]!.text : page(program));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(profile, { recursive: true, force: true });
});

async function readResult(path: string): Promise<string | undefined> {
  const dom = await readPage((server.address() as AddressInfo).port, profile, path);
  return /<pre id="result">([^<]+)<\/pre>/.exec(dom)?.[1];
}

describe.skipIf(!HAS_CHROMIUM)(`In a browser ${WITHOUT}`, () => {
  it.each([
    ['solutions and bounds', 'that compiles WebAssembly', 'describeSolutions', '', 'wasm'],
    ['solutions and bounds', 'whose policy refuses it', 'describeSolutions', '/strict', 'plain'],
    ['hashes', 'that compiles WebAssembly', 'describeHashes', '', 'kernel'],
    ['hashes', 'whose policy refuses it', 'describeHashes', '/strict', 'noble'],
  ] as const)(
    '%s of a page %s have the bits of Node.js',
    async (_what, _page, program, policy, kernel) => {
      const [, ...bits] = kernels[program]().split(' ');
      expect(await readResult(`/${program}${policy}`)).toBe([kernel, ...bits].join(' '));
    },
    120_000,
  );
});
