import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineVersion } from '../../engine/version.ts';
import { runMethod, solveRun } from '../../engine/run.ts';
import { buildEngine } from '../../scripts/engine-digest.ts';
import { dataset, YEAR_2023 } from '../engine/dataset.ts';
import { publishedRun } from '../engine/published-rows.ts';
import { COMPANY_INPUTS, COMPANY_PARAMETERS } from '../helpers/reperformed-result.ts';
import { makeTrade } from '../helpers/trade-documents.ts';
import { HAS_CHROMIUM, WITHOUT } from './chromium.ts';
import { computeInBrowser, runInBrowser } from './run-in-browser.ts';

const ENGINE = resolve(import.meta.dirname, `../../engines/${engineVersion}.mjs`);
const LONG = 120_000;

describe('the file of the engine in a browser', () => {
  it.skipIf(!HAS_CHROMIUM)(
    `computes the same bits as in Node.js ${WITHOUT}`,
    async () => {
      const run = { method: 'inventory@2', inputs: COMPANY_INPUTS, parameters: COMPANY_PARAMETERS };
      const there = await runInBrowser(readFileSync(ENGINE), run);
      expect(there).toBe(JSON.stringify(runMethod(run.method, run.inputs, run.parameters)));
    },
    LONG,
  );
});

/** Reads documents part by part, solves a table of them, and computes its figures. */
const TRADE = `
  const { names, inputs, parameters } = given;
  const documents = await Promise.all(names.map(async (name) => {
    const blob = await (await fetch('/documents/' + name.sha256)).blob();
    const read = async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer());
    return engine.readDocument(name, { size: blob.size, read });
  }));
  const solution = await engine.solveRun('trade@1', inputs, parameters, { documents });
  const { figures } = engine.runMethod('trade@1', inputs, parameters, { documents, solution });
  return [[...solution.matrix.values], figures];`;

describe('the engine of these sources in a browser', () => {
  it.skipIf(!HAS_CHROMIUM)(
    `simulates the same bits as in Node.js ${WITHOUT}`,
    async () => {
      const { inputs, parameters } = publishedRun('uncertainty@1');
      const run = { method: 'uncertainty@1', inputs, parameters: { ...parameters, draws: 5000 } };
      const { bytes } = await buildEngine();
      const there = await runInBrowser(bytes, run);
      expect(there).toBe(JSON.stringify(runMethod(run.method, run.inputs, run.parameters)));
    },
    LONG,
  );

  it.skipIf(!HAS_CHROMIUM)(
    `reads documents, solves a table of them and computes its figures with the same bits ${WITHOUT}`,
    async () => {
      const table = makeTrade(['CN', 'DE', 'FR'], 12);
      const names = table.documents.map(({ sha256, size, mediaType }) => ({ sha256, size, mediaType }));
      const inputs = [dataset('a', ...table.entries)];
      const parameters = { period: YEAR_2023, accounts: ['cba'], multipliers: ['CO2'] };
      const documents = await Promise.all(table.documents.map(({ read }) => read()));
      const solution = await solveRun('trade@1', inputs, parameters, { documents });
      const given = { documents, solution: solution! };
      const { figures } = runMethod('trade@1', inputs, parameters, given);
      const files = Object.fromEntries(
        table.documents.map(({ sha256, bytes }) => [`/documents/${sha256}`, bytes]),
      );
      const { bytes } = await buildEngine();
      const there = await computeInBrowser(bytes, TRADE, { given: { names, inputs, parameters }, files });
      expect(there).toBe(JSON.stringify([[...solution!.matrix.values], figures]));
    },
    LONG,
  );
});
