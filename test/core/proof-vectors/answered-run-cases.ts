import type { Engine } from '../../../core/verify/engine.ts';
import { showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { cite } from '../verify/market.ts';
import { DIGEST, openResult, openVectorEngine, strict } from './reperformance-cases.ts';
import { type Expected, type Scene, type Sketch, sketch } from './sketch.ts';

/** Returns the vectors of assurances and decisions whose policy requires that what they answer is computed again. */
export async function listAnsweredRunCases(): Promise<Sketch[]> {
  const engine = await openVectorEngine(DIGEST);
  if (engine === null) throw new Error('the engine of the vectors was changed: its digest is pinned');
  const sound = openAnswered(engine, ['cited']);
  const byHand = openAnswered(engine, ['cited', 'uncited']);
  const unnamed = openAnswered(engine, ['cited', 'not-of-run']);
  const fails = (code: string): Expected => ['not-verified', `reperformance 1 fail ${code}`];
  return [
    sketch(
      sound.assured,
      'assurance-of-reperformed-figures',
      'The subject is an assurance of a disclosure, whose only figure is computed again.',
      ['verified', 'reperformance pass ok'],
    ),
    sketch(
      byHand.assured,
      'assurance-of-a-figure-uncited',
      'The same, and the disclosure shows a second figure, which cites no result.',
      fails('figure-uncited'),
    ),
    sketch(
      byHand.assured,
      'assurance-of-a-figure-uncited-unrequired',
      'The same under a policy that does not require reperformance.',
      ['verified', 'reperformance 1 warn figure-uncited'],
      { policy: { require: [] } },
    ),
    sketch(
      unnamed.assured,
      'assurance-of-a-figure-not-of-the-run',
      'The second figure cites one that the run of its result does not name.',
      fails('figure-not-of-run'),
    ),
    sketch(
      byHand.decided,
      'decision-on-an-assurance-of-a-figure-uncited',
      'The subject is a decision on an assurance of the disclosure whose second figure cites no result.',
      ['not-verified', 'reperformance 2 fail figure-uncited'],
    ),
  ];
}

type Shown = 'cited' | 'uncited' | 'not-of-run';

/** Returns the file of an assurance of a disclosure, and the one of a decision on that assurance. */
function openAnswered(engine: Engine, shown: readonly Shown[]): Record<'assured' | 'decided', Scene> {
  const byHand = { key: 'by-hand', value: '7', unit: 't{CO2}' };
  const { ledger, file, company, result, figure } = openResult(engine, { also: [byHand] });
  const { unit, from, until } = figure;
  const entries = {
    cited: { ...cite(result, figure.key, figure.value!), unit, from, until },
    uncited: { ...cite(result, 'uncited', '7'), unit, from, until, detail: null },
    'not-of-run': { ...cite(result, byHand.key, byHand.value), unit, from, until },
  };
  const disclosure = signRecord({
    by: company,
    kind: 'disclosure',
    subject: 'exchange',
    sources: [result],
    entries: shown.map((name) => entries[name]),
  });
  const auditor = registerParty(ledger, 'urn:auditor', 'auditor');
  const exchange = registerParty(ledger, 'urn:exchange', 'exchange');
  const assurance = signRecord({
    by: auditor,
    kind: 'assurance',
    answers: disclosure,
    statement: { opinion: 'unqualified' },
  });
  const decision = signRecord({
    by: exchange,
    kind: 'decision',
    answers: assurance,
    statement: { outcome: 'accepted', reason: '' },
  });
  for (const record of [disclosure, assurance, decision]) sealBatch(ledger, [record]);
  const show = (answers: readonly SignedRecord[]): Scene => ({
    ledger,
    file: {
      ...file,
      records: [
        ...answers.map((each) => showRecord(ledger, each)),
        showRecord(ledger, disclosure, { all: true }),
        ...file.records,
      ],
      heads: answers.map((each) => showHead(ledger, each, ledger.batches.length)),
    },
    policy: strict(),
  });
  return { assured: show([assurance]), decided: show([decision, assurance]) };
}
