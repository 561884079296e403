import { describe, expect, it } from 'vitest';
import { describeRun, evaluateRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { documentOf as matrixOf, type MatrixDocument } from '../../helpers/trade-documents.ts';
import { ALWAYS, COMMON, dataset, figureOf, gwp, type TestEntry, YEAR_2022 } from '../dataset.ts';
import { codeOf } from './code-of.ts';
import { emission, makes, matrixRows, needs, run, unitOf, valueOf } from './rows.ts';

/** Three processes that need each other, with two flows. */
const A = [
  [10, -2, 0],
  [-1.5, 4, -0.25],
  [0, -0.125, 1],
];
const B = [
  [3, 0.1, 7],
  [0, 0.02, 0],
];
const PROCESSES = ['p0', 'p1', 'p2'];
const FLOWS = [
  { flow: 'CO2', compartment: 'air', origin: 'fossil' },
  { flow: 'CH4', compartment: 'air', origin: 'fossil' },
];

function documentsOf(): readonly [MatrixDocument, MatrixDocument] {
  return [
    matrixOf(['i0', 'i1', 'i2'], PROCESSES, Float64Array.from(A.flat())),
    matrixOf(['f0', 'f1'], PROCESSES, Float64Array.from(B.flat())),
  ];
}

/** The entries that name the matrices. */
function entriesOf([a, b]: readonly [MatrixDocument, MatrixDocument], more: object = {}): TestEntry[] {
  const entry = (matrix: 'A' | 'B', { sha256, size, mediaType }: MatrixDocument, own: object): TestEntry => ({
    ...{ key: `technosphere/${matrix}`, value: null, unit: '', ...ALWAYS },
    detail: { row: 'process-matrix', matrix, mediaType, size, sha256, ...own, ...more },
  });
  return [
    entry('A', a, { shape: [3, 3], units: ['kg', 'kg', 'kg'] }),
    entry('B', b, { shape: [2, 3], units: ['kg', 'kg'], flows: FLOWS }),
  ];
}

const PARAMETERS = {
  ...COMMON,
  rounding: { mode: 'half-even', digits: 12 } as const,
  ...{ functionalUnits: [unitOf('i0', '5')], gwpSet: 'AR5' },
  show: ['inventory', 'processes', 'inputs'],
};
const METHANE = gwp('CH4', 'AR5', '28');

async function runDocuments(
  entries: readonly TestEntry[],
  parameters: object = PARAMETERS,
): Promise<RunResult> {
  const documents = await Promise.all(documentsOf().map(async ({ read }) => read()));
  return runMethod('life-cycle@1', [dataset('a', ...entries)], parameters, { documents });
}

describe('life-cycle@1 over matrices in documents', () => {
  const entries = [...entriesOf(documentsOf()), METHANE];

  it('has the figures of the same rows, and names the documents', async () => {
    const rows = matrixRows(A, B).map((row) => {
      const at = row.detail!['row'] === 'elementary-flow' ? Number(String(row.detail!['flow']).slice(1)) : -1;
      return at < 0 ? row : { ...row, detail: { ...row.detail, ...FLOWS[at]! } };
    });
    const expected = run([...rows, METHANE], PARAMETERS.functionalUnits, PARAMETERS);
    const result = await runDocuments(entries);
    expect(result.figures.map(({ key, value }) => [key, value])).toEqual(
      expected.figures.map(({ key, value }) => [key, value]),
    );
    const { documents, derivation } = figureOf(result, 'product/i0/total').detail;
    expect(documents!.map(({ name, key, sha256 }) => [name, key, sha256])).toEqual(
      documentsOf().map(({ sha256 }, at) => ['process-matrix', `technosphere/${'AB'[at]}`, sha256]),
    );
    expect(JSON.stringify(derivation)).not.toContain('technosphere');
    expect(result.warnings).toEqual([]);
  });

  it('adds rows to matrices, and is the same when it is repeated', async () => {
    const rows = [
      ...[
        makes('own', 'part', '1'),
        needs('own', 'i0', '2'),
        emission('own', 'CO2', '0.5', { origin: 'fossil' }),
      ],
      ...entries,
    ];
    const parameters = { ...PARAMETERS, functionalUnits: [unitOf('part')] };
    const documents = await Promise.all(documentsOf().map(async ({ read }) => read()));
    const inputs = [dataset('a', ...rows)];
    const made = runMethod('life-cycle@1', inputs, parameters, { documents });
    const alone = await runDocuments(entries, { ...PARAMETERS, functionalUnits: [unitOf('i0', '2')] });
    expect(Number(valueOf(made, 'product/part/total'))).toBeCloseTo(
      Number(valueOf(alone, 'product/i0/total')) + 0.0005,
      12,
    );
    const used = made.used.map(({ record, keys }) => ({
      record,
      entries: inputs[0]!.entries.filter(({ key }) => keys.includes(key)),
    }));
    const again = repeatRun(describeRun('life-cycle@1', parameters, made, '0x'), used, { documents });
    expect(again.figures).toEqual(made.figures);
    expect(again.warnings).toEqual(made.warnings);
    const uncertain = rows.map((row) =>
      row.value === null
        ? row
        : {
            ...row,
            detail: { ...row.detail, uncertainty: { distribution: 'normal', standardDeviation: '0.1' } },
          },
    );
    const { period, functionalUnits, gwpSet } = parameters;
    const evaluated = evaluateRun(
      'life-cycle@1',
      [dataset('a', ...uncertain)],
      { period, functionalUnits, gwpSet },
      { seed: 1, draws: 50, percentiles: [] },
      { documents },
    );
    for (const { gradient, samples } of evaluated) {
      expect([...gradient.rows.keys()].every(({ index }) => index >= 0)).toBe(true);
      expect(new Set(samples).size).toBe(50);
    }
  });

  it('refuses a document that is missing, another shape, a name or unit that no row has, and another period', async () => {
    const [a, b] = entriesOf(documentsOf());
    const withDetail = (entry: TestEntry, more: object): TestEntry => ({
      ...entry,
      detail: { ...entry.detail, ...more },
    });
    const documents = await Promise.all(documentsOf().map(async ({ read }) => read()));
    const codeFor = (entries: readonly TestEntry[], given = documents) =>
      codeOf(() => runMethod('life-cycle@1', [dataset('a', ...entries)], PARAMETERS, { documents: given }));
    const cases = [
      [codeFor([a!, b!], [documents[0]!]), 'missing-document', 'technosphere/B', 'detail.sha256'],
      [codeFor([withDetail(a!, { shape: [3, 4] }), b!]), 'wrong-shape', 'technosphere/A', 'detail.shape'],
      [codeFor([withDetail(a!, { units: ['kg'] }), b!]), 'wrong-shape', 'technosphere/A', 'detail.units'],
      [
        codeFor([a!, withDetail(b!, { flows: FLOWS.slice(1) })]),
        'wrong-shape',
        'technosphere/B',
        'detail.flows',
      ],
      [
        codeFor([withDetail(a!, { units: ['kg', 'kg', 'zz'] }), b!]),
        'bad-unit',
        'technosphere/A',
        'detail.units.2',
      ],
      [
        codeFor([a!, { ...b!, ...YEAR_2022, until: COMMON.period.from + 1 }]),
        'straddled-period',
        'technosphere/B',
        'from',
      ],
    ] as const;
    for (const [found, ...expected] of cases) expect(found).toEqual(expected);
  });
});
