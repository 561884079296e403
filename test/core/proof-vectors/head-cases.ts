import type { Bundle } from '../../../core/proofs/bundle.ts';
import { buildBundle, linkRecord, showHead, showParty, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, named, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { defaultPolicy } from '../verify/market.ts';
import { alter } from '../verify/story.ts';
import { type Plain, openPlain, showPlain, signReplayOf } from './plain.ts';
import { type ChangeFile, type Changes, type Sketch, sketch } from './sketch.ts';

const X = named('x');
const Y = named('y');

type Defect = readonly [name: string, says: string, finding: string, changes: Changes];
const set = (changes: Readonly<Record<string, unknown>>): Changes => ({
  file: (file) => alter(file, changes),
});

/** Heads, lists of heads and links that are wrong, whether a check needs them or not. */
const DEFECTS: readonly Defect[] = [
  [
    'head-changed',
    'The head has another sequence than in its map.',
    'currentness - fail proof-root',
    set({ 'heads.0.head.sequence': 3 }),
  ],
  [
    'head-of-another-record',
    'The head names another record than in its map.',
    'currentness - fail proof-root',
    set({ 'heads.0.head.record': X }),
  ],
  [
    'present-head-as-absent',
    'The head is claimed absent.',
    'currentness - fail proof-root',
    set({ 'heads.0.head': null }),
  ],
  [
    'holder-changed',
    'The holder of the head is not in the heads map.',
    'currentness - fail proof-root',
    set({ 'heads.0.holder.streams': X }),
  ],
  [
    'present-holder-as-absent',
    'The party is claimed to have no heads.',
    'currentness - fail proof-root',
    set({ 'heads.0.holder': null, 'heads.0.head': null, 'heads.0.siblings': [] }),
  ],
  [
    'present-head-with-an-end',
    'A present head has an end, as only an absent one has.',
    'currentness - fail proof-end',
    set({ 'heads.0.end': { key: X, leaf: Y } }),
  ],
  [
    'present-holder-with-an-end',
    'A present holder has an end, as only an absent one has.',
    'currentness - fail proof-end',
    set({ 'heads.0.holderEnd': { key: X, leaf: Y } }),
  ],
  [
    'head-with-a-sibling-too-many',
    'The proof of the head has a sibling too many.',
    'currentness - fail proof-root',
    { file: (file) => alter(file, { 'heads.0.siblings': [X, ...file.heads[0]!.siblings] }) },
  ],
  [
    'next-does-not-follow',
    'The next batch of the head is one that does not follow.',
    'currentness - fail chain-link',
    {
      file: (file) =>
        alter(file, { 'heads.0.next': { header: file.heads[0]!.header, anchor: file.heads[0]!.anchor } }),
    },
  ],
  [
    'next-follows-another-batch',
    'The next batch of the head has the next number, and names another header before it.',
    'currentness - fail chain-link',
    set({ 'heads.0.next.header.previous': X }),
  ],
  [
    'next-is-not-anchored',
    'The next batch of the head has another sealing time than the anchored one.',
    'currentness - fail anchor-differs',
    set({ 'heads.0.next.header.sealedAt': 5 }),
  ],
  [
    'next-anchored-at-another-time',
    'The next batch of the head claims to have been anchored later, so that the head seems newer.',
    'currentness - fail anchor-differs',
    {
      file: (file) =>
        alter(file, { 'heads.0.next.anchor.anchoredAt': file.heads[0]!.next!.anchor.anchoredAt + 10 }),
    },
  ],
  [
    'heads-root-of-a-head-changed',
    'The header of the head has another root of heads than the anchored one.',
    'currentness - fail proof-root',
    set({ 'heads.0.header.heads': X }),
  ],
  [
    'party-without-a-stream',
    'The list of a party lacks a stream.',
    'completeness - fail proof-root',
    { file: (file) => alter(file, { 'parties.0.heads': file.parties[0]!.heads.slice(1) }) },
  ],
  [
    'party-without-all-streams',
    'The list of a party is empty.',
    'completeness - fail proof-end',
    set({ 'parties.0.heads': [] }),
  ],
  [
    'party-with-a-stream-twice',
    'The list of a party has a stream twice.',
    'completeness - fail map-repeated',
    {
      file: (file) =>
        alter(file, { 'parties.0.heads': [...file.parties[0]!.heads, file.parties[0]!.heads[0]] }),
    },
  ],
  [
    'party-with-another-sequence',
    'The list of a party has another sequence.',
    'completeness - fail proof-root',
    set({ 'parties.0.heads.0.sequence': 9 }),
  ],
  [
    'link-changed',
    'A record in the history was changed.',
    'order - fail record-id',
    set({ 'history.0.record.entries': X }),
  ],
  [
    'link-in-another-batch',
    'A record in the history is not in its batch.',
    'order - fail proof-root',
    set({ 'history.0.inclusion.proof': [] }),
  ],
  [
    'link-not-anchored',
    'A record in the history claims another time of anchoring.',
    'order - fail anchor-differs',
    set({ 'history.0.anchor.anchoredAt': 5 }),
  ],
  [
    'link-with-a-wrong-signature',
    'A record in the history has another signature than in its batch.',
    'order - fail proof-root',
    set({ 'history.0.signature': `0x${'11'.repeat(64)}1b` }),
  ],
];

/** Returns the vectors of the checks order, currentness and completeness, besides newer versions. */
export function listHeadCases(): Sketch[] {
  const plain = openPlain();
  const defects = DEFECTS.map(([name, says, finding, changes]) => {
    const [check, , ...rest] = finding.split(' ');
    return sketch(plain, name, says, ['not-verified', [check, ...rest].join(' ')], changes);
  });
  return [
    ...defects,
    ...listAgeCases(plain),
    ...listMissingCases(plain),
    ...listReplayCases(plain),
    ...listOrderCases(),
  ];
}

/** Until when a head is known to be the newest, and how old that may be (§11). */
function listAgeCases(plain: Plain): Sketch[] {
  const day = { policy: { maxAge: 86_400 } };
  const { vouched } = plain.ledger.facts;
  const until = plain.ledger.batches[2]!.anchor.anchoredAt;
  const lag = vouched.time - until;
  const newest = (file: Bundle): Bundle => ({ ...showPlain(plain, [], 4), records: file.records });
  const noNext = (file: Bundle): Bundle => alter(file, { 'heads.0.next': null, 'parties.0.next': null });
  const old = 'currentness fail too-old';
  return [
    sketch(
      plain,
      'head-at-the-greatest-age',
      'The head is known until its next batch was anchored, exactly maxAge ago.',
      ['verified', 'currentness pass ok'],
      { ...day, age: 86_400 - lag },
    ),
    sketch(
      plain,
      'head-too-old',
      'The head is known until its next batch was anchored, a second more than maxAge ago.',
      ['not-verified', old, 'completeness fail too-old'],
      { ...day, age: 86_400 - lag + 1 },
    ),
    sketch(
      plain,
      'head-of-the-newest-batch',
      'The batch of the head is the newest, so that it is known until the vouched block, maxAge ago.',
      ['verified', 'currentness pass ok'],
      { ...day, file: newest, age: 86_400 },
    ),
    sketch(
      plain,
      'head-of-the-newest-batch-too-old',
      'The batch of the head is the newest, and the vouched block a second older than maxAge.',
      ['not-verified', old],
      { ...day, file: newest, age: 86_401 },
    ),
    sketch(
      plain,
      'next-read-from-the-chain',
      'The head names no next batch, and the chain has one: its event says until when the head is known.',
      ['verified', 'currentness pass ok'],
      { ...day, file: noNext, age: 86_400 - lag },
    ),
    sketch(
      plain,
      'next-read-from-the-chain-too-old',
      'The same, a second more than maxAge ago.',
      ['not-verified', old],
      { ...day, file: noNext, age: 86_400 - lag + 1 },
    ),
    sketch(
      plain,
      'next-not-found',
      'The head names no next batch, the chain has one, and no endpoint has its event.',
      ['unchecked', 'currentness skipped rpc-answer'],
      { file: noNext, chain: ({ anchorings }) => anchorings.clear() },
    ),
    sketch(
      plain,
      'next-event-differs',
      'The head names no next batch, and the event of the chain is not what its word says.',
      ['unchecked', 'currentness skipped rpc-answer'],
      {
        file: noNext,
        chain: ({ anchorings }) => anchorings.set(3, { ...anchorings.get(3)!, anchoredAt: vouched.time }),
      },
    ),
    sketch(
      plain,
      'verifier-before-the-block',
      'The clock of the verifier is an hour behind the chain: the age is 0.',
      ['verified', 'currentness pass ok'],
      { ...day, age: -3600 },
    ),
    sketch(
      plain,
      'default-age',
      'The head is older than 30 days, under a policy that states the default of maxAge.',
      ['not-verified', old],
      { age: 31 * 86_400 },
    ),
    sketch(
      plain,
      'list-too-old-unrequired',
      'The list of the party is too old, and the policy does not require it: it warns.',
      ['not-verified', old, 'completeness warn too-old'],
      { policy: { maxAge: 60, require: [] } },
    ),
    sketch(
      plain,
      'too-old-not-asked',
      'The head is too old under a policy that does not ask for the newest version: it warns.',
      ['verified', 'currentness warn too-old'],
      { policy: { maxAge: 60, newest: 'not-asked', require: [] } },
    ),
    sketch(
      plain,
      'any-age',
      'The policy states the greatest number as its maxAge.',
      ['verified', 'currentness pass ok'],
      { policy: { maxAge: Number.MAX_SAFE_INTEGER }, age: 9_999 * 86_400 },
    ),
  ];
}

/** Evidence that the file does not have. */
function listMissingCases(plain: Plain): Sketch[] {
  const { ledger, records } = plain;
  const old = showHead(ledger, records.second, 1);
  const other = signRecord({ by: plain.parties.company, kind: 'result', subject: 'other' });
  const absent = [showHead(ledger, other, 2), showHead(ledger, records.secondReplay, 2)];
  const unneeded = (change: (file: Bundle) => Partial<Bundle>): Changes => ({
    file: (file) => ({ ...file, ...change(file) }),
    policy: { require: [] },
  });
  return [
    sketch(
      plain,
      'no-head-shown',
      'The file shows no head.',
      ['unchecked', 'currentness skipped no-head', 'order skipped no-head'],
      { file: { heads: [] } },
    ),
    sketch(
      plain,
      'no-head-not-asked',
      'The file shows no head, and the policy does not ask for the newest version.',
      ['verified', 'currentness skipped no-head'],
      { file: { heads: [] }, policy: { newest: 'not-asked', require: [] } },
    ),
    sketch(
      plain,
      'no-head-not-asked-and-order-required',
      'The same, and the policy requires order, which needs a head.',
      ['unchecked', 'currentness skipped no-head', 'order skipped no-head'],
      { file: { heads: [] }, policy: { newest: 'not-asked', require: ['order'] } },
    ),
    sketch(
      plain,
      'wrong-head-not-asked',
      'The head has another record than in its map: it fails where the policy does not ask for the newest version.',
      ['not-verified', 'currentness - fail proof-root'],
      {
        file: (file) => ({
          ...file,
          heads: file.heads.map((shown) => ({ ...shown, head: { ...shown.head!, sequence: 3 } })),
        }),
        policy: { newest: 'not-asked', require: [] },
      },
    ),
    sketch(
      plain,
      'head-of-an-earlier-batch',
      'The file shows the head of the stream only as of a batch before that of the subject.',
      ['unchecked', 'currentness skipped no-head'],
      { file: { heads: [old] } },
    ),
    sketch(
      plain,
      'absent-heads',
      'The file also proves that a stream of the company and one of a party without heads are absent.',
      ['verified', 'currentness pass ok'],
      { file: (file) => ({ ...file, heads: [...file.heads, ...absent] }) },
    ),
    sketch(
      plain,
      'unneeded-head-changed',
      'A head of another stream, which no check needs, has another record than in its map.',
      ['not-verified', 'currentness - fail proof-root'],
      unneeded((file) => ({
        heads: [...file.heads, alter(showHead(ledger, records.factors, 2), { 'head.record': X })],
      })),
    ),
    sketch(
      plain,
      'unneeded-head-not-anchored',
      'A head of another stream, which no check needs, claims another time of anchoring.',
      ['not-verified', 'anchor - fail anchor-differs', 'currentness - fail anchor-differs'],
      unneeded((file) => ({
        heads: [...file.heads, alter(showHead(ledger, records.factors, 2), { 'anchor.anchoredAt': 5 })],
      })),
    ),
    sketch(
      plain,
      'unneeded-list-changed',
      'A list of the streams of another party, which no check needs, has another record than in its map.',
      ['not-verified', 'completeness - fail proof-root'],
      unneeded((file) => ({
        parties: [
          ...file.parties,
          alter(showParty(ledger, plain.parties.provider.party, 2), { 'heads.0.record': X }),
        ],
      })),
    ),
    sketch(
      plain,
      'unneeded-link-changed',
      'A record in the history, which the policy does not require, was changed.',
      ['not-verified', 'order - fail record-id'],
      unneeded((file) => ({ history: [alter(file.history[0]!, { 'record.entries': X })] })),
    ),
    sketch(
      plain,
      'no-list-of-the-party',
      'The file does not list the streams of the party, which the policy requires.',
      ['unchecked', 'completeness skipped no-party'],
      { file: { parties: [] } },
    ),
    sketch(
      plain,
      'no-list-of-the-party-unrequired',
      'The same, and the policy does not require it.',
      ['verified', 'completeness skipped no-party'],
      { file: { parties: [] }, policy: { require: ['order'] } },
    ),
    sketch(
      plain,
      'no-history',
      'The file lacks the version before the subject.',
      ['unchecked', 'order skipped no-history'],
      { file: { history: [] } },
    ),
    sketch(
      plain,
      'no-history-unrequired',
      'The same, and the policy does not require it.',
      ['verified', 'order skipped no-history'],
      { file: { history: [] }, policy: { require: [] } },
    ),
  ];
}

/** Replays by others, so that heads do not rest on the operator's word (§7). */
function listReplayCases(plain: Plain): Sketch[] {
  const { ledger, parties, records } = plain;
  const { regulator, auditor } = parties;
  const both = [regulator.party, auditor.party];
  const ask = (quorum: number, of = both): Partial<Policy> => ({ replays: { parties: of, quorum } });
  const file =
    (...others: readonly SignedRecord[]): ChangeFile =>
    () =>
      showPlain(plain, others);
  const missing = ['order', 'currentness', 'completeness'].map((check) => `${check} skipped no-replays`);
  const [one, two] = [records.replay, records.secondReplay];
  const later = openPlain();
  const ofBatch1 = signReplayOf(later.parties.regulator, later.ledger.batches[0]!, 'decision');
  const batch = later.ledger.batches[1]!;
  const ofAnotherHeader = signReplayOf(
    later.parties.auditor,
    { ...batch, header: { ...batch.header, sealedAt: 5 } },
    'assurance',
  );
  sealBatch(later.ledger, [ofBatch1, ofAnotherHeader]);
  const again = signRecord({
    by: later.parties.regulator,
    subject: 'replay',
    after: later.records.replay,
    statement: later.records.replay.submission.statement,
    record: { kind: 5 },
  });
  sealBatch(later.ledger, [again]);
  const newer = {
    heads: [showHead(ledger, records.second, 4), showHead(ledger, records.second, 2)],
    parties: [showParty(ledger, parties.company.party, 4), showParty(ledger, parties.company.party, 2)],
  };
  const isSound = ['order pass ok', 'currentness pass ok', 'completeness pass ok'];
  return [
    sketch(
      plain,
      'no-replays-asked',
      'The policy asks for no replays: heads rest on the operator’s word.',
      ['verified', ...isSound],
      { policy: ask(0) },
    ),
    sketch(
      plain,
      'replay-missing',
      'The policy asks for one replay, and the file has none.',
      ['unchecked', ...missing],
      { policy: ask(1) },
    ),
    sketch(
      plain,
      'one-replay',
      'The policy asks for one replay, and the file has one.',
      ['verified', ...isSound],
      { policy: ask(1), file: file(one) },
    ),
    sketch(
      plain,
      'one-replay-of-two',
      'The policy asks for two replays, and the file has one.',
      ['unchecked', ...missing],
      { policy: ask(2), file: file(one) },
    ),
    sketch(
      plain,
      'replay-missing-not-asked',
      'The same under a policy that does not ask for the newest version.',
      ['verified', 'currentness skipped no-replays'],
      { policy: { ...ask(2), newest: 'not-asked', require: [] }, file: file(one) },
    ),
    sketch(
      plain,
      'two-replays',
      'The policy asks for two replays, and the file has two.',
      ['verified', ...isSound],
      { policy: ask(2), file: file(one, two) },
    ),
    sketch(
      plain,
      'replay-of-another-party',
      'The file has a replay of a party that the policy does not name.',
      ['unchecked', ...missing],
      { policy: ask(1, [auditor.party]), file: file(one) },
    ),
    sketch(
      plain,
      'replay-party-named-twice',
      'The policy asks for two replays and names one party twice: it counts once.',
      ['unchecked', ...missing],
      { policy: ask(2, [regulator.party, regulator.party]), file: file(one) },
    ),
    sketch(
      plain,
      'replay-with-a-closed-key',
      'The key of the replay was closed before it was sealed: the replay does not count.',
      ['not-verified', 'authority 2 fail closed-key', ...missing],
      {
        policy: ask(1),
        file: file(one),
        chain: ({ windows }) =>
          windows.set(`${regulator.party} ${regulator.key.address}`, [{ from: 0, until: 1 }]),
      },
    ),
    sketch(
      plain,
      'replayed-head-preferred',
      'The file has a newer head without a replay and an older one with a replay: the older one is used.',
      ['verified', ...isSound],
      { policy: ask(1), file: () => ({ ...showPlain(plain, [one]), ...newer }) },
    ),
    sketch(
      later,
      'replay-of-another-batch',
      'The replay is of an earlier batch than that of the head.',
      ['unchecked', ...missing],
      { policy: ask(1), file: () => showPlain(later, [ofBatch1]) },
    ),
    sketch(
      later,
      'replay-of-another-header',
      'The replay names another header than that of the batch.',
      ['unchecked', ...missing],
      { policy: ask(1), file: () => showPlain(later, [ofAnotherHeader]) },
    ),
    sketch(
      later,
      'replay-twice-by-one-party',
      'One party replayed the batch twice, and counts once.',
      ['unchecked', ...missing],
      { policy: ask(2), file: () => showPlain(later, [later.records.replay, again]) },
    ),
    sketch(
      later,
      'replay-superseded',
      'A later replay follows in the stream of the replay: it still counts.',
      ['verified', ...isSound],
      { policy: ask(1), file: () => showPlain(later, [later.records.replay]) },
    ),
  ];
}

/** Streams whose versions do not lead from the head to sequence 1 (§11). The operator of these ledgers is dishonest. */
function listOrderCases(): Sketch[] {
  const policy = defaultPolicy({ require: ['order'] });
  const falls = createLedger();
  const by = registerParty(falls, 'urn:company', 'company');
  const first = signRecord({ by });
  const second = signRecord({ by, after: first });
  sealBatch(falls, [second]);
  const last = sealBatch(falls, [first]);
  (last.heads.get(by.party) as Map<string, unknown>).set(second.stream, { record: second, sequence: 2 });
  sealBatch(falls, [signRecord({ by, subject: 'other' })]);

  const forked = createLedger();
  registerParty(forked, 'urn:company', 'company');
  const fork = signRecord({ by, statement: { title: 'Another first' } });
  sealBatch(forked, [fork, first]);
  sealBatch(forked, [second]);

  const split = createLedger();
  registerParty(split, 'urn:company', 'company');
  sealBatch(split, [fork, first]);

  const renumbered = createLedger();
  registerParty(renumbered, 'urn:company', 'company');
  const { heads } = sealBatch(renumbered, [first]);
  (heads.get(by.party) as Map<string, unknown>).set(first.stream, { record: first, sequence: 2 });
  sealBatch(renumbered, [signRecord({ by, subject: 'other' })]);

  const foreign = createLedger();
  registerParty(foreign, 'urn:company', 'company');
  const stranger = signRecord({ by, subject: 'other' });
  const afterStranger = signRecord({ by, after: stranger });
  sealBatch(foreign, [stranger]);
  sealBatch(foreign, [afterStranger]);

  const lagging = createLedger();
  registerParty(lagging, 'urn:company', 'company');
  sealBatch(lagging, [first]);
  const hiding = sealBatch(lagging, [second]);
  (hiding.heads.get(by.party) as Map<string, unknown>).set(second.stream, { record: first, sequence: 1 });
  sealBatch(lagging, [signRecord({ by, subject: 'other' })]);

  const headOf = (
    ledger: ReturnType<typeof createLedger>,
    shown: typeof first,
    links: (typeof first)[],
    asOf: number,
  ): Bundle => ({
    ...buildBundle([showRecord(ledger, shown)]),
    history: links.map((link) => linkRecord(ledger, link)),
    heads: [showHead(ledger, shown, asOf)],
  });
  return [
    sketch(
      { ledger: falls, file: headOf(falls, second, [first], 3), policy },
      'order-falls',
      'Sequence 1 was sealed in a later batch than sequence 2.',
      ['not-verified', 'order fail order-falls'],
    ),
    sketch(
      { ledger: forked, file: headOf(forked, fork, [first, second], 2), policy },
      'fork',
      'The record is a fork: the head follows another record of its sequence.',
      ['not-verified', 'order fail not-head', 'currentness fail superseded'],
    ),
    sketch(
      { ledger: split, file: headOf(split, fork, [first], 1), policy },
      'fork-with-the-sequence-of-the-head',
      'The record is a fork: the head is another record with its sequence.',
      ['not-verified', 'order fail not-head', 'currentness fail not-head'],
    ),
    sketch(
      { ledger: renumbered, file: headOf(renumbered, first, [], 2), policy },
      'head-with-another-sequence-of-the-record',
      'The head names the record with another sequence than it has.',
      ['not-verified', 'order fail link-differs', 'currentness fail not-head'],
    ),
    sketch(
      { ledger: foreign, file: headOf(foreign, afterStranger, [stranger], 2), policy },
      'link-of-another-stream',
      'The record before the subject belongs to another stream.',
      ['not-verified', 'order fail link-differs'],
    ),
    sketch(
      { ledger: lagging, file: headOf(lagging, second, [first], 3), policy },
      'older-head',
      'The head of the stream is an earlier version than the subject.',
      ['not-verified', 'currentness fail not-head'],
    ),
  ];
}
