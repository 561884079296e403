import { describe, expect, it } from 'vitest';
import { type ChainReader, ReaderError } from '../../../core/verify/chain-reader.ts';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { ROLES } from '../../../core/records/kind.ts';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import { type ChainFacts, UNTIL_ANCHORED, named, readFacts } from '../../helpers/memory-ledger.ts';
import {
  type Story,
  type VerifySketch,
  alter,
  resultsOf,
  showStory,
  tellStory,
  troubles,
  verifyStory,
} from './story.ts';

type Event = readonly [
  claim: string,
  expected: string,
  verdict: string,
  change: (facts: ChainFacts, story: Story) => void,
  also?: VerifySketch,
];

/** When the restatement was sealed. */
const sealedAt = ({ ledger }: Story): number => ledger.batches[1]!.header.sealedAt;

function setKey(facts: ChainFacts, { parties: { company } }: Story, ...windows: [number, number][]): void {
  facts.windows.set(
    `${company.party} ${company.key.address}`,
    windows.map(([from, until]) => ({ from, until })),
  );
}

function setRole(facts: ChainFacts, { parties: { company } }: Story, ...windows: [number, number][]): void {
  facts.windows.set(
    `${company.party} ${ROLES.company}`,
    windows.map(([from, until]) => ({ from, until })),
  );
}

const noWindows: VerifySketch = { policy: { require: [] } };

/** What the chain says otherwise than the story. */
const EVENTS: readonly Event[] = [
  ['an unknown key', 'authority fail unknown-key', 'not-verified', (facts, story) => setKey(facts, story)],
  [
    'a key closed between sealing and anchoring',
    'authority fail closed-key',
    'not-verified',
    (facts, story) => setKey(facts, story, [0, sealedAt(story) + UNTIL_ANCHORED]),
  ],
  [
    'a key that was opened only after sealing',
    'authority fail closed-key',
    'not-verified',
    (facts, story) => setKey(facts, story, [sealedAt(story) + 1, MAX_UINT]),
  ],
  [
    'a key closed at sealing and opened anew before anchoring: two windows',
    'authority fail closed-key',
    'not-verified',
    (facts, story) => setKey(facts, story, [0, sealedAt(story) + 10], [sealedAt(story) + 20, MAX_UINT]),
  ],
  [
    'a role closed between sealing and anchoring',
    'authority fail no-role',
    'not-verified',
    (facts, story) => setRole(facts, story, [0, sealedAt(story) + UNTIL_ANCHORED]),
  ],
  ['no role', 'authority fail no-role', 'not-verified', (facts, story) => setRole(facts, story)],
  [
    'a link whose key was not open when it was sealed',
    'order fail closed-key',
    'not-verified',
    (facts, story) => setKey(facts, story, [sealedAt(story), MAX_UINT]),
  ],
  [
    'a link whose party had no role when it was sealed',
    'order fail no-role',
    'not-verified',
    (facts, story) => setRole(facts, story, [sealedAt(story), MAX_UINT]),
  ],
  [
    'another registry',
    'anchor fail registry-differs',
    'not-verified',
    (facts) => (facts.registry = named('x')),
  ],
  [
    'other code at the ledger',
    'anchor fail code-differs',
    'not-verified',
    (facts) => facts.codeHashes.clear(),
  ],
  ['another chain', 'anchor skipped wrong-chain', 'unchecked', (facts) => (facts.chainId = 1)],
  [
    'another word for the batch',
    'anchor fail anchor-differs',
    'not-verified',
    (facts) => facts.words.set(2, named('x')),
  ],
  [
    'no such batch',
    'anchor fail not-anchored',
    'not-verified',
    (facts) => [facts.words, facts.newest].forEach((words) => words.delete(2)),
  ],
  [
    'a batch that is not final yet',
    'finality skipped not-final',
    'unchecked',
    (facts) => facts.words.delete(4),
  ],
  [
    'no final block later than the anchor',
    'authority skipped not-final',
    'unchecked',
    (facts, { ledger }) => (facts.vouched = { ...facts.vouched, time: ledger.batches[1]!.anchor.anchoredAt }),
  ],
  [
    'other hints than the bundle',
    'anchor pass hint-differs',
    'verified',
    (facts) => facts.anchorings.set(2, { ...facts.anchorings.get(2)!, block: 7 }),
  ],
];

describe('A bundle verified against a chain with', () => {
  it.each(EVENTS.map((event) => [event[0], event] as const))(
    '%s comes out as it must',
    async (_, [, expected, verdict, change, also]) => {
      const story = tellStory();
      const bundle = { ...showStory(story), windows: [] };
      change(story.ledger.facts, story);
      const verification = await verifyStory(story, { bundle, ...also });
      const told = verification.checks.map(({ check, result, code }) => `${check} ${result} ${code}`);
      expect(told).toContain(expected);
      expect(verification.verdict).toBe(verdict);
    },
  );

  it('a key or role closed after the anchor is verified: what was signed in time stands', async () => {
    const story = tellStory();
    const { facts, batches } = story.ledger;
    const until = batches[1]!.anchor.anchoredAt + 1;
    setKey(facts, story, [0, until]);
    setRole(facts, story, [0, until]);
    const verification = await verifyStory(story, { bundle: { ...showStory(story), windows: [] } });
    expect(verification.verdict).toBe('verified');
  });

  it('a window closed since the bundle was made does not contradict the bundle', async () => {
    const story = tellStory();
    const bundle = showStory(story);
    const [from, until] = [bundle.windows[0]!.from, story.ledger.batches[1]!.anchor.anchoredAt + 1];
    setKey(story.ledger.facts, story, [from, until]);
    expect((await verifyStory(story, { bundle })).verdict).toBe('verified');
    const reopened = alter(bundle, { 'windows.0.until': until + 1 });
    expect(troubles(await verifyStory(story, { bundle: reopened }))).toContain(
      'authority fail window-differs',
    );
  });

  it('no events at all is verified, with the hints left uncompared', async () => {
    const story = tellStory();
    story.ledger.facts.anchorings.clear();
    const verification = await verifyStory(story, noWindows);
    expect(verification.verdict).toBe('verified');
    expect(resultsOf(verification, 'anchor')[0]!.basis).toContain('could not be compared');
  });
});

describe('A chain that cannot be asked', () => {
  it('leaves every check of it skipped, and the verdict unchecked', async () => {
    const verification = await verifyStory(tellStory(), { reader: null });
    expect(verification.verdict).toBe('unchecked');
    const of = (check: string): string[] =>
      verification.checks.filter((each) => each.check === check).map(({ result }) => result);
    for (const check of ['anchor', 'finality', 'authority', 'order', 'currentness', 'completeness'])
      expect(new Set(of(check)), check).toEqual(new Set(['skipped']));
    for (const check of ['format', 'entries', 'statement', 'record', 'signature', 'inclusion', 'sources'])
      expect(new Set(of(check)), check).toEqual(new Set(['pass']));
  });

  it('does not keep wrong evidence from failing', async () => {
    const story = tellStory();
    for (const path of ['heads.0.head.sequence', 'parties.0.heads.0.sequence', 'history.0.record.sequence']) {
      const bundle = alter(showStory(story), { [path]: 7, 'history.0.record.previous': ZERO_HASH });
      if (path.startsWith('history')) Object.assign(bundle.history[0]!.record, { previous: named('x') });
      expect((await verifyStory(story, { bundle, reader: null })).verdict).toBe('not-verified');
    }
  });

  const failing = (error: unknown): ChainReader =>
    new Proxy(readFacts(tellStory().ledger.facts), {
      get: () => () => {
        throw error;
      },
    });

  it.each([
    ['endpoints that are silent', new ReaderError('rpc-unreachable', 'no answer'), 'rpc-unreachable'],
    ['endpoints that disagree', new ReaderError('rpc-disagree', 'two answers'), 'rpc-disagree'],
    ['a defect of the reader', new TypeError('x is not a function'), 'internal'],
    ['a defect that is no error', 'text', 'internal'],
  ])('through %s is told so, and nothing is thrown', async (_, error, code) => {
    const verification = await verifyStory(tellStory(), { reader: failing(error) });
    expect(verification.verdict).toBe('unchecked');
    expect(resultsOf(verification, 'anchor').every((each) => each.code === code)).toBe(true);
  });
});
