import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineVersion } from '../../engine/version.ts';
import { runMethod } from '../../engine/run.ts';
import { buildEngine } from '../../scripts/engine-digest.ts';
import { publishedRun } from '../engine/published-rows.ts';
import { COMPANY_INPUTS, COMPANY_PARAMETERS } from '../helpers/reperformed-result.ts';
import { CHROMIUM, runInBrowser } from './run-in-browser.ts';

const ENGINE = resolve(import.meta.dirname, `../../engines/${engineVersion}.mjs`);
const hasChromium = existsSync(CHROMIUM);
const WITHOUT = `(skipped without ${CHROMIUM}: apt-get install chromium)`;
const LONG = 120_000;

describe('the released engine in a browser', () => {
  it.skipIf(!hasChromium)(
    `computes the same bits as in Node.js ${WITHOUT}`,
    async () => {
      const run = { method: 'inventory@2', inputs: COMPANY_INPUTS, parameters: COMPANY_PARAMETERS };
      const there = await runInBrowser(readFileSync(ENGINE), run);
      expect(there).toBe(JSON.stringify(runMethod(run.method, run.inputs, run.parameters)));
    },
    LONG,
  );
});

describe('the engine of these sources in a browser', () => {
  it.skipIf(!hasChromium)(
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
});
