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

/** The time at which the restatement was sealed. */
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

/** Facts of the chain that differ from the story: what differs, the result that must report it, and the verdict. */
const EVENTS: readonly Event[] = [
  ['an unknown key', 'authority fail unknown-key', 'not-verified', (facts, story) => setKey(facts, story)],
  [
    'a key closed between sealing and anchoring',
    'authority fail closed-key',
    'not-verified',
    (facts, story) => setKey(facts, story, [0, sealedAt(story) + UNTIL_ANCHORED]),
  ],
  [
    'a key opened only after sealing',
    'authority fail closed-key',
    'not-verified',
    (facts, story) => setKey(facts, story, [sealedAt(story) + 1, MAX_UINT]),
  ],
  [
    'a key closed at sealing and opened again before anchoring (two windows)',
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
    'a record in the history whose key was not open at sealing',
    'order fail closed-key',
    'not-verified',
    (facts, story) => setKey(facts, story, [sealedAt(story), MAX_UINT]),
  ],
  [
    'a record in the history whose party had no role at sealing',
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
    'another code at the address of the ledger',
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
    'no final block later than the anchoring',
    'authority skipped not-final',
    'unchecked',
    (facts, { ledger }) => (facts.vouched = { ...facts.vouched, time: ledger.batches[1]!.anchor.anchoredAt }),
  ],
  [
    'another transaction and block than the proof file names',
    'anchor pass hint-differs',
    'verified',
    (facts) => facts.anchorings.set(2, { ...facts.anchorings.get(2)!, block: 7 }),
    { hints: true },
  ],
  [
    'another transaction and block, which nobody asked for',
    'anchor pass ok',
    'verified',
    (facts) => facts.anchorings.set(2, { ...facts.anchorings.get(2)!, block: 7 }),
  ],
  [
    'a checkpoint of the policy',
    'anchor pass ok',
    'verified',
    (facts) => facts.blocks.add(named('checkpoint')),
    { policy: { checkpoints: [named('checkpoint')] } },
  ],
  [
    'one of two checkpoints of the policy',
    'anchor fail checkpoint-differs',
    'not-verified',
    (facts) => facts.blocks.add(named('checkpoint')),
    { policy: { checkpoints: [named('checkpoint'), named('other')] } },
  ],
];

describe('A proof file verified against a chain with', () => {
  it.each(EVENTS.map((event) => [event[0], event] as const))(
    '%s has the expected result and verdict',
    async (_, [, expected, verdict, change, also]) => {
      const story = tellStory();
      const bundle = { ...showStory(story), windows: [] };
      change(story.ledger.facts, story);
      const verification = await verifyStory(story, { bundle, ...also });
      const results = verification.checks.map(({ check, result, code }) => `${check} ${result} ${code}`);
      expect(results).toContain(expected);
      expect(verification.verdict).toBe(verdict);
    },
  );

  it('a key or role closed after anchoring is verified, as both were valid at sealing and anchoring', async () => {
    const story = tellStory();
    const { facts, batches } = story.ledger;
    const until = batches[1]!.anchor.anchoredAt + 1;
    setKey(facts, story, [0, until]);
    setRole(facts, story, [0, until]);
    const verification = await verifyStory(story, { bundle: { ...showStory(story), windows: [] } });
    expect(verification.verdict).toBe('verified');
  });

  it('a window closed after the file was made is verified', async () => {
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

  it('no events at all is verified, without comparing the hints', async () => {
    const story = tellStory();
    story.ledger.facts.anchorings.clear();
    const verification = await verifyStory(story, { ...noWindows, hints: true });
    expect(verification.verdict).toBe('verified');
    expect(resultsOf(verification, 'anchor')[0]!.basis).toContain('could not be compared');
  });
});

describe('Without answers from the chain, verification', () => {
  it('skips every check that needs the chain, and gives the verdict unchecked', async () => {
    const verification = await verifyStory(tellStory(), { reader: null });
    expect(verification.verdict).toBe('unchecked');
    const of = (check: string): string[] =>
      verification.checks.filter((each) => each.check === check).map(({ result }) => result);
    for (const check of ['anchor', 'finality', 'authority', 'order', 'currentness', 'completeness'])
      expect(new Set(of(check)), check).toEqual(new Set(['skipped']));
    for (const check of ['format', 'entries', 'statement', 'record', 'signature', 'inclusion', 'sources'])
      expect(new Set(of(check)), check).toEqual(new Set(['pass']));
  });

  it('still fails on wrong evidence', async () => {
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
    ['endpoints that do not answer', new ReaderError('rpc-unreachable', 'no answer'), 'rpc-unreachable'],
    ['endpoints that disagree', new ReaderError('rpc-disagree', 'two answers'), 'rpc-disagree'],
    ['an error in the reader', new TypeError('x is not a function'), 'internal'],
    ['a thrown value that is not an error', 'text', 'internal'],
  ])('reports %s as a skipped check, and throws nothing', async (_, error, code) => {
    const verification = await verifyStory(tellStory(), { reader: failing(error) });
    expect(verification.verdict).toBe('unchecked');
    expect(resultsOf(verification, 'anchor').every((each) => each.code === code)).toBe(true);
  });
});
