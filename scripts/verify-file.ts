/**
 * Builds verify.html: the page Verify as one file that needs no server. The same sources give the same bytes, in whichever folder they are:
 * compressed parts state no time, and nothing names a path.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { build, type Plugin, type Rolldown } from 'vite';
import { supplyTheme } from '../web/shell/theme-plugin.ts';
import { writeBase85 } from './base85.ts';

const ROOT = resolve(import.meta.dirname, '..');
const WEB = join(ROOT, 'web');
const ENGINES = join(ROOT, 'engines');

/** Returns the bytes of verify.html. */
export async function buildVerifyFile(): Promise<Buffer> {
  // The libraries are built as this says: a test runner has another value.
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    return await buildFile();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

async function buildFile(): Promise<Buffer> {
  const worker = await bundle('verification/work/verify-worker.ts');
  const app = await bundle('verify-file/main.tsx');
  const { style } = app;
  const hashes = {
    style: sha256(style, 'hex'),
    app: sha256(app.code, 'hex'),
    worker: sha256(worker.code, 'hex'),
  };
  const loader = await bundle('verify-file/loader.ts', { PARTS: JSON.stringify(hashes) });
  const parts = [
    writePart({ id: 'style' }, style),
    writePart({ id: 'app' }, app.code),
    writePart({ id: 'worker' }, worker.code),
    await writeEngine(),
  ];
  return Buffer.from(writePage({ style, loader: loader.code.trim(), parts }));
}

/** Returns a module with all that it imports, as one script, and its style sheets. */
async function bundle(
  entry: string,
  define: Readonly<Record<string, string>> = {},
): Promise<{ code: string; style: string }> {
  const result = (await build({
    configFile: false,
    root: WEB,
    logLevel: 'error',
    plugins: [supplyTheme(), shortenCatalogue()],
    define,
    build: {
      write: false,
      target: 'es2024',
      modulePreload: false,
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(WEB, entry), output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  const scripts = result.output.filter((file) => file.type === 'chunk');
  const styles = result.output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (scripts.length !== 1 || result.output.length !== scripts.length + styles.length)
    throw new Error(
      `${entry} does not give one script: ${result.output.map((file) => file.fileName).join(', ')}`,
    );
  return {
    code: scripts[0]!.code,
    style: styles.map((file) => String('source' in file ? file.source : '')).join(''),
  };
}

/** What an answer file is verified with of each method. */
const OF_METHOD = ['name', 'standard', 'reads'];

/** Leaves out of the catalogue of methods what the page does not show: schemas of rows and parameters are most of it. */
function shortenCatalogue(): Plugin {
  return {
    name: 'short-catalogue',
    enforce: 'pre',
    load: async (id) => {
      if (!id.endsWith('client/generated/methods.json')) return null;
      const { engine, methods } = JSON.parse(await readFile(id, 'utf8')) as {
        engine: string;
        methods: object[];
      };
      const short = methods.map((method) =>
        Object.fromEntries(Object.entries(method).filter(([name]) => OF_METHOD.includes(name))),
      );
      return { code: JSON.stringify({ engine, methods: short, shared: [], rows: {} }), moduleType: 'json' };
    },
  };
}

/** Returns the newest engine as a part with its version and digest: others are dropped on the page by who has them. */
async function writeEngine(): Promise<string> {
  const names = (await readdir(ENGINES)).filter((name) => name.endsWith('.mjs'));
  const name = names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)!;
  const bytes = await readFile(join(ENGINES, name));
  const version = name.slice(0, -'.mjs'.length);
  return writePart(
    { id: 'engine', 'data-version': version, 'data-digest': `0x${sha256(bytes, 'hex')}` },
    bytes,
  );
}

/** The place of the operating system in the header of a gzip file (RFC 1952): 255 is unknown. */
const SYSTEM = 9;

/** Returns a part as a block of data, which no browser runs: compressed, in base 85. */
function writePart(attributes: Readonly<Record<string, string>>, bytes: string | Uint8Array): string {
  const packed = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 });
  packed[SYSTEM] = 255;
  const named = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<script type="text/plain"${named.join('')}>${writeBase85(packed)}</script>`;
}

interface Page {
  /** It is one of the parts: the policy names its hash. */
  readonly style: string;
  readonly loader: string;
  readonly parts: readonly string[];
}

function writePage({ style, loader, parts }: Page): string {
  if (/<\/script/i.test(loader)) throw new Error('a script would end too early');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${sha256(loader, 'base64')}' 'wasm-unsafe-eval' blob:`,
    'worker-src blob:',
    `style-src 'sha256-${sha256(style, 'base64')}'`,
    'img-src data:',
    'connect-src http: https:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<title>Verify · Carbon Ledger</title>',
    '<div id="portal"></div>',
    '<noscript>This page needs JavaScript. The command ledger verify does without.</noscript>',
    ...parts,
    `<script>${loader}</script>`,
    '</html>',
    '',
  ].join('\n');
}

function sha256(bytes: string | Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(bytes).digest(encoding);
}
