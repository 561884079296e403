import { readFileSync } from 'node:fs';
import { openEngines } from '../../../jobs/engines/engine-files.ts';
import { type Hex, ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import type { Entry, UnsaltedEntry } from '../../../core/records/entry.ts';
import { rootOfRows } from '../../../core/records/row-set.ts';
import type { Selection } from '../../../core/records/selection.ts';
import type { Engine, OpenEngine, RunFigure, UsedRows } from '../../../core/verify/engine.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { buildBundle, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, type MemoryLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { cite, defaultPolicy } from '../verify/market.ts';
import { type ChangeFile, type Changes, type Expected, type Scene, type Sketch, sketch } from './sketch.ts';

/** The SHA-256 of the engine of the vectors. It never changes: runs and policies in the vectors name it. */
export const DIGEST = '0x374de5f9d37dbb9f987e82817c26aa88854341a5bfaeb86300226468f9dc250c';
const BYTES = readFileSync(new URL('../../vectors/proof-files/engine.mjs', import.meta.url));
const OTHER = `0x${'1'.repeat(64)}` as const;

/** Opens the one engine with which the vectors are verified. */
export const openVectorEngine: OpenEngine = openEngines((digest) =>
  Promise.resolve(digest === DIGEST ? BYTES : null),
);

/** What the run of every result repeats. */
const RUN = {
  method: 'product@1',
  parameters: { period: { from: 1672531200, until: 1704067200 } },
  rounding: { mode: 'half-even', decimals: 2 },
} as const;

function row(key: string, value: string, unit: string, detail: JsonObject): UnsaltedEntry {
  return { key, value, unit, ...RUN.parameters.period, detail };
}

const ACTIVITY = [
  row('coal', '12500', 't', { row: 'activity', item: 'coal' }),
  row('power', '48000', 'MW.h', { row: 'note', item: 'power' }),
];
const FACTORS = [row('factor/coal', '2.62461', 't{CO2}/t', { row: 'factor', item: 'coal' })];

/** The detail of an entry `run` of the vectors: its inputs are listed. */
interface RunDetail {
  readonly [member: string]: unknown;
  readonly parameters: JsonObject;
  readonly inputs: { readonly record: Hex; readonly keys: readonly string[] }[];
  readonly outputs: string[];
}

/** Returns public entries: their salts are zero. */
function saltNone(entries: readonly UnsaltedEntry[]): Entry[] {
  return entries.map((entry) => ({ ...entry, salt: ZERO_HASH }));
}

function describeRun(figures: readonly RunFigure[], used: readonly UsedRows[]): RunDetail {
  return {
    engine: 'carbon-ledger-vectors',
    version: '1.0.0',
    digest: DIGEST,
    ...RUN,
    inputs: used as RunDetail['inputs'],
    outputs: figures.map(({ key }) => key),
  };
}

/** How the company deviates from what the engine gives. */
export interface Deviation {
  readonly figure?: (figure: Entry) => Entry;
  readonly run?: (run: RunDetail) => object;
  /** Changes the rows that are registered, after the run. */
  readonly registered?: (row: UnsaltedEntry) => UnsaltedEntry;
  /** Figures that the result has besides those of its run. */
  readonly also?: readonly { readonly key: string; readonly value: string; readonly unit: string }[];
  /** Keys of the rows in the file; by default all. */
  readonly rows?: readonly string[];
  /** Keys of the result's entries in the file; by default all. */
  readonly shown?: readonly string[];
}

export interface Result {
  readonly ledger: MemoryLedger;
  readonly file: Bundle;
  readonly company: ReturnType<typeof registerParty>;
  readonly result: SignedRecord;
  readonly datasets: readonly SignedRecord[];
  /** The key and value of the figure. */
  readonly figure: Entry;
}

/** Returns the proof file of a result that the company computed, and changed as it deviates. */
export function openResult(
  engine: Engine,
  { figure, run, registered = (own) => own, also = [], rows, shown }: Deviation = {},
): Result {
  const ledger = createLedger();
  const company = registerParty(ledger, 'urn:company', 'company');
  const provider = registerParty(ledger, 'urn:provider', 'provider');
  const used = ACTIVITY.slice(0, 1);
  const datasets = [
    signRecord({ by: company, subject: 'activity', entries: saltNone(ACTIVITY.map(registered)) }),
    signRecord({ by: provider, subject: 'factors', entries: saltNone(FACTORS.map(registered)) }),
  ];
  const inputs = [used, FACTORS].map((entries, index) => ({ record: datasets[index]!.id, entries }));
  const computed = engine.repeatRun(RUN, inputs);
  const described = describeRun(computed.figures, computed.used);
  const runEntry = {
    key: 'run',
    value: null,
    unit: '',
    from: 0,
    until: 0,
    detail: (run?.(described) ?? described) as JsonObject,
  };
  const own = saltNone(computed.figures.map((each) => ({ ...each, detail: each.detail as JsonObject })));
  const others = also.map((each) => ({ ...each, ...RUN.parameters.period, detail: null }));
  const entries = [...(figure === undefined ? own : own.map(figure)), ...saltNone([...others, runEntry])];
  const result = signRecord({
    by: company,
    kind: 'result',
    subject: 'inventory',
    sources: datasets,
    entries,
  });
  sealBatch(ledger, [...datasets, result]);
  const file = {
    ...buildBundle([
      showRecord(ledger, result, shown === undefined ? { all: true } : { keys: shown }),
      ...datasets.map((one) => showRecord(ledger, one, rows === undefined ? { all: true } : { keys: rows })),
    ]),
    heads: [showHead(ledger, result, 1)],
  };
  return { ledger, file, company, result, datasets, figure: own[0]! };
}

/** Returns a policy that requires reperformance by the engine of the vectors. */
export const strict = (changes: Partial<Policy> = {}): Policy =>
  defaultPolicy({ engines: [DIGEST], require: ['reperformance'], ...changes });

/** Names the activity data as a set; `changes` are what it states wrongly. */
function nameSet(selection: Selection, changes: object = {}): (own: RunDetail) => object {
  return (own) => {
    const inputs = own.inputs.map((input) => {
      if (!input.keys.includes('coal')) return input;
      const { record } = input;
      return { record, selection, count: 1, root: rootOfRows(record, ['coal']), ...changes };
    });
    return { ...own, inputs };
  };
}

type Fault = readonly [name: string, says: string, code: string, deviation: Deviation];

function rootOfBoth({ inputs }: RunDetail): Hex {
  const used = inputs.find(({ keys }) => keys.includes('coal'))!;
  return rootOfRows(used.record, ['coal', 'power']);
}

/** What a company can sign that the engine does not give. */
const FAULTS: readonly Fault[] = [
  [
    'figure-with-another-digit',
    'The company signed a figure with one digit changed.',
    'figure-differs',
    { figure: (own) => ({ ...own, value: `${own.value}1` }) },
  ],
  [
    'figure-with-another-unit',
    'The company signed a figure in another unit.',
    'figure-differs',
    { figure: (own) => ({ ...own, unit: 'kg{CO2}' }) },
  ],
  [
    'figure-with-another-detail',
    'The company signed a figure that claims another method.',
    'figure-differs',
    { figure: (own) => ({ ...own, detail: { ...own.detail, method: 'product@2' } }) },
  ],
  [
    'row-with-another-digit',
    'A row was registered with another value than the one from which the figure was computed.',
    'figure-differs',
    { registered: (own) => (own.key === 'coal' ? { ...own, value: '12501' } : own) },
  ],
  [
    'rounding-changed',
    'The run claims another rounding.',
    'figure-differs',
    { run: (own) => ({ ...own, rounding: { mode: 'half-even', decimals: 0 } }) },
  ],
  [
    'engine-version-differs',
    'The run names another version than that of the engine with its digest.',
    'engine-differs',
    { run: (own) => ({ ...own, version: '9.9.9' }) },
  ],
  [
    'engine-name-differs',
    'The run names another engine than the one with its digest.',
    'engine-differs',
    { run: (own) => ({ ...own, engine: 'other' }) },
  ],
  [
    'source-without-input',
    'The run does not name one of the sources of its record.',
    'inputs-differ',
    { run: (own) => ({ ...own, inputs: own.inputs.slice(1) }) },
  ],
  [
    'row-that-was-not-used',
    'The run names a row that it does not use.',
    'inputs-differ',
    {
      run: (own) => ({
        ...own,
        inputs: own.inputs.map((input) =>
          input.keys.includes('coal') ? { ...input, keys: ['coal', 'power'] } : input,
        ),
      }),
    },
  ],
  [
    'output-that-is-not-computed',
    'The run names a figure that the engine does not compute.',
    'outputs-differ',
    { run: (own) => ({ ...own, outputs: [...own.outputs, 'product/none'] }) },
  ],
  [
    'output-unnamed',
    'The run does not name a figure that the engine computes.',
    'outputs-differ',
    { run: (own) => ({ ...own, outputs: [] }) },
  ],
  [
    'run-of-an-unknown-method',
    'The run names a method that does not exist.',
    'run-refused',
    { run: (own) => ({ ...own, method: 'product@9' }) },
  ],
  [
    'run-with-an-unknown-parameter',
    'The run has a parameter that the method does not take.',
    'run-refused',
    { run: (own) => ({ ...own, parameters: { ...own.parameters, ['__proto__']: { item: 'coal' } } }) },
  ],
  [
    'set-with-another-count',
    'The run names a set and counts one row, and its selection selects two.',
    'inputs-differ',
    { run: nameSet({}, { count: 1 }) },
  ],
  [
    'set-with-another-root',
    'The run names a set with the root of other rows.',
    'inputs-differ',
    { run: nameSet({ rows: ['activity'] }, { root: OTHER }) },
  ],
  [
    'set-that-selects-an-unused-row',
    'The run names a set that holds a row which the engine does not use.',
    'inputs-differ',
    { run: (own) => nameSet({}, { count: 2, root: rootOfBoth(own) })(own) },
  ],
  [
    'set-with-a-malformed-selection',
    'The selection of a set has types that descend.',
    'run-malformed',
    { run: nameSet({ rows: ['note', 'activity'] }) },
  ],
  ['run-by-hand', 'The entry run has no run.', 'run-malformed', { run: () => ({ note: 'by hand' }) }],
  [
    'run-with-a-second-rounding',
    'A second rounding is among the parameters.',
    'run-malformed',
    {
      run: (own) => ({
        ...own,
        parameters: { ...own.parameters, rounding: { mode: 'half-even', decimals: 0 } },
      }),
    },
  ],
];

/** Returns the vectors of the check reperformance. Most need the engine of the vectors. */
export async function listReperformanceCases(): Promise<Sketch[]> {
  const engine = await openVectorEngine(DIGEST);
  if (engine === null) throw new Error('the engine of the vectors was changed: its digest is pinned');
  const sceneOf = ({ ledger, file }: Result, policy: Scene['policy'] = strict()): Scene => ({
    ledger,
    file,
    policy,
  });
  const faults = FAULTS.map(([name, says, code, deviation]) =>
    sketch(sceneOf(openResult(engine, deviation)), name, says, [
      'not-verified',
      `reperformance fail ${code}`,
    ]),
  );
  const sound = openResult(engine);
  const named = sound.datasets
    .flatMap(({ submission }) => submission.entries!.map(({ key }) => key))
    .filter((key) => key !== 'power');
  const listed = openResult(engine, { rows: named });
  const short = sceneOf(openResult(engine, { rows: named.slice(1) }));
  const set = nameSet({ rows: ['activity'] });
  const runless = sceneOf(openResult(engine, { shown: [sound.figure.key] }));
  const unknown = openResult(engine, { run: (own) => ({ ...own, digest: OTHER }) });
  const missing = sceneOf(unknown, strict({ engines: [OTHER] }));
  const onlyRun = sceneOf(openResult(engine, { shown: ['run'] }));
  const byHand = sceneOf(openResult(engine, { figure: (own) => ({ ...own, key: 'by-hand' }) }));
  const scene = sceneOf(sound);
  const unrequired: Changes = { policy: { require: [] } };
  const pass: Expected = ['verified', 'reperformance pass ok'];
  return [
    sketch(
      scene,
      'reperformed',
      'Every figure of a result is computed again from rows that are all shown.',
      pass,
    ),
    sketch(
      scene,
      'reperformed-not-asked',
      'The same without its head, under a policy that does not ask for the newest version.',
      pass,
      { file: { heads: [] }, policy: { newest: 'not-asked' } },
    ),
    sketch(scene, 'reperformed-with-another-engine-accepted', 'The policy accepts a further engine.', pass, {
      policy: { engines: [OTHER, DIGEST] },
    }),
    sketch(
      sceneOf(listed),
      'reperformed-from-the-named-rows',
      'Only the rows that the run names are shown: a row that it did not use is hidden.',
      pass,
    ),
    sketch(
      sceneOf(openResult(engine, { run: set })),
      'reperformed-from-a-set',
      'The run names its activity data as a set of rows, which its selection selects from all that are shown.',
      pass,
    ),
    sketch(
      sceneOf(openResult(engine, { run: set, rows: named.filter((key) => key !== 'coal') })),
      'rows-of-a-set-hidden',
      'A row of the set that the run names is not shown.',
      ['unchecked', 'reperformance skipped inputs-not-shown'],
    ),
    sketch(onlyRun, 'reperformed-without-figures', 'The result shows its run and no figure.', pass),
    sketch(
      scene,
      'reperformed-without-endpoint',
      'No endpoint is given: the figures are computed again all the same.',
      ['unchecked', 'anchor 0 skipped no-chain', 'reperformance pass ok'],
      { chain: null },
    ),
    ...faults,
    sketch(
      openFigureFault(engine),
      'figure-with-another-digit-unrequired',
      'The company signed a figure with one digit changed, and the policy does not require the check.',
      ['not-verified', 'reperformance fail figure-differs'],
      unrequired,
    ),
    sketch(short, 'rows-hidden', 'A row that the run names is not shown.', [
      'unchecked',
      'reperformance skipped inputs-not-shown',
    ]),
    sketch(
      short,
      'rows-hidden-unrequired',
      'The same, and the policy does not require the check.',
      ['verified', 'reperformance skipped inputs-not-shown'],
      unrequired,
    ),
    sketch(runless, 'run-hidden', 'The result shows its figure and not its run.', [
      'unchecked',
      'reperformance skipped no-run',
    ]),
    sketch(
      scene,
      'no-engines',
      'The policy accepts no engine.',
      ['unchecked', 'reperformance skipped no-engines'],
      { policy: { engines: [] } },
    ),
    sketch(
      scene,
      'no-engines-unrequired',
      'The policy accepts no engine, and does not require the check.',
      ['verified', 'reperformance skipped no-engines'],
      { policy: { engines: [], require: [] } },
    ),
    sketch(
      sceneOf(unknown),
      'engine-not-accepted',
      'The run names an engine that the policy does not accept.',
      ['unchecked', 'reperformance skipped engine-not-accepted'],
    ),
    sketch(
      scene,
      'another-engine-accepted',
      'The policy accepts another engine alone.',
      ['unchecked', 'reperformance skipped engine-not-accepted'],
      { policy: { engines: [OTHER] } },
    ),
    sketch(missing, 'engine-missing', 'The policy accepts the engine of the run, and nobody has it.', [
      'unchecked',
      'reperformance skipped engine-missing',
    ]),
    sketch(byHand, 'figure-not-of-the-run', 'The result shows a figure that its run does not name.', [
      'not-verified',
      'reperformance fail figure-not-of-run',
    ]),
    sketch(
      byHand,
      'figure-not-of-the-run-unrequired',
      'The same under a policy that does not require reperformance.',
      ['verified', 'reperformance warn figure-not-of-run'],
      unrequired,
    ),
    ...listDisclosures(engine),
  ];
}

function openFigureFault(engine: Engine): Scene {
  const { ledger, file } = openResult(engine, FAULTS[0]![3]);
  return { ledger, file, policy: strict() };
}

/** Disclosures that cite a figure which is computed again, or not. */
function listDisclosures(engine: Engine): Sketch[] {
  const { ledger, file, company, result, figure } = openResult(engine);
  const byHand = openByHand(engine);
  const show = (value: string, unit = figure.unit): Scene => {
    const entry = { ...cite(result, figure.key, value), unit, from: figure.from, until: figure.until };
    const disclosure = signRecord({
      by: company,
      kind: 'disclosure',
      subject: `exchange/${value}`,
      sources: [result],
      entries: [entry],
    });
    const { header } = sealBatch(ledger, [disclosure]);
    const heads = [disclosure, result].map((record) => showHead(ledger, record, header.number));
    return {
      ledger,
      file: { ...file, records: [showRecord(ledger, disclosure, { all: true }), ...file.records], heads },
      policy: strict(),
    };
  };
  const right = show(figure.value!);
  const wrong = show('1');
  const alone: ChangeFile = (all) => ({ ...all, records: all.records.slice(0, 1) });
  const hidden: ChangeFile = (all) => ({
    ...all,
    records: all.records
      .map((each, index) =>
        index === 1 ? { ...each, entries: { all: false, shown: [], absent: [] } } : each,
      )
      .slice(0, 2),
  });
  return [
    sketch(
      right,
      'disclosure-of-a-reperformed-figure',
      'A disclosure cites a figure that is computed again from the file.',
      ['verified', 'reperformance pass ok'],
    ),
    sketch(
      wrong,
      'disclosure-of-another-value',
      'A disclosure cites a figure that is computed again, with another value.',
      ['not-verified', 'reperformance fail figure-differs'],
    ),
    sketch(
      wrong,
      'disclosure-of-another-value-not-asked',
      'The same under a policy that neither asks for the newest version nor requires the check.',
      ['not-verified', 'reperformance fail figure-differs'],
      { policy: { newest: 'not-asked', require: [] } },
    ),
    sketch(
      byHand,
      'disclosure-of-a-figure-not-of-the-run',
      'A disclosure cites a figure that the run of its result does not name.',
      ['not-verified', 'reperformance fail figure-not-of-run'],
    ),
    sketch(
      byHand,
      'disclosure-of-a-figure-not-of-the-run-unrequired',
      'The same under a policy that does not require reperformance.',
      ['verified', 'reperformance warn figure-not-of-run'],
      { policy: { require: [] } },
    ),
    sketch(
      right,
      'disclosure-without-its-result',
      'The cited result is not in the file, which the policy allows by its depth.',
      ['unchecked', 'reperformance skipped no-run'],
      { file: alone, policy: { depth: 0 } },
    ),
    sketch(
      right,
      'disclosure-with-a-hidden-result',
      'The cited result shows no entries.',
      ['unchecked', 'reperformance skipped no-run'],
      { file: hidden },
    ),
  ];
}

/** A disclosure of a figure that the company added to its result by hand. */
function openByHand(engine: Engine): Scene {
  const { ledger, file, company, result, figure } = openResult(engine, {
    figure: (own) => ({ ...own, key: 'by-hand' }),
  });
  const entry = {
    ...cite(result, 'by-hand', figure.value!),
    unit: figure.unit,
    from: figure.from,
    until: figure.until,
  };
  const disclosure = signRecord({
    by: company,
    kind: 'disclosure',
    subject: 'exchange',
    sources: [result],
    entries: [entry],
  });
  const { header } = sealBatch(ledger, [disclosure]);
  const records = [showRecord(ledger, disclosure, { all: true }), ...file.records];
  const heads = [disclosure, result].map((record) => showHead(ledger, record, header.number));
  return { ledger, file: { ...file, records, heads }, policy: strict() };
}
