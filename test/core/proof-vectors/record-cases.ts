import { bytesOf, concatBytes, type Hex } from '../../../core/encoding/hex.ts';
import { keccakHex } from '../../../core/hashing/keccak.ts';
import { hashItem, type MapItem } from '../../../core/merkle/map/item.ts';
import { type Entry, hashEntryKey, itemOfEntry } from '../../../core/records/entry.ts';
import type { Bundle, BundleRecord, ShownEntry } from '../../../core/proofs/bundle.ts';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { type JsonObject, parseJson } from '../../../core/encoding/json.ts';
import { KINDS, type KindName, type RoleName } from '../../../core/records/kind.ts';
import { buildBundle, showHead, showRecord, type Showing } from '../../helpers/bundle-builder.ts';
import { createLedger, named, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { makeKey } from '../../helpers/registry.ts';
import { type RecordSketch, type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';
import { defaultPolicy } from '../verify/market.ts';
import { alter } from '../verify/story.ts';
import { type Plain, openPlain } from './plain.ts';
import { type Changes, type Sketch, sketch } from './sketch.ts';

type Defect = readonly [name: string, says: string, finding: string, changes: Changes];

const set = (changes: Readonly<Record<string, unknown>>): Changes => ({
  file: (file) => alter(file, changes),
});
const SHOWN = 'records.0.entries.shown.0';
const X = named('x');
const Y = named('y');
const SIGNATURE = `0x${'11'.repeat(64)}1b`;

/** One member of a record or its evidence is not what was signed, sealed or anchored. */
const DEFECTS: readonly Defect[] = [
  [
    'entry-value',
    'The value of an entry was changed.',
    'entries 0 fail proof-root',
    set({ [`${SHOWN}.value`]: '99' }),
  ],
  [
    'entry-unit',
    'The unit of an entry was changed.',
    'entries 0 fail proof-root',
    set({ [`${SHOWN}.unit`]: 'kg{CO2e}' }),
  ],
  [
    'entry-period',
    'The period of an entry was changed.',
    'entries 0 fail proof-root',
    set({ [`${SHOWN}.until`]: 1735689601 }),
  ],
  [
    'entry-detail',
    'The detail of an entry was changed.',
    'entries 0 fail proof-root',
    set({ [`${SHOWN}.detail.scope`]: 2 }),
  ],
  [
    'entry-without-detail',
    'The detail of an entry was removed.',
    'entries 0 fail proof-root',
    set({ [`${SHOWN}.detail`]: null }),
  ],
  [
    'entry-salt',
    'The salt of an entry was changed.',
    'entries 0 fail proof-root',
    set({ [`${SHOWN}.salt`]: ZERO_HASH }),
  ],
  [
    'entry-key',
    'An entry is shown under another key.',
    'entries 0 fail proof-root',
    { ...set({ [`${SHOWN}.key`]: 'scope1' }), policy: { keys: [] } },
  ],
  [
    'entry-with-one-sibling-less',
    'The path of an entry lacks its deepest sibling.',
    'entries 0 fail proof-root',
    {
      file: (file) =>
        alter(file, { [`${SHOWN}.siblings`]: file.records[0]!.entries.shown[0]!.siblings!.slice(1) }),
    },
  ],
  [
    'entry-with-one-sibling-more',
    'The path of an entry has a sibling too many.',
    'entries 0 fail proof-root',
    {
      file: (file) =>
        alter(file, { [`${SHOWN}.siblings`]: [X, ...file.records[0]!.entries.shown[0]!.siblings!] }),
    },
  ],
  [
    'entry-of-a-complete-list-missing',
    'The only entry of a record is left out, though all are claimed to be shown.',
    'entries 1 fail proof-root',
    set({ 'records.1.entries.shown': [] }),
  ],
  [
    'present-entry-as-absent',
    'A present entry is claimed absent.',
    'entries 0 fail proof-end',
    { file: showAsAbsent, policy: { keys: [] } },
  ],
  [
    'present-entry-as-absent-at-itself',
    'A present entry is claimed absent, and its own item is named as the end of the path.',
    'entries 0 fail proof-end',
    { file: (file) => showAsAbsent(file, itemOfEntry), policy: { keys: [] } },
  ],
  [
    'absent-entry-at-another-branch',
    'The path of an absent entry ends at an item of another branch.',
    'entries 0 fail proof-end',
    {
      file: (file) => alter(file, { 'records.0.entries.absent.0.key': findOffPath(file) }),
      policy: { keys: [] },
    },
  ],
  [
    'absent-entry-without-end',
    'The proof of an absent entry lacks the item where it ends.',
    'entries 0 fail proof-root',
    {
      file: (file) =>
        alter(file, {
          'records.0.entries.absent.0.end':
            file.records[0]!.entries.absent[0]!.end === null ? { key: X, leaf: Y } : null,
        }),
    },
  ],
  [
    'entry-value-with-an-exponent',
    'A value is not a canonical decimal string: it has an exponent.',
    'entries 0 fail decimal-syntax',
    set({ [`${SHOWN}.value`]: '1e3' }),
  ],
  [
    'entry-value-with-a-zero-at-its-end',
    'A value is not a canonical decimal string: it ends in a zero.',
    'entries 0 fail decimal-syntax',
    set({ [`${SHOWN}.value`]: '32.50' }),
  ],
  [
    'entry-value-too-long',
    'A value has 39 digits.',
    'entries 0 fail decimal-range',
    set({ [`${SHOWN}.value`]: '9'.repeat(39) }),
  ],
  [
    'entry-value-of-10-to-the-38',
    'A value is 10^38, one more than the greatest coefficient.',
    'entries 0 fail decimal-range',
    set({ [`${SHOWN}.value`]: `1${'0'.repeat(38)}` }),
  ],
  [
    'entry-value-with-31-decimals',
    'A value has 31 decimals.',
    'entries 0 fail decimal-range',
    set({ [`${SHOWN}.value`]: `0.${'0'.repeat(30)}1` }),
  ],
  [
    'entry-value-without-unit',
    'An entry has a value and no unit.',
    'entries 0 fail entry-unit',
    set({ [`${SHOWN}.unit`]: '' }),
  ],
  [
    'entry-period-backwards',
    'The period of an entry ends before it begins.',
    'entries 0 fail period',
    set({ [`${SHOWN}.until`]: 1 }),
  ],
  [
    'entry-key-with-a-blank',
    'The key of an entry has a blank.',
    'format fail key-syntax',
    { ...set({ [`${SHOWN}.key`]: 'to tal' }), policy: { keys: [] } },
  ],
  [
    'entry-detail-too-deep',
    'The detail of an entry is 17 levels deep.',
    'entries 0 fail json-depth',
    set({ [`${SHOWN}.detail`]: JSON.parse(`${'{"a":'.repeat(16)}{}${'}'.repeat(16)}`) }),
  ],
  [
    'key-not-shown',
    'The policy requires an entry that the file does not show.',
    'entries 0 fail key-not-shown',
    { policy: { keys: ['scope1'] } },
  ],
  [
    'statement-changed',
    'The statement was changed.',
    'statement 0 fail statement-hash',
    set({ 'records.0.statement.title': 'x' }),
  ],
  [
    'statement-with-another-member',
    'The statement has one more member than was signed.',
    'statement 0 fail statement-hash',
    set({ 'records.0.statement.note': 'x' }),
  ],
  [
    'record-changed',
    'The sequence of the record was changed.',
    'record 0 fail record-id',
    set({ 'records.0.record.sequence': 3 }),
  ],
  ['id-changed', 'The id of the record was changed.', 'record 0 fail record-id', set({ 'records.0.id': X })],
  [
    'party-of-the-record-changed',
    'The record is claimed for another party.',
    'record 0 fail record-id',
    set({ 'records.0.record.party': X }),
  ],
  [
    'signature-v',
    'The v of the signature is 29.',
    'signature 0 fail signature-v',
    set({ 'records.0.signature': SIGNATURE.replace(/1b$/, '1d') }),
  ],
  [
    'signature-v-0',
    'The v of the signature is 0, as some libraries write 27.',
    'signature 0 fail signature-v',
    set({ 'records.0.signature': SIGNATURE.replace(/1b$/, '00') }),
  ],
  [
    'signature-r-zero',
    'The r of the signature is zero.',
    'signature 0 fail signature-r',
    set({ 'records.0.signature': `0x${'00'.repeat(32)}${'11'.repeat(32)}1b` }),
  ],
  [
    'signature-r-too-great',
    'The r of the signature is not below the order of the curve.',
    'signature 0 fail signature-r',
    set({ 'records.0.signature': `0x${'ff'.repeat(32)}${'11'.repeat(32)}1b` }),
  ],
  [
    'signature-s-zero',
    'The s of the signature is zero.',
    'signature 0 fail signature-s',
    set({ 'records.0.signature': `0x${'11'.repeat(32)}${'00'.repeat(32)}1b` }),
  ],
  [
    'signature-s-high',
    'The signature is the same with a high s, by which some libraries recover the same key.',
    'signature 0 fail signature-s',
    { file: (file) => alter(file, { 'records.0.signature': raise(file.records[0]!.signature) }) },
  ],
  [
    'signature-of-no-key',
    'No key can have made the signature.',
    'signature 0 fail signature-recovery',
    set({ 'records.0.signature': `0x${'00'.repeat(31)}05${'11'.repeat(32)}1b` }),
  ],
  [
    'signature-replaced',
    'The signature was replaced by another well-formed one, so that it is not the one in the batch.',
    'inclusion 0 fail proof-root',
    set({ 'records.0.signature': SIGNATURE }),
  ],
  [
    'inclusion-in-another-root',
    'A sibling of the path to the batch was changed.',
    'inclusion 1 fail proof-root',
    set({ 'records.1.inclusion.proof.0': X }),
  ],
  [
    'inclusion-too-long',
    'The path to a batch of one record has a sibling.',
    'inclusion 0 fail proof-length',
    set({ 'records.0.inclusion.proof': [X] }),
  ],
  [
    'inclusion-too-short',
    'The path to a batch of three records has no sibling.',
    'inclusion 1 fail proof-root',
    set({ 'records.1.inclusion.proof': [] }),
  ],
];

const HALF_ORDER_TWICE = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** Returns the other signature of the same digest and key, with a high s. */
function raise(signature: string): string {
  const s = HALF_ORDER_TWICE - BigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.endsWith('1b') ? '1c' : '1b';
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}`;
}

function showAsAbsent(file: Bundle, endOf: (entry: Entry) => MapItem = () => ({ key: X, leaf: Y })): Bundle {
  const [shown] = file.records[0]!.entries.shown as [ShownEntry];
  const absent = [{ key: shown.key, end: endOf(shown), siblings: shown.siblings }];
  return alter(file, { 'records.0.entries.shown': [], 'records.0.entries.absent': absent });
}

/** Returns a key whose path leaves that of the absent entry before its end. */
function findOffPath(file: Bundle): string {
  const { end } = file.records[0]!.entries.absent[0]!;
  const first = (hash: string): number => Number.parseInt(hash.slice(2, 3), 16) >> 3;
  for (let index = 0; ; index++) {
    const key = `scope9/${index}`;
    if (end !== null && first(hashEntryKey(key)) !== first(end.key)) return key;
  }
}

/** Returns the vectors of the checks on every record that need no chain. */
export function listRecordCases(): Sketch[] {
  const plain = openPlain();
  const defects = DEFECTS.map(([name, says, finding, changes]) =>
    sketch(plain, name, says, ['not-verified', finding], changes),
  );
  return [
    ...defects,
    ...listEntryCases(plain),
    ...listStatementCases(),
    ...listAnswerCases(),
    ...listKindCases(),
  ];
}

/** An entry that is alone in its record. */
const ONLY = makeEntry('only', '1');

/** Returns what a careless reader takes for the root of the map of one entry: its item one level too deep. */
function hashDeeper(entry: Entry): Hex {
  const { key, leaf } = itemOfEntry(entry);
  const node = hashItem(bytesOf(key), bytesOf(leaf));
  const isRight = bytesOf(key)[0]! >= 0x80;
  return keccakHex(isRight ? concatBytes(bytesOf(ZERO_HASH), node) : concatBytes(node, bytesOf(ZERO_HASH)));
}

function listEntryCases(plain: Plain): Sketch[] {
  const { company, auditor } = plain.parties;
  const show = (showing: Showing): BundleRecord => showRecord(plain.ledger, plain.records.second, showing);
  return [
    sketch(
      plain,
      'no-entry-shown',
      'No entry is shown, and the policy requires none.',
      ['verified', 'entries 0 pass ok'],
      {
        ...set({ 'records.0.entries': { all: false, shown: [], absent: [] } }),
        policy: { keys: [] },
      },
    ),
    sketch(
      plain,
      'only-an-absent-entry',
      'A private record shows only that a key is absent.',
      ['verified', 'entries 0 pass ok'],
      {
        ...set({ 'records.0.entries.shown': [] }),
        policy: { keys: [] },
      },
    ),
    oneRecord(
      [
        'entry-with-a-sibling-of-zero',
        'The party signed the root of a map whose only item has a sibling of zero, so that one set has two roots.',
        'not-verified',
        'entries 0 fail proof-length',
      ],
      (ledger) => sealOne(ledger, { kind: 'result', record: { entries: hashDeeper(ONLY) } }),
      {
        file: (file) => {
          const entries = { all: false, shown: [{ ...ONLY, siblings: [ZERO_HASH] }], absent: [] };
          return { ...file, records: [{ ...file.records[0]!, entries }] };
        },
      },
    ),
    sketch(
      plain,
      'two-private-entries',
      'Two of three private entries are shown, each by its own path.',
      ['verified', 'entries 0 pass ok'],
      {
        file: (file) => ({
          ...file,
          records: [show({ keys: ['scope1', 'total'] }), ...file.records.slice(1)],
        }),
      },
    ),
    sketch(
      plain,
      'all-private-entries',
      'All three private entries are shown, without paths.',
      ['verified', 'entries 0 pass ok'],
      { file: (file) => ({ ...file, records: [show({ all: true }), ...file.records.slice(1)] }) },
    ),
    sketch(
      plain,
      'all-private-entries-but-one',
      'All entries are claimed to be shown, and one is left out.',
      ['not-verified', 'entries 0 fail proof-root'],
      {
        file: (file) => {
          const whole = show({ all: true });
          const entries = { ...whole.entries, shown: whole.entries.shown.slice(1) };
          return { ...file, records: [{ ...whole, entries }, ...file.records.slice(1)] };
        },
      },
    ),
    sketch(
      plain,
      'subject-of-the-right-party',
      'The policy names the party of the subject.',
      ['verified', 'record 0 pass ok'],
      { policy: { subjectParty: company.party } },
    ),
    sketch(
      plain,
      'wrong-party',
      'The policy names another party than that of the subject.',
      ['not-verified', 'record 0 fail wrong-party'],
      { policy: { subjectParty: auditor.party } },
    ),
    sketch(
      plain,
      'defect-without-a-chain',
      'The statement was changed, and no endpoint is given: it fails all the same.',
      ['not-verified', 'statement 0 fail statement-hash'],
      { ...set({ 'records.0.statement.title': 'x' }), chain: null },
    ),
    sketch(
      plain,
      'defect-not-asked',
      'The value of an entry was changed; the policy does not ask for the newest version.',
      ['not-verified', 'entries 0 fail proof-root'],
      { ...set({ [`${SHOWN}.value`]: '99' }), policy: { newest: 'not-asked' } },
    ),
  ];
}

/** Returns a vector of one record of a new ledger that nothing follows, with the head of its stream. */
function oneRecord(
  [name, says, verdict, ...findings]: readonly [string, string, Sketch['verdict'], ...string[]],
  open: (ledger: ReturnType<typeof createLedger>) => SignedRecord[],
  changes: Changes = {},
): Sketch {
  const ledger = createLedger();
  const records = open(ledger);
  const shown = records.map((record) =>
    showRecord(ledger, record, { all: record.submission.entries !== undefined }),
  );
  const heads = [showHead(ledger, records[0]!, ledger.batches.length)];
  const file = { ...buildBundle(shown), heads };
  return sketch({ ledger, file, policy: defaultPolicy() }, name, says, [verdict, ...findings], changes);
}

/** Signs a record of a new party and seals it. */
function sealOne(
  ledger: ReturnType<typeof createLedger>,
  sketched: Omit<RecordSketch, 'by'>,
  role: RoleName = 'company',
): SignedRecord[] {
  const record = signRecord({ by: registerParty(ledger, `urn:${role}`, role), ...sketched });
  sealBatch(ledger, [record]);
  return [record];
}

/** Statements that were signed as they are, and do not follow §5. */
function listStatementCases(): Sketch[] {
  const bad: readonly [string, string, string, JsonObject, Partial<RecordSketch>?][] = [
    ['statement-without-title', 'The title is a number.', 'statement', { title: 1 }],
    [
      'statement-with-unknown-change',
      'The change is neither a correction nor a restatement nor a withdrawal.',
      'statement',
      { change: 'update', reason: 'x' },
    ],
    [
      'statement-change-without-reason',
      'A restatement gives no reason.',
      'statement',
      { change: 'restatement' },
    ],
    [
      'statement-continues-nothing',
      'The member continues lacks the record.',
      'statement',
      { continues: { chainId: 1, ledger: '0x5FbDB2315678afecb367f032d93F642f64180aa3' } },
    ],
    [
      'statement-with-a-replay',
      'A result claims to be a replay.',
      'replay',
      { replay: { number: 1, header: X } },
    ],
    ['statement-subject-replay', 'A result has the subject replay.', 'replay', {}, { subject: 'replay' }],
  ];
  return [
    ...bad.map(([name, says, code, statement, others = {}]) =>
      oneRecord([name, says, 'not-verified', `statement 0 fail ${code}`], (ledger) =>
        sealOne(ledger, { kind: 'result', statement, ...others }),
      ),
    ),
    oneRecord(
      [
        'statement-with-more-members',
        'The statement has members that §5 does not name.',
        'verified',
        'statement 0 pass ok',
      ],
      (ledger) => sealOne(ledger, { kind: 'result', statement: { notes: ['a'], constructor: 1 } }),
    ),
    oneRecord(
      [
        'statement-with-a-member-proto',
        'The statement that was signed has members named __proto__ and constructor.',
        'verified',
        'statement 0 pass ok',
      ],
      (ledger) => {
        const statement = parseJson('{"__proto__":{"title":"x"},"constructor":1}') as JsonObject;
        return sealOne(ledger, { kind: 'result', statement });
      },
    ),
    oneRecord(
      [
        'statement-with-empty-texts',
        'Title, period and standard are empty.',
        'verified',
        'statement 0 pass ok',
      ],
      (ledger) => sealOne(ledger, { kind: 'result', statement: { title: '', period: '', standard: '' } }),
    ),
    oneRecord(
      [
        'statement-with-other-scripts',
        'The title has letters and signs outside of ASCII.',
        'verified',
        'statement 0 pass ok',
      ],
      (ledger) =>
        sealOne(ledger, {
          kind: 'result',
          statement: { title: '2023 年温室气体清单 – “Ökobilanz” 🌍\u2028' },
        }),
    ),
  ];
}

/** Records of kinds 4 and 5, with what they answer (§5). */
function listAnswerCases(): Sketch[] {
  const answer = (
    expected: readonly [string, string, Sketch['verdict'], ...string[]],
    sketched: Omit<RecordSketch, 'by'> = {},
    { own = false, leave = [], ...changes }: Changes & { own?: boolean; leave?: readonly number[] } = {},
  ): Sketch =>
    oneRecord(
      expected,
      (ledger) => {
        const auditor = registerParty(ledger, 'urn:auditor', 'auditor');
        const company = registerParty(ledger, own ? 'urn:auditor' : 'urn:company', 'company');
        const answered = signRecord({ by: company, kind: 'result', subject: 'inventory' });
        const other = signRecord({
          by: registerParty(ledger, 'urn:other', 'company'),
          kind: 'result',
          subject: 'other',
        });
        const signed = signRecord({
          by: auditor,
          kind: 'assurance',
          answers: answered,
          ...sketched,
          sources: [other],
        });
        sealBatch(ledger, [answered, other, signed]);
        return [signed, answered, other].filter((_, index) => !leave.includes(index));
      },
      { policy: { depth: 0 }, ...changes },
    );
  const unknown = { opinion: 'fine' };
  return [
    answer([
      'answer-alone',
      'An assurance with what it answers.',
      'verified',
      'currentness 0 pass ok',
      'statement 0 pass ok',
    ]),
    answer(
      [
        'answer-without-head',
        'The same, and the head of its stream was removed.',
        'unchecked',
        'currentness skipped no-head',
        'statement 0 pass ok',
      ],
      {},
      { file: { heads: [] } },
    ),
    answer(
      [
        'answer-of-its-own-party',
        'An assurance answers a record of its own party.',
        'not-verified',
        'record 0 fail own-source',
      ],
      {},
      { own: true },
    ),
    answer(
      [
        'answer-with-another-subject',
        'The subject of an assurance is another stream than the one that it answers.',
        'not-verified',
        'statement 0 fail answers',
      ],
      { subject: X.slice(2) },
    ),
    answer(
      [
        'answer-with-a-subject-that-is-no-stream',
        'The subject of an assurance is not a stream.',
        'not-verified',
        'statement 0 fail answers',
      ],
      { subject: 'inventory' },
    ),
    answer(
      [
        'answer-to-no-source',
        'An assurance answers a record that is not among its sources.',
        'not-verified',
        'statement 0 fail answers',
      ],
      { statement: { answers: X } },
    ),
    answer(
      [
        'answer-with-an-unknown-opinion',
        'An assurance has an unknown opinion.',
        'not-verified',
        'statement 0 fail statement',
      ],
      { statement: unknown },
    ),
    answer(
      [
        'answer-with-a-level-that-is-no-text',
        'The level of an assurance is a number.',
        'not-verified',
        'statement 0 fail statement',
      ],
      { statement: { level: 1 } },
    ),
    answer(
      [
        'answer-without-its-object',
        'The record that an assurance answers is not in the file.',
        'not-verified',
        'statement 0 fail source-missing',
        'record 0 fail source-missing',
      ],
      {},
      { leave: [1] },
    ),
    answer(
      [
        'answer-without-another-source',
        'A further source of an assurance is not in the file.',
        'not-verified',
        'record 0 fail source-missing',
      ],
      {},
      { leave: [2] },
    ),
    oneRecord(
      ['replay-with-a-source', 'A replay has a source.', 'not-verified', 'statement 1 fail replay'],
      (ledger) => {
        const source = signRecord({ by: registerParty(ledger, 'urn:company', 'company'), kind: 'result' });
        const by = registerParty(ledger, 'urn:regulator', 'regulator');
        const replay = signRecord({
          by,
          subject: 'replay',
          sources: [source],
          statement: { replay: { number: 1, header: X } },
          record: { kind: KINDS.decision },
        });
        sealBatch(ledger, [source, replay]);
        return [source, replay];
      },
    ),
    oneRecord(
      [
        'replay-alone',
        'The file is about a replay.',
        'verified',
        'statement 0 pass ok',
        'authority 0 pass ok',
      ],
      (ledger) =>
        sealOne(
          ledger,
          {
            subject: 'replay',
            statement: { replay: { number: 1, header: X } },
            record: { kind: KINDS.decision },
          },
          'regulator',
        ),
    ),
  ];
}

/** Which roles may write which kinds (§8). Only kinds 1 to 3 stand alone, and replays for kinds 4 and 5. */
function listKindCases(): Sketch[] {
  const write = (
    role: RoleName,
    kind: KindName,
  ): readonly [(ledger: ReturnType<typeof createLedger>) => SignedRecord[]] => {
    const isAnswer = kind === 'assurance' || kind === 'decision';
    const replay = {
      subject: 'replay',
      statement: { replay: { number: 1, header: X } },
      record: { kind: KINDS[kind] },
    };
    const entries = [makeEntry('only', '1')];
    return [(ledger) => sealOne(ledger, isAnswer ? replay : { kind, entries }, role)];
  };
  const may: readonly [RoleName, KindName][] = [
    ['company', 'dataset'],
    ['provider', 'dataset'],
    ['company', 'result'],
    ['provider', 'result'],
    ['company', 'disclosure'],
    ['auditor', 'assurance'],
    ['exchange', 'decision'],
    ['regulator', 'decision'],
  ];
  const mayNot: readonly [RoleName, KindName][] = [
    ['auditor', 'dataset'],
    ['exchange', 'result'],
    ['provider', 'disclosure'],
    ['company', 'assurance'],
    ['exchange', 'assurance'],
    ['auditor', 'decision'],
    ['operator', 'dataset'],
  ];
  const article = (word: string): string => (/^[aeo]/.test(word) ? `an ${word}` : `a ${word}`);
  return [
    ...may.map(([role, kind]) =>
      oneRecord(
        [
          `${role}-writes-${kind}`,
          `A party with the role ${role} signed ${article(kind)}.`,
          'verified',
          'authority 0 pass ok',
        ],
        ...write(role, kind),
      ),
    ),
    ...mayNot.map(([role, kind]) =>
      oneRecord(
        [
          `${role}-writes-no-${kind}`,
          `A party with the role ${role} alone signed ${article(kind)}.`,
          'not-verified',
          'authority 0 fail no-role',
        ],
        ...write(role, kind),
      ),
    ),
    oneRecord(
      [
        'key-of-nobody',
        'A key signed that is not a key of the party.',
        'not-verified',
        'authority 0 fail unknown-key',
        'signature 0 pass ok',
      ],
      (ledger) => sealOne(ledger, { kind: 'result', key: makeKey('nobody') }),
    ),
    oneRecord(
      [
        'key-of-another-party',
        'A key of another registered party signed.',
        'not-verified',
        'authority 0 fail unknown-key',
      ],
      (ledger) =>
        sealOne(ledger, { kind: 'result', key: registerParty(ledger, 'urn:provider', 'provider').key }),
    ),
  ];
}
