import { linkRecord } from '../../helpers/bundle-builder.ts';
import {
  addAnswer,
  addVersion,
  type Market,
  openMarket,
  defaultPolicy,
  showMarket,
} from '../verify/market.ts';
import { type ChangeFile, type Sketch, sketch } from './sketch.ts';

const RESTATED = { change: 'restatement', reason: 'new factors' };
const DAY = 86_400;

/** Returns when a batch was anchored. */
function timeOf({ ledger }: Market, number: number): number {
  return ledger.batches[number - 1]!.anchor.anchoredAt;
}

const without =
  (...ids: readonly string[]): ChangeFile =>
  (file) => ({
    ...file,
    records: file.records.filter(({ id }) => !ids.includes(id)),
  });

/** Returns the vectors of files that are judged as of a past time (§11). Batch 2 has the disclosure, batch 3 what came later. */
export function listAsOfCases(): Sketch[] {
  return [
    ...listLaterVersions('disclosure'),
    ...listLaterVersions('inventory'),
    ...listLaterAnswers(),
    ...listTimes(),
  ];
}

/** The disclosure, or the inventory that it cites, was restated later. */
function listLaterVersions(name: 'disclosure' | 'inventory'): Sketch[] {
  const market = openMarket();
  const { ledger, parties } = market;
  const second = addVersion(market, parties.company, market[name], RESTATED);
  const scene = { ledger, file: showMarket(market, { also: [second] }), policy: defaultPolicy() };
  const [before, after] = [timeOf(market, 3) - 1, timeOf(market, 3)];
  const code = name === 'disclosure' ? 'superseded' : 'basis-superseded';
  const what = name === 'disclosure' ? 'The disclosure' : 'The cited inventory';
  return [
    sketch(
      scene,
      `${name}-before-its-restatement`,
      `${what} was restated; the file is judged as of a second before that was anchored.`,
      ['verified', 'currentness pass ok'],
      { at: before },
    ),
    sketch(
      scene,
      `${name}-at-its-restatement`,
      `${what} was restated; the file is judged as of the second at which that was anchored.`,
      ['not-verified', `currentness fail ${code}`],
      { at: after },
    ),
    sketch(
      scene,
      `${name}-before-a-hidden-restatement`,
      `${what} was restated; the file is judged as of before, and lacks the newer version, so that nothing says when that was.`,
      ['unchecked', 'currentness skipped head-later'],
      { at: before, file: without(second.id) },
    ),
    sketch(
      scene,
      `${name}-before-a-linked-restatement`,
      'The same with the newer version in the history.',
      ['verified', 'currentness pass ok'],
      {
        at: before,
        file: (file) => ({
          ...file,
          records: file.records.filter(({ id }) => id !== second.id),
          history: [linkRecord(ledger, second)],
        }),
      },
    ),
  ];
}

/** A judge answered later. */
function listLaterAnswers(): Sketch[] {
  const market = openMarket();
  const { ledger, parties } = market;
  const { auditor } = parties;
  const adverse = addAnswer(market, auditor, market.disclosure, { opinion: 'adverse' });
  const judges = [auditor.party];
  const file = showMarket(market, { also: [adverse], judges: [auditor] });
  const scene = { ledger, file, policy: defaultPolicy({ judges }) };
  const before = timeOf(market, 3) - 1;
  return [
    sketch(
      scene,
      'judge-adverse-later',
      'A judge gave an adverse opinion after the time as of which the file is judged.',
      ['verified', 'answers pass answer-later'],
      { at: before },
    ),
    sketch(
      scene,
      'judge-adverse-later-and-required',
      'The same under a policy that requires an answer.',
      ['not-verified', 'answers fail no-answer'],
      { at: before, policy: { require: ['answers'] } },
    ),
    sketch(
      scene,
      'judge-adverse-later-and-hidden',
      'The same without the opinion: nothing says when it was given.',
      ['unchecked', 'answers skipped answer-not-shown'],
      { at: before, file: without(adverse.id) },
    ),
    sketch(
      scene,
      'judge-adverse-by-then',
      'A judge gave an adverse opinion at the time as of which the file is judged.',
      ['not-verified', 'answers fail answer-adverse'],
      { at: before + 1 },
    ),
  ];
}

/** The time itself, and ages, which are counted from it. */
function listTimes(): Sketch[] {
  const market = openMarket();
  const { ledger } = market;
  const scene = { ledger, file: showMarket(market), policy: defaultPolicy({ maxAge: DAY }) };
  const sealed = timeOf(market, 2);
  const { time } = ledger.facts.vouched;
  const late = { age: 400 * DAY };
  return [
    sketch(
      scene,
      'subject-anchored-later',
      'The file is judged as of a second before the subject was anchored.',
      ['not-verified', 'anchor 0 fail anchored-later'],
      { at: sealed - 1 },
    ),
    sketch(
      scene,
      'subject-anchored-by-then',
      'The file is judged as of the second at which the subject was anchored, a year later.',
      ['verified', 'currentness pass ok'],
      { ...late, at: sealed },
    ),
    sketch(
      scene,
      'age-as-of-then',
      'The head was known until exactly maxAge before the time as of which the file is judged.',
      ['verified', 'currentness pass ok'],
      { ...late, at: time + DAY },
    ),
    sketch(
      scene,
      'too-old-as-of-then',
      'The same a second later.',
      ['not-verified', 'currentness fail too-old'],
      { ...late, at: time + DAY + 1 },
    ),
    sketch(
      scene,
      'ledger-closed-as-of-then',
      'The ledger is closed today, and the file is judged as of a past time.',
      ['verified', 'currentness warn ledger-closed'],
      {
        ...late,
        at: sealed,
        chain: (facts) => (facts.successor = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'),
      },
    ),
  ];
}
