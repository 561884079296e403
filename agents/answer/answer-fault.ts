import type { Handle } from '../handles/handle.ts';
import type { Problem } from '../reasons/reason.ts';

/** What a fault makes of the statements that it is about. */
type Effect = 'failed' | 'not-checked';

/** What can be wrong with an answer file, or not be checked: code → effect and meaning. The set is closed. */
export const ANSWER_FAULTS = {
  'digest-differs': {
    effect: 'failed',
    about: 'The file does not have the digest that it states. It was changed or damaged: ask for it again.',
  },
  'foreign-run': {
    effect: 'failed',
    about: 'The file lacks a run that its procedure needs, or has one that it does not take.',
  },
  'thing-differs': {
    effect: 'failed',
    about: 'The file says something else about a handle than its runs and proofs give.',
  },
  'thing-missing': { effect: 'failed', about: 'A statement names a handle that the file does not explain.' },
  'thing-unknown': {
    effect: 'failed',
    about: 'The file explains a handle that its runs and proofs do not give.',
  },
  'calls-differ': { effect: 'failed', about: 'A tool gives other handles than the transcript says.' },
  'statement-refused': { effect: 'failed', about: 'The gate refuses the statement: the problem says why.' },
  'duty-unmet': { effect: 'failed', about: 'The answer leaves out what its procedure obliges it to.' },
  'proof-not-verified': { effect: 'failed', about: 'A proof file in it does not verify under your policy.' },
  'row-not-in-proof': {
    effect: 'failed',
    about: 'A row of an input differs from the record that a proof file in the answer shows.',
  },
  'proof-unchecked': {
    effect: 'not-checked',
    about: 'A proof file in it could not be checked: give a policy, and an endpoint of the chain.',
  },
  'unknown-question': {
    effect: 'not-checked',
    about: 'This program answers no question of this type. Use the program that wrote the answer.',
  },
  'other-procedure': {
    effect: 'not-checked',
    about:
      'This program has another procedure for this type of question. Use the program that wrote the answer.',
  },
  'engine-missing': {
    effect: 'not-checked',
    about: 'The file of the engine that computed the runs is not here. Give it with --engine.',
  },
  'engine-not-accepted': {
    effect: 'not-checked',
    about: 'Your policy does not accept the engine that computed the runs.',
  },
  'document-missing': {
    effect: 'not-checked',
    about:
      'A run names a document that is not here, and computes something else without it. Give it with --documents.',
  },
  'too-much-work': {
    effect: 'not-checked',
    about: 'The runs have more rows than one verification computes.',
  },
  'run-failed': { effect: 'not-checked', about: 'The engine ended with an error that has no code.' },
  stopped: { effect: 'not-checked', about: 'The verification was stopped.' },
} as const satisfies Readonly<Record<string, { readonly effect: Effect; readonly about: string }>>;
export type AnswerFaultCode = keyof typeof ANSWER_FAULTS;

/** Something that is wrong with an answer file, or was not checked. */
export interface AnswerFault {
  readonly code: AnswerFaultCode;
  /** Where in the file, such as `things.f1.value`. */
  readonly place: string;
  /** The handle that it is about; null where it is about no handle. */
  readonly handle: Handle | null;
  readonly expected: unknown;
  readonly actual: unknown;
  /** What the gate says. */
  readonly problem: Problem | null;
}

/** Makes a fault. */
export function faultOf(
  code: AnswerFaultCode,
  place: string,
  more: Partial<Omit<AnswerFault, 'code' | 'place'>> = {},
): AnswerFault {
  return { code, place, handle: null, expected: null, actual: null, problem: null, ...more };
}

/** Whether a fault says that the file is wrong, and not only that something was not checked. */
export function isFailure({ code }: AnswerFault): boolean {
  return ANSWER_FAULTS[code].effect === 'failed';
}
