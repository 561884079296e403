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

/** What is wrong in the file itself: one change each. */
const DEFECTS: readonly Defect[] = [
  ['a value that is another', 'entries fail proof-root', { 'records.0.entries.shown.0.value': '99' }],
  ['a unit that is another', 'entries fail proof-root', { 'records.0.entries.shown.0.unit': 'kg{CO2e}' }],
  ['a period that is another', 'entries fail proof-root', { 'records.0.entries.shown.0.until': 1735689601 }],
  ['a detail that is another', 'entries fail proof-root', { 'records.0.entries.shown.0.detail.scope': 2 }],
  ['a detail left out', 'entries fail proof-root', { 'records.0.entries.shown.0.detail': null }],
  ['a salt that is another', 'entries fail proof-root', { 'records.0.entries.shown.0.salt': ZERO_HASH }],
  ['a value that is no decimal', 'entries fail decimal-syntax', { 'records.0.entries.shown.0.value': '1e3' }],
  [
    'siblings of too many',
    'entries fail proof-root',
    ({ records }) => ({ 'records.0.entries.shown.0.siblings': [records.first.id] }),
  ],
  [
    'an entry left out where all are said to be shown',
    'entries fail proof-root',
    { 'records.1.entries.shown': [] },
  ],
  [
    'an entry twice where all are said to be shown',
    'entries fail entry-repeated',
    (_, { records }) => ({
      'records.1.entries.shown': [...records[1]!.entries.shown, ...records[1]!.entries.shown],
    }),
  ],
  [
    'a present entry said to be absent',
    'entries fail proof-end',
    (_, { records }) => ({ 'records.0.entries.absent.0': presentAsAbsent(records[0]!) }),
  ],
  [
    'an entry that the policy wants and the bundle lacks',
    'entries fail key-not-shown',
    {},
    { keys: ['scope1'] },
  ],
  ['a statement that is another', 'statement fail statement-hash', { 'records.0.statement.title': 'x' }],
  ['a record that is another', 'record fail record-id', { 'records.0.record.sequence': 3 }],
  ['an id that is another', 'record fail record-id', { 'records.0.id': named('x') }],
  [
    'a source left out',
    'sources fail source-missing',
    (_, { records }) => ({ records: records.toSpliced(1, 1) }),
  ],
  [
    'the record answered left out',
    'statement fail source-missing',
    (_, { records }) => ({ records: records.slice(1) }),
    { keys: [] },
  ],
  [
    'a source of an answer left out',
    'record fail source-missing',
    (_, { records }) => ({ records: records.filter((_each, index) => index !== 3) }),
  ],
  [
    'a signature whose v is none',
    'signature fail signature-v',
    { 'records.0.signature': SIGNATURE.replace(/1b$/, '1d') },
  ],
  [
    'a signature whose r is zero',
    'signature fail signature-r',
    { 'records.0.signature': `0x${'00'.repeat(32)}${'11'.repeat(32)}1b` },
  ],
  [
    'a signature whose s is high',
    'signature fail signature-s',
    { 'records.0.signature': `0x${'11'.repeat(32)}${'ff'.repeat(32)}1b` },
  ],
  [
    'a signature from which no key comes',
    'signature fail signature-recovery',
    { 'records.0.signature': `0x${'00'.repeat(31)}05${'11'.repeat(32)}1b` },
  ],
  ['a signature by another', 'inclusion fail proof-root', { 'records.0.signature': SIGNATURE }],
  [
    'an inclusion proof that leads elsewhere',
    'inclusion fail proof-root',
    { 'records.1.inclusion.proof.0': named('x') },
  ],
  [
    'an inclusion proof too long for its batch',
    'inclusion fail proof-length',
    { 'records.0.inclusion.proof': [named('x')] },
  ],
  [
    'a header that the chain does not know',
    'anchor fail anchor-differs',
    { 'records.0.inclusion.header.sealedAt': 5 },
  ],
  [
    'a batch that the chain does not know',
    'anchor fail not-anchored',
    { 'records.0.inclusion.header.number': 9 },
  ],
  ['another time of anchoring', 'anchor fail anchor-differs', { 'records.0.anchor.anchoredAt': 5 }],
  ['a head that its map does not hold', 'currentness fail proof-root', { 'heads.0.head.sequence': 3 }],
  ['a head said to be absent', 'currentness fail proof-root', { 'heads.0.head': null }],
  [
    'a holder that the heads do not hold',
    'currentness fail proof-root',
    { 'heads.0.holder.streams': named('x') },
  ],
  [
    'a holder said to be absent',
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
    'a next batch that the chain does not know',
    'currentness fail anchor-differs',
    { 'heads.0.next.header.sealedAt': 5 },
  ],
  [
    'a stream of the party left out',
    'completeness fail proof-root',
    (_, { parties }) => ({ 'parties.0.heads': parties[0]!.heads.slice(1) }),
  ],
  ['no stream of the party', 'completeness fail proof-end', { 'parties.0.heads': [] }],
  [
    'a stream of the party twice',
    'completeness fail map-repeated',
    (_, { parties }) => ({ 'parties.0.heads': [...parties[0]!.heads, parties[0]!.heads[0]] }),
  ],
  ['a link that is another record', 'order fail record-id', { 'history.0.record.entries': named('x') }],
  ['a link that is in no batch', 'order fail proof-root', { 'history.0.inclusion.proof': [] }],
  [
    'a link whose batch the chain does not know',
    'order fail anchor-differs',
    { 'history.0.anchor.anchoredAt': 5 },
  ],
  ['a window that is not the chain’s', 'authority fail window-differs', { 'windows.0.from': 1 }],
  ['a window that does not exist', 'authority fail window-differs', { 'windows.0.index': 1 }],
  [
    'a record that stands in it twice',
    'format fail record-repeated',
    (_, { records }) => ({ records: [...records, records[1]] }),
  ],
  ['another ledger', 'format fail wrong-domain', { ledger: '0x9e2a7262E94CE60b2c94d274F9CeAe889fBe8509' }],
  ['another chain', 'format fail wrong-domain', { chainId: 1 }],
];

/** Returns the entry shown of a record as if it were absent. */
function presentAsAbsent({ entries: { shown } }: Bundle['records'][number]): unknown {
  const { key, siblings } = shown[0]!;
  return { key, end: { key: named('x'), leaf: named('y') }, siblings };
}

describe('A bundle with', () => {
  it.each(DEFECTS.map((defect) => [defect[0], defect] as const))(
    '%s is not verified, by the check and code that say so',
    async (_, [, expected, change, policy]) => {
      const story = tellStory();
      const whole = showStory(story);
      const bundle = alter(whole, typeof change === 'function' ? change(story, whole) : change);
      const verification = await verifyStory(story, { bundle, ...(policy === undefined ? {} : { policy }) });
      expect(troubles(verification)).toContain(expected);
      expect(verification.verdict).toBe('not-verified');
    },
  );

  it('no defect is verified, and each check says on what it rests', async () => {
    const verification = await verifyStory(tellStory());
    expect(troubles(verification)).toEqual(['faults skipped no-faults', 'reperformance skipped no-engines']);
    expect(verification.verdict).toBe('verified');
    expect(verification.checks.every(({ basis }) => basis.length > 0)).toBe(true);
  });

  it('each failure tells both values', async () => {
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

describe('A file that is no bundle', () => {
  const enc = new TextEncoder();
  it.each([
    ['nothing', enc.encode('')],
    ['no JSON', enc.encode('{')],
    ['no UTF-8', Uint8Array.of(0xff)],
    ['another format', enc.encode('{"format":"carbon-ledger-proof/2"}')],
    ['an array', enc.encode('[]')],
    ['too large', new Uint8Array((16 << 20) + 1)],
  ])('%s is not verified, and no other check is made', async (_, file) => {
    const verification = await verifyStory(tellStory(), { file });
    expect(verification.verdict).toBe('not-verified');
    expect(verification.checks.map(({ result }) => result)).toEqual([
      'fail',
      ...Array<string>(14).fill('skipped'),
    ]);
  });
});

describe('Absent heads', () => {
  it('of a party without any and of a party with others are shown, and are not the record’s', async () => {
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
