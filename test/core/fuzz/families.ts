import { readFileSync } from 'node:fs';
import { openRpcReader } from '../../../chain/rpc-reader.ts';
import { recoverByNoble, recoverOnce } from '../../../core/hashing/signature.ts';
import { type Bundle, formatBundle } from '../../../core/proofs/bundle.ts';
import { type Policy, parsePolicy } from '../../../core/verify/policy.ts';
import type { VerifyOptions } from '../../../core/verify/verify.ts';
import {
  openRecordedEngine,
  PROOFS,
  proofPath,
  readRecorded,
  RECORDED_AT,
  type RecordedChain,
} from '../../recorded-home/recorded.ts';
import { linkRecord, showParty, showWindow } from '../../helpers/bundle-builder.ts';
import { type MemoryLedger, readFacts } from '../../helpers/memory-ledger.ts';
import { openPlain, showPlain } from '../proof-vectors/plain.ts';
import {
  addAnswer,
  addVersion,
  type Market,
  openMarket,
  defaultPolicy,
  showMarket,
} from '../verify/market.ts';
import { showStory, strictPolicy, tellStory } from '../verify/story.ts';

/** Proof files of one ledger, with what their verification needs. */
export interface Family {
  readonly name: string;
  /** The files that are changed. All of them have the same verdict. */
  readonly texts: readonly string[];
  readonly verdict: 'verified' | 'not-verified' | 'unchecked';
  /** Further files of the ledger: mutants may take parts of them. */
  readonly others: readonly string[];
  readonly options: VerifyOptions;
}

const recover = recoverOnce(recoverByNoble);
const RESTATED = { change: 'restatement', reason: 'new factors' };
const WITHDRAWN = { change: 'withdrawal', reason: 'a wrong meter' };

interface FamilySketch {
  readonly name: string;
  readonly files: readonly Bundle[];
  readonly policy: Policy;
  readonly others?: readonly Bundle[];
  readonly verdict?: Family['verdict'];
}

function openFamily({ facts }: Pick<MemoryLedger, 'facts'>, sketch: FamilySketch): Family {
  const { name, files, policy, others = [], verdict = 'verified' } = sketch;
  const options = { policy, reader: readFacts(facts), now: facts.vouched.time + 60, recover };
  return { name, verdict, texts: files.map(formatBundle), others: others.map(formatBundle), options };
}

/** Files with history, answers, a list of streams, windows and a replay. */
function openStories(): Family[] {
  const story = tellStory();
  const files = [showStory(story)];
  const lenient = strictPolicy(story, {
    ...{ newest: 'not-asked', require: [], keys: [] },
    replays: { parties: [], quorum: 0 },
  });
  const { auditor, exchange, regulator } = story.parties;
  const strict = defaultPolicy({
    replays: { parties: [regulator.party], quorum: 1 },
    require: ['order', 'completeness'],
    keys: ['total'],
  });
  const plain = openPlain();
  const { replay, secondReplay } = plain.records;
  const both = { parties: [regulator.party, auditor.party], quorum: 2 };
  const twice = [showPlain(plain, [replay, secondReplay])];
  return [
    openFamily(story.ledger, { name: 'a story not asked whether it is the newest', files, policy: lenient }),
    openFamily(story.ledger, { name: 'a story with a replay', files, policy: strict }),
    openFamily(plain.ledger, {
      name: 'two replays',
      files: twice,
      others: [showPlain(plain, [replay], 4)],
      policy: defaultPolicy({ replays: both, require: ['order', 'completeness'] }),
    }),
    openFamily(plain.ledger, {
      name: 'a replay missing',
      files: [showPlain(plain, [replay])],
      policy: defaultPolicy({ replays: both }),
      verdict: 'unchecked',
    }),
    openFamily(story.ledger, {
      name: 'a judge not shown',
      files,
      policy: defaultPolicy({ judges: [exchange.party] }),
      verdict: 'unchecked',
    }),
  ];
}

/** Returns a proof file with all that a ledger can show of a disclosure. */
function showAll(market: Market, file: Bundle): Bundle {
  const { ledger, parties, inventory } = market;
  return {
    ...file,
    history: [linkRecord(ledger, inventory)],
    parties: [showParty(ledger, parties.company.party, ledger.batches.length)],
    windows: [showWindow(ledger, parties.company), showWindow(ledger, parties.auditor)],
  };
}

/** Files with answers of judges, all of them fine. */
function openAnswered(): Family {
  const market = openMarket();
  const { auditor, exchange, stranger } = market.parties;
  const fine = addAnswer(market, auditor, market.disclosure, { opinion: 'unqualified' });
  const accepted = addAnswer(market, exchange, market.disclosure, { outcome: 'accepted', reason: '' });
  const adverse = addAnswer(market, stranger, market.disclosure, { opinion: 'adverse' });
  const judges = [auditor, exchange];
  const policy = defaultPolicy({
    judges: judges.map(({ party }) => party),
    require: ['answers', 'order', 'completeness'],
  });
  return openFamily(market.ledger, {
    name: 'answers of judges',
    files: [showAll(market, showMarket(market, { also: [fine, accepted], judges, open: true }))],
    others: [showMarket(market, { also: [adverse, fine, accepted], judges })],
    policy,
  });
}

/** Files that a reader must not take for good: a newer version, or an objection of a judge. The file from before is there too. */
function openRefused(): Family[] {
  const versions = (['disclosure', 'inventory'] as const).flatMap((name) =>
    [RESTATED, WITHDRAWN].map((statement) => {
      const market = openMarket();
      const before = showMarket(market);
      const later = addVersion(market, market.parties.company, market[name], statement);
      const after = showAll(market, showMarket(market, { also: [later] }));
      return openFamily(market.ledger, {
        name: `a ${name} with a ${statement.change}`,
        files: [after],
        others: [before, showMarket(market, { subject: later, heads: [later, market.inventory] })],
        policy: defaultPolicy(),
        verdict: 'not-verified',
      });
    }),
  );
  const objections = (['auditor', 'exchange'] as const).map((name) => {
    const market = openMarket();
    const judge = market.parties[name];
    const before = showMarket(market, { judges: [judge] });
    const says = name === 'auditor' ? { opinion: 'adverse' } : { outcome: 'rejected', reason: 'late' };
    const answer = addAnswer(market, judge, market.disclosure, says);
    return openFamily(market.ledger, {
      name: `an objection of the ${name}`,
      files: [showAll(market, showMarket(market, { also: [answer], judges: [judge] }))],
      others: [before],
      policy: defaultPolicy({ judges: [judge.party] }),
      verdict: 'not-verified',
    });
  });
  return [...versions, ...objections];
}

/** Returns what tests have in memory, in the order in which it is changed. */
export function openMemoryFamilies(): Family[] {
  return [...openStories(), openAnswered(), ...openRefused()];
}

/** The recorded proof files, with the chain that was recorded, under the policy that was recorded. */
export function openRecordedFamily({ url }: RecordedChain): Family {
  const policy = parsePolicy(readRecorded('home/policy.json'));
  const { chainId, ledger, finality } = policy;
  return {
    name: 'the recorded files',
    verdict: 'verified',
    // To compute the accounts again takes most of the time, and they have no other members than the other results.
    texts: PROOFS.filter((name) => !name.endsWith('-accounts')).map((name) =>
      readFileSync(proofPath(name), 'utf8'),
    ),
    others: [],
    options: {
      policy,
      reader: openRpcReader({ urls: [url], quorum: 1, finality, chainId, ledger }),
      now: RECORDED_AT,
      recover,
      openEngine: openRecordedEngine,
    },
  };
}
