import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import type { Entry } from '../../../core/records/entry.ts';
import type { Engine } from '../../../core/verify/engine.ts';
import { WORK_LIMITS } from '../../../core/verify/work.ts';
import { buildBundle, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { defaultPolicy } from '../verify/market.ts';
import { DIGEST, openResult, openVectorEngine, strict } from './reperformance-cases.ts';
import { type Changes, type Expected, type Scene, type Sketch, sketch } from './sketch.ts';

const PAST: Expected = ['unchecked', 'reperformance skipped over-limit'];
const unrequired: Changes = { policy: { require: [] } };

/** Returns the vectors of files that ask for more work than one verification does (§11). The check is never made to see that. */
export async function listWorkCases(): Promise<Sketch[]> {
  const engine = await openVectorEngine(DIGEST);
  if (engine === null) throw new Error('the engine of the vectors was changed: its digest is pinned');
  return [...listDraws(engine), ...listSelections()];
}

/** Runs that say how many samples they drew. The engine of the vectors draws none. */
function listDraws(engine: Engine): Sketch[] {
  // The run names two rows and one figure.
  const most = Math.floor(WORK_LIMITS.samples / (2 * (1 + 16)));
  const draw = (draws: number): Scene => openDrawn(engine, draws);
  const past = draw(most + 1);
  const failing = openResult(engine, { figure: (own) => ({ ...own, value: `${own.value}1` }) });
  const padded = pad(failing, engine, most + 1);
  const runless = pad(openResult(engine, { shown: ['product/coal'] }), engine, most + 1);
  return [
    sketch(draw(most), 'draws-up-to-the-limit', 'The run drew as many samples as one verification does.', [
      'verified',
      'reperformance pass ok',
    ]),
    sketch(past, 'draws-past-the-limit', 'The run drew one more.', PAST),
    sketch(
      past,
      'draws-past-the-limit-unrequired',
      'The same under a policy that does not require reperformance: what it would find is unknown.',
      PAST,
      unrequired,
    ),
    sketch(
      padded,
      'failure-beside-draws-past-the-limit',
      'The subject has another digit than its run gives, and another result in the file drew more samples than one verification does.',
      ['not-verified', 'reperformance fail figure-differs'],
      unrequired,
    ),
    sketch(
      runless,
      'hidden-run-beside-draws-past-the-limit',
      'The subject does not show its run, and another result in the file drew more samples than one verification does.',
      PAST,
      unrequired,
    ),
  ];
}

type Opened = ReturnType<typeof openResult>;

function openDrawn(engine: Engine, draws: number): Scene {
  const { ledger, file } = openResult(engine, { run: (own) => ({ ...own, draws }) });
  return { ledger, file, policy: strict() };
}

/** Returns the file of a result beside another one from the same datasets, whose run drew many samples. */
function pad({ ledger, file, company, datasets }: Opened, engine: Engine, draws: number): Scene {
  const { entries = [] } = openResult(engine, { run: (own) => ({ ...own, draws }) }).result.submission;
  const heavy = signRecord({ by: company, kind: 'result', subject: 'heavy', sources: datasets, entries });
  sealBatch(ledger, [heavy]);
  const records = [...file.records, showRecord(ledger, heavy, { all: true })];
  return { ledger, file: { ...file, records }, policy: strict() };
}

/** Results whose runs name rows by more selections, or with more members, than one verification tests. */
function listSelections(): Sketch[] {
  const most = WORK_LIMITS.tests;
  const sets = openSelected(
    4096,
    Array.from({ length: most / 4096 + 1 }, () => ({})),
  );
  const where = Object.fromEntries(Array.from({ length: most / 1024 }, (_, at) => [`m${at}`, null]));
  const members = openSelected(1024, [{ where }]);
  return [
    sketch(
      sets,
      'sets-past-the-limit',
      'An unsigned run names the same rows by many sets: no engine is needed to see that they are too many.',
      PAST,
    ),
    sketch(
      members,
      'members-past-the-limit',
      'A run names its rows by one selection with many members.',
      PAST,
      { policy: { engines: [DIGEST] } },
    ),
  ];
}

function openSelected(rows: number, selections: readonly JsonObject[]): Scene {
  const ledger = createLedger();
  const company = registerParty(ledger, 'urn:company', 'company');
  const none = { unit: '', from: 0, until: 0, salt: ZERO_HASH };
  const entries = Array.from({ length: rows }, (_, at): Entry => ({
    ...none,
    key: `row/${at}`,
    value: '1',
    unit: 't',
    detail: null,
  }));
  const dataset = signRecord({ by: company, subject: 'activity', entries });
  const inputs = selections.map((selection) => ({
    ...{ record: dataset.id, selection, count: rows, root: ZERO_HASH },
  }));
  const run = {
    ...{ engine: 'carbon-ledger-vectors', version: '1.0.0', digest: DIGEST, method: 'product@1' },
    ...{ parameters: {}, rounding: { mode: 'half-even', decimals: 2 }, inputs, outputs: [] },
  };
  const result = signRecord({
    by: company,
    kind: 'result',
    subject: 'inventory',
    sources: [dataset],
    entries: [{ ...none, key: 'run', value: null, detail: run }],
  });
  sealBatch(ledger, [dataset, result]);
  const shown = [result, dataset].map((record) => showRecord(ledger, record, { all: true }));
  return {
    ledger,
    file: { ...buildBundle(shown), heads: [showHead(ledger, result, 1)] },
    policy: defaultPolicy(),
  };
}
