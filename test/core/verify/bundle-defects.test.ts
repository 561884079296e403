import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { showHead, showParty, showRecord } from '../../helpers/bundle-builder.ts';
import { named } from '../../helpers/memory-ledger.ts';
import {
  type Story,
  type VerifySketch,
  alter,
  showStory,
  tellStory,
  troubles,
  verifyStory,
} from './story.ts';

const SIGNATURE = `0x${'11'.repeat(64)}1b`;

type Defect = readonly [
  claim: string,
  expected: string,
  change: Record<string, unknown> | ((story: Story, bundle: Bundle) => Record<string, unknown>),
  also?: VerifySketch['policy'],
];

/** Proof files with one defect each: what is wrong, and the result that must report it. */
const DEFECTS: readonly Defect[] = [
  ['a changed value', 'entries fail proof-root', { 'records.0.entries.shown.0.value': '99' }],
  ['a changed unit', 'entries fail proof-root', { 'records.0.entries.shown.0.unit': 'kg{CO2e}' }],
  ['a changed period', 'entries fail proof-root', { 'records.0.entries.shown.0.until': 1735689601 }],
  ['a changed detail', 'entries fail proof-root', { 'records.0.entries.shown.0.detail.scope': 2 }],
  ['a removed detail', 'entries fail proof-root', { 'records.0.entries.shown.0.detail': null }],
  ['a changed salt', 'entries fail proof-root', { 'records.0.entries.shown.0.salt': ZERO_HASH }],
  [
    'a value that is not a decimal',
    'entries fail decimal-syntax',
    { 'records.0.entries.shown.0.value': '1e3' },
  ],
  [
    'one sibling too many',
    'entries fail proof-root',
    ({ records }) => ({ 'records.0.entries.shown.0.siblings': [records.first.id] }),
  ],
  [
    'a missing entry although all are claimed to be shown',
    'entries fail proof-root',
    { 'records.1.entries.shown': [] },
  ],
  [
    'a repeated entry although all are claimed to be shown',
    'format fail repeated',
    (_, { records }) => ({
      'records.1.entries.shown': [...records[1]!.entries.shown, ...records[1]!.entries.shown],
    }),
  ],
  [
    'a present entry that is claimed absent',
    'entries fail proof-end',
    (_, { records }) => ({
      'records.0.entries.shown': [],
      'records.0.entries.absent.0': presentAsAbsent(records[0]!),
    }),
  ],
  ...(['heads', 'windows', 'parties', 'history'] as const).map((list): Defect => [
    `the same of its ${list} twice`,
    'format fail repeated',
    (_, bundle) => ({ [list]: [...bundle[list], bundle[list][0]] }),
  ]),
  [
    'an entry shown twice',
    'format fail repeated',
    (_, { records }) => ({
      'records.0.entries.shown': [records[0]!.entries.shown[0], records[0]!.entries.shown[0]],
    }),
  ],
  [
    'an entry claimed absent twice',
    'format fail repeated',
    (_, { records }) => ({
      'records.0.entries.absent': [records[0]!.entries.absent[0], records[0]!.entries.absent[0]],
    }),
  ],
  [
    'an entry both shown and claimed absent',
    'format fail repeated',
    (_, { records }) => ({
      'records.0.entries.absent': [
        { ...records[0]!.entries.absent[0], key: records[0]!.entries.shown[0]!.key },
      ],
    }),
  ],
  ['a missing entry that the policy requires', 'entries fail key-not-shown', {}, { keys: ['scope1'] }],
  ['a changed statement', 'statement fail statement-hash', { 'records.0.statement.title': 'x' }],
  ['a changed record', 'record fail record-id', { 'records.0.record.sequence': 3 }],
  ['a changed id', 'record fail record-id', { 'records.0.id': named('x') }],
  [
    'a missing source',
    'sources fail source-missing',
    (_, { records }) => ({ records: records.toSpliced(1, 1) }),
  ],
  [
    'a missing answered record',
    'statement fail source-missing',
    (_, { records }) => ({ records: records.slice(1) }),
    { keys: [] },
  ],
  [
    'a missing source of an answer',
    'record fail source-missing',
    (_, { records }) => ({ records: records.filter((_each, index) => index !== 3) }),
  ],
  [
    'a signature with an invalid v',
    'signature fail signature-v',
    { 'records.0.signature': SIGNATURE.replace(/1b$/, '1d') },
  ],
  [
    'a signature with r zero',
    'signature fail signature-r',
    { 'records.0.signature': `0x${'00'.repeat(32)}${'11'.repeat(32)}1b` },
  ],
  [
    'a signature with a high s',
    'signature fail signature-s',
    { 'records.0.signature': `0x${'11'.repeat(32)}${'ff'.repeat(32)}1b` },
  ],
  [
    'a signature that no key can have made',
    'signature fail signature-recovery',
    { 'records.0.signature': `0x${'00'.repeat(31)}05${'11'.repeat(32)}1b` },
  ],
  ['a signature by another key', 'inclusion fail proof-root', { 'records.0.signature': SIGNATURE }],
  [
    'an inclusion proof to another root',
    'inclusion fail proof-root',
    { 'records.1.inclusion.proof.0': named('x') },
  ],
  [
    'an inclusion proof too long for its batch',
    'inclusion fail proof-length',
    { 'records.0.inclusion.proof': [named('x')] },
  ],
  [
    'a header that is not on chain',
    'anchor fail anchor-differs',
    { 'records.0.inclusion.header.sealedAt': 5 },
  ],
  ['a batch that is not on chain', 'anchor fail not-anchored', { 'records.0.inclusion.header.number': 9 }],
  ['another time of anchoring', 'anchor fail anchor-differs', { 'records.0.anchor.anchoredAt': 5 }],
  ['a head that is not in its map', 'currentness fail proof-root', { 'heads.0.head.sequence': 3 }],
  ['a present head that is claimed absent', 'currentness fail proof-root', { 'heads.0.head': null }],
  [
    'a holder that is not in the heads map',
    'currentness fail proof-root',
    { 'heads.0.holder.streams': named('x') },
  ],
  [
    'a present holder that is claimed absent',
    'currentness fail proof-root',
    { 'heads.0.holder': null, 'heads.0.head': null, 'heads.0.siblings': [] },
  ],
  [
    'a present head with an end',
    'currentness fail proof-end',
    { 'heads.0.end': { key: named('x'), leaf: named('y') } },
  ],
  [
    'a present holder with an end',
    'currentness fail proof-end',
    { 'heads.0.holderEnd': { key: named('x'), leaf: named('y') } },
  ],
  [
    'a next batch that does not follow',
    'currentness fail chain-link',
    (_, { heads, records }) => ({
      'heads.0.next': { header: records[0]!.inclusion.header, anchor: heads[0]!.anchor },
    }),
  ],
  [
    'a next batch that is not on chain',
    'currentness fail anchor-differs',
    { 'heads.0.next.header.sealedAt': 5 },
  ],
  [
    'a missing stream of the party',
    'completeness fail proof-root',
    (_, { parties }) => ({ 'parties.0.heads': parties[0]!.heads.slice(1) }),
  ],
  ['no stream of the party', 'completeness fail proof-end', { 'parties.0.heads': [] }],
  [
    'a repeated stream of the party',
    'completeness fail map-repeated',
    (_, { parties }) => ({ 'parties.0.heads': [...parties[0]!.heads, parties[0]!.heads[0]] }),
  ],
  ['a changed record in the history', 'order fail record-id', { 'history.0.record.entries': named('x') }],
  [
    'a record in the history that is not in its batch',
    'order fail proof-root',
    { 'history.0.inclusion.proof': [] },
  ],
  [
    'a record in the history whose batch is not on chain',
    'order fail anchor-differs',
    { 'history.0.anchor.anchoredAt': 5 },
  ],
  ['a window that differs from the registry', 'authority fail window-differs', { 'windows.0.from': 1 }],
  ['a window that is not in the registry', 'authority fail window-differs', { 'windows.0.index': 1 }],
  [
    'a repeated record',
    'format fail record-repeated',
    (_, { records }) => ({ records: [...records, records[1]] }),
  ],
  ['another ledger', 'format fail wrong-domain', { ledger: '0x9e2a7262E94CE60b2c94d274F9CeAe889fBe8509' }],
  ['another chain', 'format fail wrong-domain', { chainId: 1 }],
];

/** Returns a proof that claims that a shown entry is absent. */
function presentAsAbsent({ entries: { shown } }: Bundle['records'][number]): unknown {
  const { key, siblings } = shown[0]!;
  return { key, end: { key: named('x'), leaf: named('y') }, siblings };
}

describe('A proof file with', () => {
  it.each(DEFECTS.map((defect) => [defect[0], defect] as const))(
    '%s is not verified, with the expected check and code',
    async (_, [, expected, change, policy]) => {
      const story = tellStory();
      const whole = showStory(story);
      const bundle = alter(whole, typeof change === 'function' ? change(story, whole) : change);
      const verification = await verifyStory(story, { bundle, ...(policy === undefined ? {} : { policy }) });
      expect(troubles(verification)).toContain(expected);
      expect(verification.verdict).toBe('not-verified');
    },
  );

  it('no defect is verified, and each check says what its result depends on', async () => {
    const verification = await verifyStory(tellStory());
    expect(troubles(verification)).toEqual(['faults skipped no-faults', 'reperformance skipped no-engines']);
    expect(verification.verdict).toBe('verified');
    expect(verification.checks.every(({ basis }) => basis.length > 0)).toBe(true);
  });

  it('a defect is reported with the expected and the actual value', async () => {
    const story = tellStory();
    const bundle = alter(showStory(story), {
      'records.0.statement.title': 'x',
      'records.0.anchor.anchoredAt': 5,
    });
    const { checks } = await verifyStory(story, { bundle });
    const anchor = checks.find(({ code }) => code === 'anchor-differs')!;
    expect([anchor.expected, anchor.actual].every((value) => typeof value === 'string')).toBe(true);
  });
});

describe('A file that is not a proof file', () => {
  const enc = new TextEncoder();
  it.each([
    ['empty', enc.encode('')],
    ['not JSON', enc.encode('{')],
    ['not UTF-8', Uint8Array.of(0xff)],
    ['another format', enc.encode('{"format":"carbon-ledger-proof/2"}')],
    ['an array', enc.encode('[]')],
    ['too large', new Uint8Array((16 << 20) + 1)],
  ])('(%s) is not verified, and all other checks are skipped', async (_, file) => {
    const verification = await verifyStory(tellStory(), { file });
    expect(verification.verdict).toBe('not-verified');
    expect(verification.checks.map(({ result }) => result)).toEqual([
      'fail',
      ...Array<string>(15).fill('skipped'),
    ]);
  });
});

describe('A proof that a head is absent', () => {
  it('passes for a party without heads and for a party with other heads, and is not used for the record', async () => {
    const story = tellStory();
    const { ledger, records, parties } = story;
    for (const number of [1, 2]) {
      const heads = [showHead(ledger, records.assurance, number), showHead(ledger, records.second, 1)];
      const bundle = { ...showStory(story), heads };
      const { checks } = await verifyStory(story, { bundle });
      expect(checks.filter(({ result }) => result === 'fail')).toEqual([]);
    }
    const absent = showHead(ledger, { ...records.second, stream: named('other') }, 3);
    expect(absent.head).toBeNull();
    expect(showParty(ledger, parties.company.party, 3).heads).toHaveLength(2);
    expect(showRecord(ledger, records.second).entries.shown).toEqual([]);
  });
});
