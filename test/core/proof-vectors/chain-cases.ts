import { MAX_UINT } from '../../../core/encoding/schema.ts';
import { ROLES } from '../../../core/records/kind.ts';
import type { ReaderErrorCode } from '../../../core/verify/chain-reader.ts';
import { type ChainFacts, MEMORY_REGISTRY, UNTIL_ANCHORED, named } from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN, type TestParty } from '../../helpers/registry.ts';
import { alter } from '../verify/story.ts';
import { type Plain, openPlain } from './plain.ts';
import { type Changes, type Expected, type Sketch, sketch } from './sketch.ts';

type Event = readonly [name: string, says: string, expected: Expected, changes: Changes];

const X = named('x');

/** Sets the windows of a party's first key. */
function setKey(facts: ChainFacts, { party, key }: TestParty, ...windows: [number, number][]): void {
  facts.windows.set(
    `${party} ${key.address}`,
    windows.map(([from, until]) => ({ from, until })),
  );
}

/** Sets the windows of the role company. */
function setRole(facts: ChainFacts, { party }: TestParty, ...windows: [number, number][]): void {
  facts.windows.set(
    `${party} ${ROLES.company}`,
    windows.map(([from, until]) => ({ from, until })),
  );
}

const contracts = {
  codeHash: named('ledger code'),
  registry: { address: MEMORY_REGISTRY, codeHash: named('registry code') },
};

/** Answers about the contracts, and about batches (§8, §11). */
function listAnchorEvents({ ledger }: Plain): Event[] {
  const [first, second] = ledger.batches;
  return [
    [
      'code-compared',
      'The policy names the code of both contracts.',
      ['verified', 'anchor 0 pass ok'],
      { policy: contracts },
    ],
    [
      'ledger-code-differs',
      'The code at the address of the ledger is another one.',
      ['not-verified', 'anchor 0 fail code-differs'],
      { policy: contracts, chain: ({ codeHashes }) => codeHashes.set(TEST_DOMAIN.ledger, X) },
    ],
    [
      'registry-code-differs',
      'The code at the address of the registry is another one.',
      ['not-verified', 'anchor 0 fail code-differs'],
      { policy: contracts, chain: ({ codeHashes }) => codeHashes.set(MEMORY_REGISTRY, X) },
    ],
    [
      'no-code-at-the-ledger',
      'There is no code at the address of the ledger.',
      ['not-verified', 'anchor 0 fail code-differs'],
      { policy: contracts, chain: ({ codeHashes }) => codeHashes.delete(TEST_DOMAIN.ledger) },
    ],
    [
      'registry-differs',
      'The ledger names another registry than the policy.',
      ['not-verified', 'anchor 0 fail registry-differs'],
      { policy: contracts, chain: (facts) => (facts.registry = TEST_DOMAIN.ledger) },
    ],
    [
      'another-chain-answers',
      'The endpoints serve another chain.',
      ['unchecked', 'anchor 0 skipped wrong-chain'],
      { chain: (facts) => (facts.chainId = 1) },
    ],
    [
      'checkpoints',
      'Both checkpoints of the policy are on the chain.',
      ['verified', 'anchor 0 pass ok'],
      {
        policy: { checkpoints: [X, named('y')] },
        chain: ({ blocks }) => [X, named('y')].forEach((block) => blocks.add(block)),
      },
    ],
    [
      'checkpoint-differs',
      'One of two checkpoints of the policy is not on the chain.',
      ['not-verified', 'anchor 0 fail checkpoint-differs'],
      { policy: { checkpoints: [X, named('y')] }, chain: ({ blocks }) => blocks.add(X) },
    ],
    [
      'not-anchored',
      'The chain has no such batch.',
      ['not-verified', 'anchor 0 fail not-anchored'],
      {
        chain: ({ words, newest }) =>
          [words, newest].forEach((each) => [2, 3, 4].forEach((number) => each.delete(number))),
      },
    ],
    [
      'anchor-differs',
      'The chain has another word for the batch.',
      [
        'not-verified',
        'anchor 0 fail anchor-differs',
        'finality 0 skipped anchor-failed',
        'authority 0 skipped anchor-failed',
      ],
      { chain: ({ words, newest }) => [words, newest].forEach((each) => each.set(2, X)) },
    ],
    [
      'header-changed',
      'The header has another sealing time than the anchored one.',
      ['not-verified', 'anchor 0 fail anchor-differs'],
      { file: (file) => alter(file, { 'records.0.inclusion.header.sealedAt': second!.header.sealedAt - 1 }) },
    ],
    [
      'heads-of-a-header-changed',
      'The header has another root of heads than the anchored one.',
      ['not-verified', 'anchor 0 fail anchor-differs'],
      { file: (file) => alter(file, { 'records.0.inclusion.header.heads': X }) },
    ],
    [
      'batch-number-changed',
      'The header claims the number of a batch that the chain lacks.',
      ['not-verified', 'anchor 0 fail not-anchored'],
      { file: (file) => alter(file, { 'records.0.inclusion.header.number': 9 }) },
    ],
    [
      'anchoring-time-changed',
      'The record claims to have been anchored a second earlier.',
      ['not-verified', 'anchor 0 fail anchor-differs'],
      { file: (file) => alter(file, { 'records.0.anchor.anchoredAt': second!.anchor.anchoredAt - 1 }) },
    ],
    [
      'source-not-anchored',
      'The batch of a source is another one on chain.',
      ['not-verified', 'anchor 1 fail anchor-differs', 'anchor 0 pass ok'],
      { chain: ({ words, newest }) => [words, newest].forEach((each) => each.set(1, X)) },
    ],
    [
      'hints-agree',
      'Transaction and block are compared, and are those of the events.',
      ['verified', 'anchor 0 pass ok'],
      { hints: true },
    ],
    [
      'hint-differs',
      'Transaction and block are compared; the event has another block.',
      ['verified', 'anchor 0 pass hint-differs'],
      { hints: true, chain: ({ anchorings }) => anchorings.set(2, { ...anchorings.get(2)!, block: 7 }) },
    ],
    [
      'hint-differs-unasked',
      'The event has another block, and nobody asked.',
      ['verified', 'anchor 0 pass ok'],
      { chain: ({ anchorings }) => anchorings.set(2, { ...anchorings.get(2)!, block: 7 }) },
    ],
    [
      'hint-invented',
      'The file names a transaction and block that do not exist, and nobody asked.',
      ['verified', 'anchor 0 pass ok'],
      {
        file: (file) =>
          alter(file, {
            'records.0.anchor.transaction': X,
            'records.0.anchor.block': 0,
            'records.0.anchor.blockHash': X,
          }),
      },
    ],
    [
      'hints-without-events',
      'Transaction and block are to be compared, and the endpoints have no events.',
      ['verified', 'anchor 0 pass ok'],
      { hints: true, chain: ({ anchorings }) => anchorings.clear() },
    ],
    [
      'not-final',
      'The batch of the subject is anchored, and not final yet.',
      ['unchecked', 'anchor 0 pass ok', 'finality 0 skipped not-final', 'authority 0 skipped not-final'],
      {
        chain: (facts) => {
          [2, 3, 4].forEach((number) => facts.words.delete(number));
          facts.vouched = {
            ...facts.vouched,
            number: 11,
            hash: named('block 11'),
            time: first!.anchor.anchoredAt + 60,
          };
        },
      },
    ],
    [
      'nothing-final-after-anchoring',
      'No final block is later than the anchoring, so a revocation could be hidden.',
      ['unchecked', 'finality 0 pass ok', 'authority 0 skipped not-final'],
      { chain: (facts) => (facts.vouched = { ...facts.vouched, time: second!.anchor.anchoredAt }) },
    ],
  ];
}

/** Windows of the company's key and role in the registry (§8). The restatement is sealed and anchored in batch 2. */
function listWindowEvents({ ledger, parties: { company }, file }: Plain): Event[] {
  const { header, anchor } = ledger.batches[1]!;
  const [sealed, anchored] = [header.sealedAt, anchor.anchoredAt];
  const first = ledger.batches[0]!.header.sealedAt;
  const bare = { ...file, windows: [] };
  const key = (...windows: [number, number][]): Changes => ({
    file: () => bare,
    chain: (facts) => setKey(facts, company, ...windows),
  });
  const role = (...windows: [number, number][]): Changes => ({
    file: () => bare,
    chain: (facts) => setRole(facts, company, ...windows),
  });
  const closed: Expected = ['not-verified', 'authority 0 fail closed-key'];
  const none: Expected = ['not-verified', 'authority 0 fail no-role'];
  const fine: Expected = ['verified', 'authority 0 pass ok'];
  return [
    [
      'key-unknown',
      'The registry has no window of the key.',
      ['not-verified', 'authority 0 fail unknown-key'],
      key(),
    ],
    ['key-closed-before-sealing', 'The key was closed before sealing.', closed, key([0, sealed])],
    [
      'key-closed-before-anchoring',
      'The key was closed between sealing and anchoring.',
      closed,
      key([0, sealed + UNTIL_ANCHORED - 1]),
    ],
    [
      'key-closed-at-anchoring',
      'The key was closed in the block that anchored the batch.',
      closed,
      key([0, anchored]),
    ],
    [
      'key-closed-after-anchoring',
      'The key was closed a second after anchoring.',
      fine,
      key([0, anchored + 1]),
    ],
    [
      'key-opened-after-sealing',
      'The key became valid a second after sealing.',
      closed,
      key([0, first + 1], [sealed + 1, MAX_UINT]),
    ],
    [
      'key-opened-at-sealing',
      'The key became valid at the second of sealing.',
      fine,
      key([0, first + 1], [sealed, MAX_UINT]),
    ],
    [
      'key-in-two-windows',
      'One window of the key covers sealing, another one anchoring.',
      closed,
      key([0, sealed + 10], [sealed + 20, MAX_UINT]),
    ],
    [
      'key-in-windows-that-meet',
      'One window of the key ends at the second at which the next begins, between sealing and anchoring.',
      closed,
      key([0, sealed + 10], [sealed + 10, MAX_UINT]),
    ],
    [
      'key-never-valid',
      'The only window of the key was closed before it opened.',
      closed,
      key([sealed + 100, sealed - 100]),
    ],
    ['role-unknown', 'The registry has no window of the role.', none, role()],
    [
      'role-closed-before-anchoring',
      'The role was closed between sealing and anchoring.',
      none,
      role([0, anchored]),
    ],
    [
      'role-closed-after-anchoring',
      'The role was closed a second after anchoring.',
      fine,
      role([0, anchored + 1]),
    ],
    [
      'role-in-two-windows',
      'One window of the role covers sealing, another one anchoring.',
      none,
      role([0, sealed + 10], [sealed + 20, MAX_UINT]),
    ],
    [
      'role-opened-after-sealing',
      'The role was opened a second after sealing.',
      none,
      role([0, first + 1], [sealed + 1, MAX_UINT]),
    ],
    [
      'link-signed-before-the-key-opened',
      'The key of the record in the history was not valid when that was sealed.',
      ['not-verified', 'order fail closed-key', 'authority 0 pass ok'],
      key([sealed, MAX_UINT]),
    ],
    [
      'link-signed-before-the-role-opened',
      'The party of the record in the history had no role when that was sealed.',
      ['not-verified', 'order fail no-role', 'authority 0 pass ok'],
      role([sealed, MAX_UINT]),
    ],
    [
      'link-key-closed-after-sealing',
      'The key of the record in the history was closed after sealing and before anchoring, which moves no head.',
      ['verified', 'order pass ok'],
      key([0, first + 1], [sealed, MAX_UINT]),
    ],
    [
      'window-differs',
      'A window in the file begins at another time than in the registry.',
      ['not-verified', 'authority - fail window-differs'],
      { file: (all) => alter(all, { 'windows.0.from': 1 }) },
    ],
    [
      'window-with-another-index',
      'A window in the file has an index that the registry lacks.',
      ['not-verified', 'authority - fail window-differs'],
      { file: (all) => alter(all, { 'windows.0.index': 1 }) },
    ],
    [
      'window-of-a-role-that-is-not-there',
      'A window in the file is of a role that the party does not have.',
      ['not-verified', 'authority - fail window-differs'],
      { file: (all) => alter(all, { 'windows.0.key': null, 'windows.0.role': 2 }) },
    ],
    [
      'window-closed-since',
      'A window that is open in the file was closed since.',
      ['verified', 'authority 0 pass ok'],
      { chain: (facts) => setKey(facts, company, [file.windows[0]!.from, anchored + 1]) },
    ],
    [
      'window-closed-at-another-time',
      'A window is closed in the file and in the registry, at different times.',
      ['not-verified', 'authority - fail window-differs'],
      {
        file: (all) => alter(all, { 'windows.0.until': anchored + 2 }),
        chain: (facts) => setKey(facts, company, [file.windows[0]!.from, anchored + 1]),
      },
    ],
  ];
}

const UNANSWERED: Readonly<Record<Exclude<ReaderErrorCode, 'wrong-chain'>, string>> = {
  'rpc-unreachable': 'Too few endpoints answer.',
  'rpc-disagree': 'The endpoints give different answers.',
  'rpc-answer': 'An endpoint rejects the calls.',
  'rpc-limit': 'The endpoints were asked as often as one verification may.',
  'no-final-block': 'The chain has no final block.',
  'no-contract': 'There is no contract of a ledger at the address.',
};

const SKIPPED = ['anchor 0', 'finality 0', 'authority 0', 'order', 'currentness', 'completeness'];

/** Returns the vectors of the checks anchor, finality and authority, and of chains that give no answer. */
export function listChainCases(): Sketch[] {
  const plain = openPlain();
  const unanswered = Object.entries(UNANSWERED).map(([code, says]) =>
    sketch(plain, code, says, ['unchecked', ...SKIPPED.map((check) => `${check} skipped ${code}`)], {
      chain: { unanswered: code as ReaderErrorCode },
    }),
  );
  return [
    ...[...listAnchorEvents(plain), ...listWindowEvents(plain)].map(([name, says, expected, changes]) =>
      sketch(plain, name, says, expected, changes),
    ),
    sketch(
      plain,
      'no-endpoint',
      'No endpoint is given: all that needs the chain is skipped.',
      [
        'unchecked',
        ...SKIPPED.map((check) => `${check} skipped no-chain`),
        'entries 0 pass ok',
        'signature 0 pass ok',
        'inclusion 0 pass ok',
        'sources pass ok',
      ],
      { chain: null },
    ),
    ...unanswered,
  ];
}
