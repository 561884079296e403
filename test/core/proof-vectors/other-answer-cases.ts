import type { JsonObject } from '../../../core/encoding/json.ts';
import { buildBundle, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { sealBatch } from '../../helpers/memory-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import {
  addAnswer,
  addVersion,
  cite,
  defaultPolicy,
  type Market,
  openMarket,
  showMarket,
} from '../verify/market.ts';
import { openPlain, showPlain } from './plain.ts';
import { type ChangeFile, type Changes, type Scene, type Sketch, sketch } from './sketch.ts';

const ADVERSE = { opinion: 'adverse' };
const RESTATED = { change: 'restatement', reason: 'new factors' };
const WITHDRAWN = { change: 'withdrawal', reason: 'a wrong meter' };
const notAsked: Changes = { policy: { newest: 'not-asked' } };

/** Returns the vectors of what a file shows about other records than its subject: answers to them, and heads of their streams. */
export function listOtherAnswerCases(): Sketch[] {
  return [...listCitedAnswers(), ...listOtherVersions(), ...listObjects(), ...listUnreplayed()];
}

/** Answers to the inventory that the disclosure cites, and to its provider's factors. */
function listCitedAnswers(): Sketch[] {
  const open = (statement: JsonObject, then?: JsonObject): Scene & { readonly market: Market } => {
    const market = openMarket();
    const { stranger } = market.parties;
    const answer = addAnswer(market, stranger, market.inventory, statement);
    const also = then === undefined ? [answer] : [answer, addVersion(market, stranger, answer, then)];
    const file = showMarket(market, { also, judges: [stranger] });
    return { market, ledger: market.ledger, file, policy: defaultPolicy() };
  };
  const adverse = open(ADVERSE);
  const judges = [adverse.market.parties.stranger.party];
  const plain = openPlain();
  const { factors } = plain.records;
  const doubted = signRecord({
    by: plain.parties.auditor,
    kind: 'assurance',
    answers: factors,
    statement: ADVERSE,
  });
  sealBatch(plain.ledger, [doubted]);
  const asOf = plain.ledger.batches.length;
  const file = showPlain(plain, [doubted], asOf);
  return [
    sketch(
      adverse,
      'cited-adverse',
      'A party that is not a judge gave an adverse opinion on the inventory that the disclosure cites.',
      ['verified', 'answers 2 warn answer-adverse'],
    ),
    sketch(
      adverse,
      'cited-adverse-not-asked',
      'The same under a policy that does not ask for the newest version.',
      ['verified', 'answers 2 warn answer-adverse'],
      notAsked,
    ),
    sketch(
      adverse,
      'cited-adverse-of-a-judge',
      'The same, and the party is a judge.',
      ['not-verified', 'answers 2 fail answer-adverse'],
      { policy: { judges } },
    ),
    sketch(
      adverse,
      'cited-assured-is-no-answer-to-the-subject',
      'The policy requires an answer of the judge, refuses nothing, and the judge answered only the cited inventory.',
      ['not-verified', 'answers fail no-answer'],
      { policy: { judges, refuse: [], require: ['answers'] } },
    ),
    sketch(
      open({ opinion: 'unqualified' }),
      'cited-unqualified',
      'The opinion on the cited inventory is unqualified.',
      ['verified', 'answers 2 pass ok'],
    ),
    sketch(
      open(ADVERSE, { opinion: 'withdrawn' }),
      'cited-adverse-withdrawn',
      'The adverse opinion on the cited inventory was withdrawn.',
      ['verified', 'answers 2 pass answer-withdrawn'],
    ),
    sketch(
      { ...plain, file: { ...file, heads: [...file.heads, showHead(plain.ledger, doubted, asOf)] } },
      'source-adverse',
      'An auditor gave an adverse opinion on the factors, a source of the subject.',
      ['verified', 'answers 2 warn answer-adverse'],
    ),
  ];
}

/** A disclosure of a restated inventory, whose first version has an adverse opinion. */
function listOtherVersions(): Sketch[] {
  const market = openMarket();
  const { ledger, inventory, parties } = market;
  const adverse = addAnswer(market, parties.stranger, inventory, ADVERSE);
  const restated = addVersion(market, parties.company, inventory, RESTATED);
  const disclosure = signRecord({
    by: parties.company,
    kind: 'disclosure',
    subject: 'exchange/2024',
    sources: [restated],
    entries: [cite(restated, 'total', '22.5')],
  });
  sealBatch(ledger, [disclosure]);
  const heads = [disclosure, restated, adverse].map((each) => showHead(ledger, each, ledger.batches.length));
  const records = [disclosure, restated, inventory, adverse].map((each) => showRecord(ledger, each));
  return [
    sketch(
      { ledger, file: { ...buildBundle(records), heads }, policy: defaultPolicy() },
      'cited-adverse-to-another-version',
      'The adverse opinion is about the version before the inventory that the disclosure cites.',
      ['verified', 'answers 3 pass other-version'],
    ),
  ];
}

/** Assurances of a result that was withdrawn, or never became the head of its stream. */
function listObjects(): Sketch[] {
  const market = openMarket();
  const { ledger, inventory, parties } = market;
  const fine = addAnswer(market, parties.auditor, inventory, { opinion: 'unqualified' });
  const show = (records: readonly SignedRecord[]): Scene => {
    const heads = records.slice(0, 2).map((each) => showHead(ledger, each, ledger.batches.length));
    const file = { ...buildBundle(records.map((each) => showRecord(ledger, each))), heads };
    return { ledger, file, policy: defaultPolicy() };
  };
  const before = sketch(
    show([fine, inventory]),
    'assurance-of-a-current-result',
    'The subject is an assurance; the head of the stream of what it assures names just that.',
    ['verified', 'currentness 0 pass ok'],
  );
  const withdrawn = addVersion(market, parties.company, inventory, WITHDRAWN);
  const after = show([fine, inventory, withdrawn]);
  const hidden: ChangeFile = (file) => ({ ...file, records: file.records.slice(0, 2) });
  const [first, second] = ['1.5', '2.5'].map((value) =>
    signRecord({ by: parties.company, kind: 'result', subject: 'fork', statement: { title: value } }),
  );
  sealBatch(ledger, [first!, second!]);
  const forked = addAnswer(market, parties.auditor, first!, { opinion: 'unqualified' });
  return [
    before,
    sketch(
      after,
      'assurance-of-a-withdrawn-result',
      'The assured result was withdrawn, and the file shows by which record.',
      ['verified', 'currentness 1 warn basis-withdrawn'],
    ),
    sketch(
      after,
      'assurance-of-a-withdrawn-result-and-hidden',
      'The same, and the withdrawal was removed: the head of the stream still names it.',
      ['verified', 'currentness 1 warn basis-superseded'],
      { file: hidden },
    ),
    sketch(
      show([forked, first!]),
      'assurance-of-what-never-was-a-head',
      'The head of the stream of the assured result names another record with the same sequence.',
      ['verified', 'currentness 1 warn not-head'],
    ),
  ];
}

/** A withdrawal after the replayed batch, under a policy that does not ask for the newest version. */
function listUnreplayed(): Sketch[] {
  const plain = openPlain();
  const { ledger, parties, records } = plain;
  const withdrawn = addVersion(plain, parties.company, records.second, WITHDRAWN);
  const file = { ...showPlain(plain), heads: [showHead(ledger, withdrawn, ledger.batches.length)] };
  const replays = { parties: [parties.regulator.party], quorum: 1 };
  return [
    sketch(
      { ...plain, file },
      'unreplayed-head-of-another-record',
      'The only head of the subject names a withdrawal that is not in the file, and nobody replayed its batch.',
      ['unchecked', 'currentness 0 skipped no-replays'],
      { policy: { replays } },
    ),
    sketch(
      { ...plain, file },
      'unreplayed-head-of-another-record-not-asked',
      'The same under a policy that does not ask for the newest version: it names another record all the same.',
      ['verified', 'currentness 0 warn head-newer'],
      { policy: { replays, newest: 'not-asked', require: [] } },
    ),
  ];
}
