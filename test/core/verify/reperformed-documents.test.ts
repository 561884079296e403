import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openEngines } from '../../../jobs/engines/engine-files.ts';
import { openGivenDocuments } from '../../../jobs/documents/given-documents.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { Engine, OpenDocument } from '../../../core/verify/engine.ts';
import { verifyReperformance } from '../../../core/verify/reperformance.ts';
import type { Finding } from '../../../core/verify/result.ts';
import { buildEngine } from '../../../scripts/engine-digest.ts';
import { solveRun } from '../../../engine/run.ts';
import { entriesOfSolution } from '../../../jobs/engines/result-entries.ts';
import { MATRIX_TYPE, writeMatrix } from '../../../tables/write-matrix.ts';
import { COMMON, dataset } from '../../engine/dataset.ts';
import { makeTrade } from '../../helpers/trade-documents.ts';
import { type Computation, type Dishonesty, makeResult } from '../../helpers/reperformed-result.ts';

const artefact = await buildEngine();
const digest = artefact.digest as Hex;
const openEngine = openEngines(() => Promise.resolve(artefact.bytes));

const table = makeTrade(['CN', 'DE'], 3);
const bytes = table.documents.map((document) => document.bytes);
const [Z, Y, F] = table.documents.map(({ sha256 }) => sha256) as [string, string, string];

/** A result whose table is three documents, of two datasets. */
const TRADE: Computation = {
  method: 'trade@1',
  parameters: { period: COMMON.period, rounding: { mode: 'half-even', digits: 9 } },
  activity: table.entries.slice(0, 2),
  factors: table.entries.slice(2),
  documents: await Promise.all(table.documents.map(({ read }) => read())),
};

async function reperform(openDocument?: OpenDocument, dishonesty: Dishonesty = {}): Promise<Finding> {
  const { bundle } = makeResult(digest, dishonesty, TRADE);
  const documents = openDocument === undefined ? {} : { openDocument };
  return (await verifyReperformance({ bundle, engines: [digest], openEngine, ...documents })).finding;
}

const given = openGivenDocuments([...bytes, new Uint8Array(bytes[0]!.length)]);

describe('A run that used documents', () => {
  it('is computed again with them, found by their hashes', async () => {
    const finding = await reperform(given);
    expect(finding).toMatchObject({ result: 'pass', code: 'ok' });
    expect(finding.basis).toMatch(/^(\d+) of \1 figures of 0x[0-9a-f]{64} computed again to the digit/);
  });

  it('is computed again with documents as blobs, which are read part by part', async () => {
    const blobs = bytes.map((each) => new Blob([Buffer.from(each)]));
    expect(await reperform(openGivenDocuments(blobs))).toMatchObject({ result: 'pass' });
  });

  it.each<[string, OpenDocument | undefined, string[]]>([
    ['without any', undefined, [Z, Y, F]],
    ['without one of them', openGivenDocuments([bytes[0]!, bytes[2]!]), [Y]],
  ])(
    'is not checked %s, and the finding names what is missing and where it can be had',
    async (_, open, missing) => {
      const finding = await reperform(open);
      expect(finding).toMatchObject({ result: 'skipped', code: 'inputs-not-shown' });
      for (const sha256 of [Z, Y, F])
        expect(finding.basis.includes(`the document ${sha256} (`)).toBe(missing.includes(sha256));
      expect(finding.basis).toMatch(/ bytes, application\/x-matrix-market\), not given\. .*--documents/);
      expect(missing).toContain(/ledger document get ([0-9a-f]{64})$/.exec(finding.basis)?.[1]);
    },
  );

  it('fails where other bytes pass for a document', async () => {
    const other = bytes[2]!.slice();
    other[other.length - 2]! ^= 1;
    const source = { size: other.length, read: (a: number, b: number) => Promise.resolve(other.slice(a, b)) };
    const finding = await reperform((name) => (name.sha256 === F ? Promise.resolve(source) : given(name)));
    expect(finding).toMatchObject({ result: 'fail', code: 'run-refused' });
    expect(finding.basis).toContain(`cannot read the document ${F}`);
  });

  it('fails where a figure was changed, or a run does not name a document that it used', async () => {
    const figure: Dishonesty['figure'] = (own) =>
      own.key === 'cba/DE/CO2' ? { ...own, value: `${own.value}1` } : own;
    expect(await reperform(given, { figure })).toMatchObject({ result: 'fail', code: 'figure-differs' });
    const short: Dishonesty['run'] = (run) => ({
      ...run,
      inputs: run.inputs.map((input) => ('keys' in input ? { ...input, keys: input.keys.slice(1) } : input)),
    });
    expect(await reperform(given, { run: short })).toMatchObject({ result: 'fail' });
  });
});

describe('A run that names the solution of its equations', () => {
  const read = TRADE.documents!;
  const own = solveText();

  /** Returns the solution of the run as it is written. */
  async function solveText(): Promise<string> {
    const inputs = [dataset('1', ...TRADE.activity), dataset('2', ...TRADE.factors)];
    const solved = await solveRun('trade@1', inputs, TRADE.parameters, { documents: read });
    return [...writeMatrix('solution.mtx', solved!.matrix)].join('');
  }

  /** Computes a result again that names a solution, which is given or not. */
  async function reperformWith(text: string, isGiven = true): Promise<Finding & { solved: number }> {
    const solution = new TextEncoder().encode(text);
    const sha256 = createHash('sha256').update(solution).digest('hex');
    const others = entriesOfSolution({ sha256, size: solution.length, mediaType: MATRIX_TYPE });
    const { bundle } = makeResult(digest, {}, { ...TRADE, others });
    let solved = 0;
    const { finding } = await verifyReperformance({
      ...{ bundle, engines: [digest], openEngine },
      openDocument: openGivenDocuments(isGiven ? [...bytes, solution] : bytes),
      onSolving: () => (solved += 1),
    });
    return { ...finding, solved };
  }

  /** Replaces the last value of a solution. */
  const change = (text: string, by: number): string =>
    text.replace(/[^\n]+\n$/, (last) => `${Number(last) * by}\n`);

  it('has it checked where it is given, and is not solved again', async () => {
    const found = await reperformWith(await own);
    expect(found).toMatchObject({ result: 'pass', solved: 0 });
    expect(found.basis).toContain('; the given solution of its equations was checked');
    expect(found.basis).not.toContain('shown in addition');
  });

  it('is solved again where it is not given, with the same figures', async () => {
    const found = await reperformWith(await own, false);
    expect(found.result).toBe('pass');
    expect(found.solved).toBeGreaterThan(0);
    expect(found.basis).toContain('; its equations were solved again');
  });

  it.each<[string, string, (text: string) => string]>([
    ['is wrong by a tenth in one value', 'too few digits|guarantee', (text) => change(text, 1.1)],
    [
      'is less exact, so that a figure has another error bound',
      'differs from what the engine computes',
      (text) => change(text, 1 + 1e-10),
    ],
    ['is of another table', 'solution is of another table', (text) => text.replaceAll('DE/', 'FR/')],
    ['is no matrix', 'cannot read the document', () => 'none'],
  ])('fails where the solution that it names %s', async (_, why, changed) => {
    const found = await reperformWith(changed(await own));
    expect(found).toMatchObject({ result: 'fail', solved: 0 });
    expect(found.basis).toMatch(new RegExp(why));
  });
});

describe('An engine that reads no documents', () => {
  it('gets none, and fails a run that names some', async () => {
    const { readDocument: _, ...without } = (await openEngine(digest))!;
    const { bundle } = makeResult(digest, {}, TRADE);
    const asked = { bundle, engines: [digest], openDocument: given };
    const openWithout = (): Promise<Engine> => Promise.resolve(without);
    expect((await verifyReperformance({ ...asked, openEngine: openWithout })).finding).toMatchObject({
      result: 'fail',
      code: 'run-refused',
    });
  });
});
