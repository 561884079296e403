import { BUNDLE_JSON, formatJson } from '../../../core/encoding/json.ts';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import type { ReaderErrorCode } from '../../../core/verify/chain-reader.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import type { Verification } from '../../../core/verify/verify.ts';
import type { ChainFacts, MemoryLedger } from '../../helpers/memory-ledger.ts';

/** No endpoint gives an answer: every question ends with this error. */
export interface Unanswered {
  readonly unanswered: ReaderErrorCode;
}

/** One vector, before it is written. */
export interface Sketch {
  /** Unique, kebab-case. */
  readonly name: string;
  /** What is special about it, in one sentence. */
  readonly says: string;
  /** The exact bytes of the proof file. */
  readonly file: Uint8Array;
  readonly policy: Policy;
  /** Null where no endpoint is given. */
  readonly chain: ChainFacts | Unanswered | null;
  /** The verifier's time, unix seconds. */
  readonly now: number;
  /** A past time as of which the file is judged, unix seconds; null for today. */
  readonly at: number | null;
  readonly hints: boolean;
  readonly verdict: Verification['verdict'];
  /** Findings that a verifier must report, each `check result code`; one of a record has its place in `records` after the check. */
  readonly findings: readonly string[];
}

/** A proof file that is verified, with its ledger and a policy: vectors change one thing of it. */
export interface Scene {
  readonly ledger: Pick<MemoryLedger, 'facts'>;
  readonly file: Bundle;
  readonly policy: Policy;
}

/** Members of the proof file, or a function that returns the changed file. */
export type ChangeFile = Partial<Record<keyof Bundle, unknown>> | ((file: Bundle) => unknown);
/** Members of the policy, or a function that returns another one. */
export type ChangePolicy = Partial<Policy> | ((policy: Policy) => Policy);

/** What a vector changes in its scene. */
export interface Changes {
  readonly file?: ChangeFile;
  /** Changes the text of the file. */
  readonly text?: (text: string) => string | Uint8Array;
  readonly policy?: ChangePolicy;
  /** Changes what the chain answers; or null for no endpoint, or an error for no answer. */
  readonly chain?: ((facts: ChainFacts) => void) | Unanswered | null;
  /** Seconds from the vouched block to the verifier's time; default a minute. */
  readonly age?: number;
  /** A past time as of which the file is judged, unix seconds. */
  readonly at?: number;
  /** Whether transaction and block of each anchor are compared with the chain's events. */
  readonly hints?: boolean;
}

/** What a vector expects: the verdict, and the findings that decide it. */
export type Expected = readonly [verdict: Sketch['verdict'], ...findings: string[]];

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Returns a vector: a scene with some changes, and what a verifier must find. */
export function sketch(
  scene: Scene,
  name: string,
  says: string,
  [verdict, ...findings]: Expected,
  changes: Changes = {},
): Sketch {
  const text = formatJson(changeFile(scene.file, changes.file), BUNDLE_JSON);
  const given = changes.text?.(text) ?? text;
  const { time } = scene.ledger.facts.vouched;
  return {
    name,
    says,
    file: typeof given === 'string' ? encode(given) : given,
    policy: changePolicy(scene.policy, changes.policy),
    chain: changeChain(scene.ledger.facts, changes.chain),
    now: time + (changes.age ?? 60),
    at: changes.at ?? null,
    hints: changes.hints ?? false,
    verdict,
    findings,
  };
}

function changeFile(file: Bundle, change: ChangeFile | undefined): unknown {
  if (typeof change === 'function') return change(structuredClone(file));
  return { ...file, ...change };
}

function changePolicy(policy: Policy, change: ChangePolicy | undefined): Policy {
  if (typeof change === 'function') return change(policy);
  return { ...policy, ...change };
}

function changeChain(facts: ChainFacts, change: Changes['chain']): Sketch['chain'] {
  if (change === null || typeof change === 'object') return change;
  const copy = structuredClone(facts);
  change?.(copy);
  return copy;
}
