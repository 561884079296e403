import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nameProof } from '../../devnet/example/proofs.ts';
import { createPolicy, digestEngine, verifyProof } from '../../library/verify.ts';
import { type Portal, startPortal } from '../../test/web/portal.ts';
import { readFirstView } from '../../test/web/first-view.ts';
import { measure, showTime } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const TIMES = 5;
/** What the first view may load, in bytes. */
const FIRST_VIEW = 250_000;
const ENGINES = ['next'];

const METHOD = `The portal in Chromium, on the ledger that \`npm start\` plays. Times are on the clock, medians of ${TIMES}, each in a browser without a cache.

- First verdict: from the moment at which the proof file of an inventory is given to the page Verify until the verdict stands there. The page, which has
  started a worker before, hashes the engine, reads the chain, and computes the figures again. Without the page, the library does the same in Node.js.
- First list: from opening the address of the page Records until its rows stand there, with all scripts and styles. Without the page, it is the same request
  by \`fetch\`, whose answer is ready in a few milliseconds: the ratio is that of a whole page to one small request.
- First view: the compressed script that \`/\` loads, as sent to a browser that accepts gzip and to one that accepts brotli.`;

/** Measures how long the portal takes to show a verdict and a list, and how much script its first view loads. */
export async function measureRow(): Promise<Row> {
  const portal = await startPortal('example');
  try {
    const verdict = await compareVerdict(portal);
    const list = await compareList(portal);
    const { gzip, br } = await readFirstView(await portal.open('/'));
    return {
      title: 'The portal: first verdict, first list, first view',
      method: METHOD,
      head: ['', 'with the page', 'without'],
      lines: [
        ['first verdict', showTime(verdict.page), showTime(verdict.alone)],
        ['first list', showTime(list.page), showTime(list.alone)],
        ['first view, gzip', `${(gzip / 1000).toFixed(0)} kB`, ''],
        ['first view, brotli', `${(br / 1000).toFixed(0)} kB`, ''],
      ],
      goals: [
        {
          what: 'first verdict / the library',
          ratio: verdict.page / verdict.alone,
          goal: 10,
          sense: 'at most',
        },
        { what: 'first list / one request', ratio: list.page / list.alone, goal: 100, sense: 'at most' },
        { what: 'first view / 250 kB', ratio: gzip / FIRST_VIEW, goal: 1, sense: 'at most' },
      ],
    };
  } finally {
    await portal.stop();
  }
}

interface Compared {
  readonly page: number;
  readonly alone: number;
}

async function compareVerdict(portal: Portal): Promise<Compared> {
  const file = join(portal.home.folder, 'example', nameProof('inventory'));
  const page = await medianOf(async () => {
    const opened = await portal.open('/verify');
    const input = opened.locator('input[type=file][multiple]');
    await input.waitFor({ state: 'attached' });
    const time = await timeOf(async () => {
      await input.setInputFiles(file);
      await opened.locator('div[data-verdict="verified"]').waitFor();
    });
    await opened.context().close();
    return time;
  });
  const bytes = await readFile(file);
  const engines = await Promise.all(ENGINES.map((version) => readFile(`engines/${version}.mjs`)));
  const { chainId, ledger, rpcUrl } = JSON.parse(await readFile(portal.home.ledgerFile, 'utf8')) as {
    readonly chainId: number;
    readonly ledger: string;
    readonly rpcUrl: string;
  };
  // As the page judges by: the rules of a new policy, and all engines.
  const policy = createPolicy({ chainId, ledger, urls: [rpcUrl], engines: engines.map(digestEngine) });
  const alone = await medianOf(() => timeOf(() => verifyProof(bytes, { policy, engines })));
  return { page, alone };
}

async function compareList(portal: Portal): Promise<Compared> {
  let asked = '';
  const page = await medianOf(async () => {
    const opened = await portal.open('/verify');
    opened.on('request', (request) => {
      if (request.url().includes('/v1/records?')) asked = request.url();
    });
    await opened.context().clearCookies();
    const time = await timeOf(async () => {
      await opened.goto(`${portal.url}/records`);
      await opened.getByRole('cell').first().waitFor();
    });
    await opened.context().close();
    return time;
  });
  const alone = await medianOf(() => timeOf(async () => (await fetch(asked)).json()));
  return { page, alone };
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  return (await measure(run)).wall;
}

async function medianOf(run: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < TIMES; turn++) times.push(await run());
  return times.sort((a, b) => a - b)[TIMES >> 1]!;
}
