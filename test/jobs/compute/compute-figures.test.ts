import { describe, expect, it } from 'vitest';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import { RUN_KEY, SOLUTION_KEY } from '../../../core/records/run.ts';
import type { DocumentSource } from '../../../core/verify/engine.ts';
import { runMethod } from '../../../engine/run.ts';
import {
  computeFigures,
  type ComputePorts,
  type ComputeRequest,
} from '../../../jobs/compute/compute-figures.ts';
import type { RunProgress } from '../../../jobs/compute/run-rows.ts';
import { COMMON, dataset, fuelUse, gwp, YEAR_2022 } from '../../engine/dataset.ts';
import { publishedRun } from '../../engine/published-rows.ts';
import { makeTrade } from '../../helpers/trade-documents.ts';

const PORTS: ComputePorts = {
  engines: engineFolder,
  openDocument: () => Promise.resolve(null),
  finish: (prepared) => prepared.finish(),
  onProgress: () => {},
};

const request = (method: string, changes: Partial<ComputeRequest> = {}): ComputeRequest => ({
  ...{ method, ...publishedRun(method), given: [], leftOut: 'listed', warnings: 'listed', entries: 'listed' },
  ...changes,
});

const table = makeTrade(['CN', 'DE'], 2);
const TRADE: Partial<ComputeRequest> = {
  inputs: [dataset('a', ...table.entries)],
  parameters: { period: COMMON.period, rounding: { mode: 'half-even', digits: 9 } },
};

/** Gives the documents of the table. */
function openTable({ sha256 }: { readonly sha256: string }): Promise<DocumentSource | null> {
  const found = table.documents.find((document) => document.sha256 === sha256);
  if (found === undefined) return Promise.resolve(null);
  const { bytes } = found;
  return Promise.resolve({
    size: bytes.length,
    read: (from, until) => Promise.resolve(bytes.slice(from, until)),
  });
}

describe('figures that are computed', () => {
  it.each(['inventory@2', 'scope2@2', 'uncertainty@1'])(
    'are those of the method %s, with the records that it used and the entry of the run',
    async (method) => {
      const asked = request(method);
      const found = await computeFigures(asked, PORTS);
      const own = runMethod(method, asked.inputs, asked.parameters);
      expect(found).toMatchObject({ figures: own.figures, warnings: own.warnings });
      expect(found.used).toEqual(own.used.map(({ record }) => record));
      expect(found.entries.map(({ key }) => key)).toEqual([...own.figures.map(({ key }) => key), RUN_KEY]);
      expect(found.entries.at(-1)!.detail).toMatchObject({ digest: found.engine.digest });
    },
  );

  it('are the same for a period in ISO dates, and can be sent to a worker and back', async () => {
    const asked = request('scope2@2');
    const dates = { from: '2023-01-01', until: '2024-01-01' };
    const found = await computeFigures(
      structuredClone({ ...asked, parameters: { ...asked.parameters, period: dates } }),
      PORTS,
    );
    expect(structuredClone(found)).toEqual(await computeFigures(asked, PORTS));
  });

  it('come without entries where nothing is made of these', async () => {
    const found = await computeFigures(request('scope2@2', { entries: 'not-needed' }), PORTS);
    expect(found.figures.length).toBeGreaterThan(0);
    expect(found.entries).toEqual([]);
  });

  it('are refused where an activity is left out, if that was asked', async () => {
    const early = { ...fuelUse('early', '1', 't', 'coal'), ...YEAR_2022 };
    const asked = request('scope2@2');
    const inputs = [...asked.inputs, dataset('d', early)];
    const found = await computeFigures({ ...asked, inputs }, PORTS);
    expect(found.reconciliation.at(-1)!.leftOut).toMatchObject([{ keys: ['early'] }]);
    await expect(computeFigures({ ...asked, inputs, leftOut: 'refused' }, PORTS)).rejects.toMatchObject({
      code: 'left-out-rows',
    });
  });
});

describe('a run with warnings', () => {
  const january = { from: COMMON.period.from, until: COMMON.period.from + 31 * 86_400 };
  const base = request('scope2@2');
  const inputs = base.inputs.map(({ record, entries }) => ({
    record,
    entries: entries.map((row) => (row.detail?.['row'] === 'electricity-use' ? { ...row, ...january } : row)),
  }));

  it('is refused if that was asked, and not where each of them is accepted with a reason', async () => {
    const listed = await computeFigures({ ...base, inputs }, PORTS);
    const asked: ComputeRequest = { ...base, inputs, warnings: 'refused' };
    expect(listed.warnings.map(({ code }) => code)).toContain('missing-months');
    await expect(computeFigures(asked, PORTS)).rejects.toMatchObject({ code: 'unaccepted-warnings' });
    const accepted = listed.warnings.map(({ code, row: { key: row } }) => ({ code, row, reason: 'let' }));
    const found = await computeFigures({ ...asked, parameters: { ...asked.parameters, accepted } }, PORTS);
    expect(found.warnings).toEqual(listed.warnings.map((warning) => ({ ...warning, accepted: 'let' })));
    expect(found.entries.at(-1)!.detail).toMatchObject({ parameters: { accepted } });
    expect(found.figures.map(({ value }) => value)).toEqual(listed.figures.map(({ value }) => value));
  });
});

describe('a run that takes documents', () => {
  it('reads those that its rows name, says what it does, and names the solution that it keeps', async () => {
    const steps: RunProgress['step'][] = [];
    const kept = { sha256: 'c'.repeat(64), size: 7, mediaType: 'text/plain' };
    const found = await computeFigures(request('trade@1', TRADE), {
      ...PORTS,
      openDocument: openTable,
      onProgress: ({ step }) => steps.push(step),
      keepSolution: (solution) => {
        expect(solution).not.toBeNull();
        return Promise.resolve(kept);
      },
    });
    const documents = await Promise.all(table.documents.map(({ read }) => read()));
    const own = runMethod('trade@1', TRADE.inputs!, TRADE.parameters, { documents });
    expect(found.figures.map(({ key, value }) => [key, value])).toEqual(
      own.figures.map(({ key, value }) => [key, value]),
    );
    expect(found.entries.find(({ key }) => key === SOLUTION_KEY)?.detail).toEqual(kept);
    expect([steps[0], steps.at(-1)]).toEqual(['computing', 'computing']);
  });

  it('is refused without one that it needs', async () => {
    await expect(computeFigures(request('trade@1', TRADE), PORTS)).rejects.toMatchObject({
      code: 'missing-document',
    });
  });

  it('warns of a document that was given and that no row names', async () => {
    const [{ sha256, size, mediaType }] = table.documents as [(typeof table.documents)[number]];
    const other = { sha256: 'd'.repeat(64), size: 1, mediaType: 'text/csv' };
    const given = [{ sha256, size, mediaType }, other];
    const found = await computeFigures(request('trade@1', { ...TRADE, given }), {
      ...PORTS,
      openDocument: openTable,
    });
    expect(found.warnings.filter(({ code }) => code.endsWith('-document'))).toMatchObject([
      { code: 'unnamed-document', message: expect.stringContaining(other.sha256) as string },
    ]);
  });
});

describe('what cannot be computed', () => {
  it.each<[string, string, Partial<ComputeRequest>]>([
    ['unknown-method', 'inventory@9', { ...publishedRun('scope2@2') }],
    ['bad-parameters', 'scope2@2', { parameters: { period: { from: '2023', until: '2024' } } }],
    ['bad-parameters', 'scope2@2', { parameters: {} }],
    ['bad-inputs', 'scope2@2', { inputs: [{ record: '0x1', entries: [] }] }],
    ['missing-activity', 'scope2@2', { inputs: [dataset('a', gwp('CH4', 'AR5', '28'))] }],
  ])('has the code %s of the engine', async (code, method, changes) => {
    const asked = { ...request('scope2@2'), method, ...changes };
    await expect(computeFigures(asked, PORTS)).rejects.toMatchObject({ name: 'EngineError', code });
  });
});
