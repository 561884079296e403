import type { NamingReader } from '../../chain/rpc-reader.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { type Bundle, parseBundle } from '../../core/proofs/bundle.ts';
import { writersOf } from '../../core/records/kind.ts';
import { digestRecord } from '../../core/records/record.ts';
import type { OpenEngine } from '../../core/verify/engine.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { listNamedEngines } from '../engines/named-engines.ts';

/** A larger file takes long to read, so it is read once, by the verification. */
const MOST_BYTES = 1 << 20;
const MOST_QUESTIONS = 64;
/** Questions at a time: an endpoint for everybody refuses who asks too much at once. */
const LANES = 4;

type Question = () => Promise<unknown>;

/**
 * Asks the chain now what the checks of a proof file ask one after the other, and opens the engines that it names. Nothing is decided
 * here: the reader and `openEngine` remember what they found, failures too, so that the checks wait for one answer and not for twenty.
 */
export function askAhead(
  file: Uint8Array,
  policy: Policy,
  { reader, openEngine }: { readonly reader: NamingReader; readonly openEngine: OpenEngine },
): void {
  const bundle = file.length > MOST_BYTES ? null : readBundle(file, policy);
  if (bundle === null) return;
  for (const digest of listNamedEngines(bundle))
    if (policy.engines.includes(digest)) openEngine(digest).catch(() => undefined);
  const askAll = async (questions: Iterable<Question>): Promise<void> => {
    for (const ask of questions) await ask().catch(() => undefined);
  };
  const start = async (): Promise<void> => {
    await reader.vouchedBlock();
    const questions = listQuestions(bundle, policy, reader).slice(0, MOST_QUESTIONS).values();
    for (let lane = 0; lane < LANES; lane++) void askAll(questions);
  };
  // The verification asks the same, and says what is wrong.
  start().catch(() => undefined);
}

function readBundle(file: Uint8Array, { chainId, ledger }: Policy): Bundle | null {
  try {
    const bundle = parseBundle(file);
    return bundle.chainId === chainId && bundle.ledger === ledger ? bundle : null;
  } catch {
    return null;
  }
}

/** Returns the questions in about the order in which the checks ask them. */
function listQuestions(bundle: Bundle, policy: Policy, reader: NamingReader): Question[] {
  const { records, heads, parties, history } = bundle;
  const evidence = [...heads, ...parties].flatMap(({ header, next }) =>
    next === null ? [header] : [header, next.header],
  );
  const headers = [
    ...records.map(({ inclusion }) => inclusion.header),
    ...evidence,
    ...history.map(({ inclusion }) => inclusion.header),
  ];
  const numbers = new Set(headers.map(({ number }) => number));
  return [
    () => reader.registry(),
    ...[...numbers].map((number) => () => reader.anchor(number)),
    ...listWindows(bundle, policy, reader),
    () => reader.latest(),
    () => reader.successor(),
    () => reader.identifiers(records[0]!.record.party),
  ];
}

/** A party signs with one key most of the time: only the key of its first record is found, which takes as long as a near endpoint to answer. */
function listWindows({ records }: Bundle, policy: Policy, reader: NamingReader): Question[] {
  const byParty = Map.groupBy(records, ({ record: { party } }) => party);
  return [...byParty].flatMap(([party, own]): Question[] => {
    const { record, signature } = own[0]!;
    const roles = new Set(own.flatMap(({ record: { kind } }) => writersOf(kind)));
    return [
      async () => reader.keyWindows(party, recoverAddress(digestRecord(policy, record), signature)),
      ...[...roles].map((role) => () => reader.roleWindows(party, role)),
    ];
  });
}
