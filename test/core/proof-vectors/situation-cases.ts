import type { JsonObject } from '../../../core/encoding/json.ts';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { sealBatch } from '../../helpers/memory-ledger.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import {
  addAnswer,
  addVersion,
  defaultPolicy,
  type Market,
  openMarket,
  showMarket,
} from '../verify/market.ts';
import { signReplayOf } from './plain.ts';
import { type ChangeFile, type Changes, type Expected, type Scene, type Sketch, sketch } from './sketch.ts';

const RESTATED = { change: 'restatement', reason: 'new factors' };
const WITHDRAWN = { change: 'withdrawal', reason: 'a wrong meter' };
const SUCCESSOR = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512';

/** Returns the scene of a market with one of its proof files. */
function sceneOf({ ledger }: Market, file: Bundle, policy: Partial<Policy> = {}): Scene {
  return { ledger, file, policy: defaultPolicy(policy) };
}

const notAsked: Changes = { policy: { newest: 'not-asked', judges: [] } };
const without =
  (id: string): ChangeFile =>
  (file) => ({ ...file, records: file.records.filter((each) => each.id !== id) });
const withoutHeads =
  (...kinds: readonly number[]): ChangeFile =>
  (file) => ({ ...file, heads: file.heads.filter(({ kind }) => !kinds.includes(kind)) });

/** Returns the vectors of the table of situations (§11): newer versions, answers, and the end of a ledger. */
export function listSituationCases(): Sketch[] {
  const market = openMarket();
  const current = sceneOf(market, showMarket(market));
  return [
    sketch(current, 'current', 'A disclosure that cites a current inventory, both with their heads.', [
      'verified',
      'currentness pass ok',
    ]),
    sketch(
      current,
      'current-not-asked',
      'The same under a policy that does not ask for the newest version.',
      ['verified', 'currentness pass ok'],
      notAsked,
    ),
    sketch(
      current,
      'subject-without-head',
      'The head of the disclosure is not in the file.',
      ['unchecked', 'currentness skipped no-head'],
      { file: withoutHeads(3) },
    ),
    sketch(
      current,
      'basis-without-head',
      'The head of the cited inventory is not in the file.',
      ['unchecked', 'currentness skipped no-head'],
      { file: withoutHeads(2) },
    ),
    sketch(
      current,
      'basis-without-head-not-asked',
      'The same under a policy that does not ask for the newest version.',
      ['verified', 'currentness 1 skipped no-head'],
      { ...notAsked, file: withoutHeads(2) },
    ),
    sketch(
      current,
      'ledger-closed',
      'The ledger was closed and names a successor.',
      ['verified', 'currentness warn ledger-closed'],
      { chain: (facts) => (facts.successor = SUCCESSOR) },
    ),
    sketch(
      current,
      'ledger-closed-without-successor',
      'The ledger was closed and names no successor.',
      ['verified', 'currentness warn ledger-closed'],
      { chain: (facts) => (facts.successor = `0x${'0'.repeat(40)}`) },
    ),
    sketch(
      current,
      'ledger-closed-not-asked',
      'The ledger was closed; the policy does not ask for the newest version.',
      ['verified', 'currentness warn ledger-closed'],
      { ...notAsked, chain: (facts) => (facts.successor = SUCCESSOR) },
    ),
    ...listNewerVersions('superseded', RESTATED),
    ...listNewerVersions('withdrawn', WITHDRAWN),
    ...listNewerBasis('superseded', RESTATED),
    ...listNewerBasis('withdrawn', WITHDRAWN),
    ...listWithdrawal(),
    ...listObjections(),
    ...listReplacedAnswers(),
    ...listJudgeCases(),
    ...listHints(),
    ...listEarlyAnswers(),
  ];
}

/** The disclosure was restated or withdrawn. */
function listNewerVersions(code: 'superseded' | 'withdrawn', statement: JsonObject): Sketch[] {
  const market = openMarket();
  const before = showMarket(market);
  const later = addVersion(market, market.parties.company, market.disclosure, statement);
  const after = sceneOf(market, showMarket(market, { also: [later] }));
  const fails: Expected = ['not-verified', `currentness fail ${code}`];
  return [
    sketch(
      after,
      `subject-${code}-before`,
      `The disclosure was ${code}; the file is from before, and not too old.`,
      ['verified', 'currentness pass ok'],
      { file: () => before },
    ),
    sketch(
      after,
      `subject-${code}-before-too-old`,
      `The same 31 days later.`,
      ['not-verified', 'currentness fail too-old'],
      { file: () => before, age: 31 * 86_400 },
    ),
    sketch(
      after,
      `subject-${code}`,
      `The disclosure was ${code}, and the file shows by which record.`,
      fails,
    ),
    sketch(
      after,
      `subject-${code}-and-hidden`,
      'The same, and the newer record was removed: the head still names it.',
      ['not-verified', 'currentness fail superseded'],
      { file: without(later.id) },
    ),
    sketch(
      after,
      `subject-${code}-without-head`,
      'The same, and the head was removed.',
      ['unchecked', 'currentness skipped no-head'],
      { file: withoutHeads(3) },
    ),
    sketch(
      after,
      `subject-${code}-not-asked`,
      `The disclosure was ${code}, and the policy does not ask for the newest version: what the file shows warns.`,
      ['verified', `currentness warn ${code}`],
      notAsked,
    ),
    sketch(
      after,
      `subject-${code}-without-head-not-asked`,
      'The same, and the head was removed: nothing shows that there is a newer version, but the record itself.',
      ['verified', 'currentness 0 skipped no-head'],
      { ...notAsked, file: withoutHeads(3) },
    ),
  ];
}

/** The cited inventory was restated or withdrawn. */
function listNewerBasis(code: 'superseded' | 'withdrawn', statement: JsonObject): Sketch[] {
  const market = openMarket();
  const before = showMarket(market);
  const later = addVersion(market, market.parties.company, market.inventory, statement);
  const after = sceneOf(market, showMarket(market, { also: [later] }));
  const warns: Expected = ['verified', `currentness warn basis-${code}`];
  return [
    sketch(
      after,
      `basis-${code}-before`,
      `The cited inventory was ${code}; the file is from before, and not too old.`,
      ['verified', 'currentness pass ok'],
      { file: () => before },
    ),
    sketch(after, `basis-${code}`, `The cited inventory was ${code}, and the file shows by which record.`, [
      'not-verified',
      `currentness fail basis-${code}`,
    ]),
    sketch(
      after,
      `basis-${code}-and-hidden`,
      'The same, and the newer record was removed: the head still names it.',
      ['not-verified', 'currentness fail basis-superseded'],
      { file: without(later.id) },
    ),
    sketch(
      after,
      `basis-${code}-without-head`,
      'The same, and the head of the inventory was removed.',
      ['unchecked', 'currentness skipped no-head'],
      { file: withoutHeads(2) },
    ),
    sketch(
      after,
      `basis-${code}-uncited`,
      'The same, and the file shows no figure: all results among the sources of a disclosure count.',
      ['not-verified', `currentness fail basis-${code}`],
      {
        file: (file) => ({
          ...file,
          records: file.records.map((each, index) =>
            index === 0 ? { ...each, entries: { all: false, shown: [], absent: [] } } : each,
          ),
        }),
      },
    ),
    sketch(after, `basis-${code}-warns`, 'The same under a policy whose basis is warn.', warns, {
      policy: { basis: 'warn' },
    }),
    sketch(
      after,
      `basis-${code}-not-asked`,
      'The same under a policy that does not ask for the newest version.',
      warns,
      notAsked,
    ),
  ];
}

/** The file is about a withdrawal itself. */
function listWithdrawal(): Sketch[] {
  const market = openMarket();
  const later = addVersion(market, market.parties.company, market.disclosure, WITHDRAWN);
  const file = showMarket(market, { subject: later });
  return [
    sketch(sceneOf(market, file), 'subject-is-a-withdrawal', 'The subject is the withdrawal itself.', [
      'not-verified',
      'currentness fail withdrawn',
    ]),
    sketch(
      sceneOf(market, file),
      'subject-is-a-withdrawal-not-asked',
      'The same under a policy that does not ask for the newest version.',
      ['verified', 'currentness warn withdrawn'],
      notAsked,
    ),
  ];
}

/** What an auditor or exchange says against the disclosure. */
function listObjections(): Sketch[] {
  const list = (name: 'auditor' | 'exchange', says: string, statement: JsonObject): Sketch[] => {
    const market = openMarket();
    const judge = market.parties[name];
    const before = showMarket(market, { judges: [judge] });
    const answer = addAnswer(market, judge, market.disclosure, statement);
    const judges = [judge.party];
    const after = sceneOf(market, showMarket(market, { also: [answer], judges: [judge] }), { judges });
    const code = `answer-${says}`;
    const isRefused = says === 'adverse' || says === 'rejected';
    const what = `The ${name} said ${says}`;
    const hidden: Expected = ['unchecked', 'answers skipped answer-not-shown'];
    const named = [
      sketch(
        after,
        `judge-${says}`,
        `${what}, is a judge, and the policy refuses that.`,
        ['not-verified', `answers fail ${code}`],
        { policy: { refuse: [says as 'adverse'] } },
      ),
      sketch(
        after,
        `judge-${says}-by-default`,
        `${what} and is a judge; the policy refuses what it does unless stated.`,
        isRefused ? ['not-verified', `answers fail ${code}`] : ['verified', 'answers pass ok'],
      ),
    ];
    if (!isRefused) return named;
    return [
      ...named,
      sketch(
        after,
        `judge-${says}-before`,
        `${what} and is a judge; the file is from before.`,
        ['verified', 'answers pass ok'],
        { file: () => before },
      ),
      sketch(
        after,
        `judge-${says}-and-hidden`,
        `${what} and is a judge; the answer was removed from the file.`,
        hidden,
        { file: without(answer.id) },
      ),
      sketch(
        after,
        `judge-${says}-without-head`,
        `${what} and is a judge; the answer and the head of its stream were removed.`,
        hidden,
        {
          file: (file) => ({
            ...file,
            records: file.records.filter(({ id }) => id !== answer.id),
            heads: file.heads.filter(({ kind }) => kind !== answer.submission.record.kind),
          }),
        },
      ),
      sketch(
        after,
        `judge-${says}-with-an-older-head`,
        `${what} and is a judge; the answer was removed, and its stream is shown as absent as of an earlier batch than the subject's head.`,
        hidden,
        {
          file: (file) => ({
            ...file,
            records: file.records.filter(({ id }) => id !== answer.id),
            heads: [
              ...file.heads.filter(({ kind }) => kind < 4),
              ...before.heads.filter(({ kind }) => kind > 3),
            ],
          }),
        },
      ),
      sketch(
        after,
        `judge-${says}-allowed`,
        `${what} and is a judge; the policy refuses nothing.`,
        ['verified', 'answers pass ok'],
        { policy: { refuse: [] } },
      ),
      sketch(after, `other-${says}`, `${what} and is not a judge.`, ['verified', `answers warn ${code}`], {
        policy: { judges: [] },
      }),
      sketch(
        after,
        `other-${says}-not-asked`,
        'The same under a policy that does not ask for the newest version.',
        ['verified', `answers warn ${code}`],
        notAsked,
      ),
    ];
  };
  return [
    ...list('auditor', 'adverse', { opinion: 'adverse' }),
    ...list('exchange', 'rejected', { outcome: 'rejected', reason: 'late' }),
    ...list('auditor', 'qualified', { opinion: 'qualified' }),
    ...list('exchange', 'queried', { outcome: 'queried', reason: 'which meter?' }),
  ];
}

/** An adverse opinion that was taken back or replaced. */
function listReplacedAnswers(): Sketch[] {
  const replaced = (['withdrawn', 'superseded'] as const).flatMap((state) => {
    const market = openMarket();
    const { auditor } = market.parties;
    const judges = [auditor.party];
    const adverse = addAnswer(market, auditor, market.disclosure, { opinion: 'adverse' });
    const later = addVersion(market, auditor, adverse, {
      opinion: state === 'withdrawn' ? 'withdrawn' : 'unqualified',
    });
    const scene = sceneOf(market, showMarket(market, { also: [adverse, later], judges: [auditor] }), {
      judges,
    });
    const required: Expected =
      state === 'withdrawn' ? ['not-verified', 'answers fail no-answer'] : ['verified', 'answers pass ok'];
    return [
      sketch(scene, `answer-${state}`, `A judge's adverse opinion was ${state}: it counts as no answer.`, [
        'verified',
        `answers pass answer-${state}`,
      ]),
      sketch(
        scene,
        `answer-${state}-and-required`,
        'The same under a policy that requires an answer.',
        required,
        { policy: { require: ['answers'] } },
      ),
      sketch(
        scene,
        `answer-${state}-not-asked`,
        'The same under a policy without judges that does not ask for the newest version.',
        ['verified', `answers pass answer-${state}`],
        notAsked,
      ),
      sketch(
        scene,
        `answer-${state}-without-head`,
        'The same, and the head of the stream was removed: nothing shows that the opinion was replaced.',
        [
          'not-verified',
          'answers fail answer-adverse',
          'answers skipped answer-not-shown',
          'currentness skipped no-head',
        ],
        { file: withoutHeads(4) },
      ),
    ];
  });
  const market = openMarket();
  const { stranger } = market.parties;
  const fine = addAnswer(market, stranger, market.disclosure, { opinion: 'unqualified' });
  addVersion(market, stranger, fine, { opinion: 'adverse' });
  const hidden = sceneOf(market, showMarket(market, { also: [fine] }));
  const decided = openMarket();
  const { exchange } = decided.parties;
  const rejected = addAnswer(decided, exchange, decided.disclosure, { outcome: 'rejected', reason: 'late' });
  const takenBack = addVersion(decided, exchange, rejected, { outcome: 'withdrawn', reason: 'our error' });
  const both = showMarket(decided, { also: [rejected, takenBack], judges: [exchange] });
  return [
    ...replaced,
    sketch(
      sceneOf(decided, both, { judges: [exchange.party] }),
      'decision-withdrawn',
      'A judge withdrew its rejection: it counts as no answer.',
      ['verified', 'answers pass answer-withdrawn'],
    ),
    sketch(
      hidden,
      'newer-answer-hidden',
      'A party that is not a judge replaced its unqualified opinion by an adverse one, which the file does not show.',
      ['verified', 'answers warn answer-superseded'],
    ),
  ];
}

/** Whether each judge has answered, and which version. */
function listJudgeCases(): Sketch[] {
  const silent = openMarket();
  const { auditor } = silent.parties;
  const judges = [auditor.party];
  const none = sceneOf(silent, showMarket(silent, { judges: [auditor] }), { judges });
  const unshown = sceneOf(silent, showMarket(silent), { judges });
  const market = openMarket();
  const fine = addAnswer(market, market.parties.auditor, market.disclosure, { opinion: 'unqualified' });
  const answered = sceneOf(market, showMarket(market, { also: [fine], judges: [auditor] }), { judges });
  const second = addVersion(market, market.parties.company, market.disclosure, RESTATED);
  const another = sceneOf(
    market,
    showMarket(market, { subject: second, also: [market.disclosure, fine], judges: [auditor] }),
    { judges },
  );
  const asked: Changes = { policy: { require: ['answers'] } };
  return [
    sketch(none, 'judge-silent', 'A judge has given no answer, which the file proves.', [
      'verified',
      'answers pass ok',
    ]),
    sketch(
      none,
      'judge-silent-and-required',
      'The same under a policy that requires an answer.',
      ['not-verified', 'answers fail no-answer'],
      asked,
    ),
    sketch(
      none,
      'judge-half-shown',
      'The file proves that the judge has given no assurance, and says nothing about decisions.',
      ['unchecked', 'answers skipped answer-not-shown'],
      { file: withoutHeads(5) },
    ),
    sketch(
      unshown,
      'judge-not-shown',
      'The file neither shows answers of the judge nor proves that there are none.',
      ['unchecked', 'answers skipped answer-not-shown'],
    ),
    sketch(
      unshown,
      'judge-without-the-subject-head',
      'The file shows no head of the subject either.',
      ['unchecked', 'answers skipped no-head'],
      { file: { heads: [] } },
    ),
    sketch(
      unshown,
      'answers-required-without-judges',
      'The policy requires answers and names no judges.',
      ['unchecked', 'answers skipped no-judges'],
      { policy: { judges: [], require: ['answers'] } },
    ),
    sketch(
      answered,
      'judge-answered-before-a-restatement',
      'The judge answered, and then the disclosure was restated; the file is from before, and not too old.',
      ['verified', 'answers pass ok', 'currentness pass ok'],
      asked,
    ),
    sketch(
      another,
      'answer-to-another-version',
      'The answer is about the version before the subject, and counts for that alone.',
      ['verified', 'answers pass other-version'],
    ),
    sketch(
      another,
      'answer-to-another-version-and-required',
      'The same under a policy that requires an answer.',
      ['not-verified', 'answers fail no-answer'],
      asked,
    ),
    ...listAnswered(),
  ];
}

function listAnswered(): Sketch[] {
  const market = openMarket();
  const { auditor, exchange } = market.parties;
  const fine = addAnswer(market, auditor, market.disclosure, { opinion: 'unqualified' });
  const accepted = addAnswer(market, exchange, market.disclosure, { outcome: 'accepted', reason: '' });
  const judges = [auditor.party, exchange.party];
  const both = sceneOf(market, showMarket(market, { also: [fine, accepted], judges: [auditor, exchange] }), {
    judges,
    require: ['answers'],
  });
  const replays = { parties: [auditor.party], quorum: 1 };
  return [
    sketch(both, 'judges-answered', 'Both judges answered the subject, as the policy requires.', [
      'verified',
      'answers pass ok',
      'currentness pass ok',
    ]),
    sketch(
      both,
      'judges-answered-without-replays',
      'The same under a policy that asks for a replay, which the file lacks.',
      ['unchecked', 'answers skipped no-replays', 'currentness skipped no-replays'],
      { policy: { replays } },
    ),
    sketch(
      both,
      'judges-answered-without-endpoint',
      'The same without an endpoint.',
      ['unchecked', 'answers skipped no-chain'],
      { chain: null },
    ),
  ];
}

/** A judge rejected the disclosure after the batch that was replayed. The file lacks the decision, and may name it. */
function listHints(): Sketch[] {
  const market = openMarket();
  const { ledger, disclosure, inventory } = market;
  const { auditor, exchange } = market.parties;
  const replay = signReplayOf(auditor, ledger.batches.at(-1)!, 'assurance');
  const asOf = ledger.batches.length;
  sealBatch(ledger, [replay]);
  const rejected = addAnswer(market, exchange, disclosure, { outcome: 'rejected', reason: 'late' });
  const file = showMarket(market, {
    also: [replay],
    heads: [disclosure, inventory],
    judges: [exchange],
    asOf,
  });
  const scene = sceneOf(market, file, {
    judges: [exchange.party],
    replays: { parties: [auditor.party], quorum: 1 },
    require: ['answers'],
  });
  const hinted: ChangeFile = (own) => ({
    ...own,
    heads: [...own.heads, showHead(ledger, rejected, ledger.batches.length)],
  });
  return [
    sketch(
      scene,
      'judge-silent-as-of-the-replayed-batch',
      'The policy requires an answer of a judge, who has given none as of the batch that was replayed.',
      ['not-verified', 'answers fail no-answer'],
    ),
    sketch(
      scene,
      'judge-silent-and-a-newer-head',
      'The same, and a newer head, which nobody replayed, names a decision of the judge that is not in the file.',
      ['not-verified', 'answers fail no-answer', 'answers warn head-newer'],
      { file: hinted },
    ),
    sketch(
      scene,
      'judge-silent-and-a-newer-head-unrequired',
      'The same under a policy that requires no answer.',
      ['verified', 'answers warn head-newer'],
      { file: hinted, policy: { require: [] } },
    ),
  ];
}

/** An answer that was sealed before what it answers. */
function listEarlyAnswers(): Sketch[] {
  const market = openMarket();
  const { company, auditor } = market.parties;
  const object = signRecord({ by: company, kind: 'disclosure', subject: 'late' });
  const answer = addAnswer(market, auditor, object, { opinion: 'unqualified' });
  sealBatch(market.ledger, [object]);
  const scene = sceneOf(market, showMarket(market, { also: [object, answer] }));
  const file = {
    ...scene.file,
    records: [showRecord(market.ledger, object), showRecord(market.ledger, answer)],
    heads: scene.file.heads.filter(({ subject }) => subject === 'late' || subject === object.stream.slice(2)),
  };
  return [
    sketch(
      scene,
      'answer-too-early',
      'An assurance in the file was sealed in an earlier batch than the record that it answers.',
      ['not-verified', 'answers fail answer-too-early'],
    ),
    sketch(
      scene,
      'answer-too-early-not-asked',
      'The same under a policy that does not ask for the newest version.',
      ['not-verified', 'answers fail answer-too-early'],
      notAsked,
    ),
    sketch(
      { ...scene, file },
      'answer-of-a-judge-too-early',
      'The assurance of a judge was sealed in an earlier batch than the subject.',
      ['not-verified', 'answers fail answer-too-early'],
      { policy: { judges: [auditor.party] } },
    ),
  ];
}
