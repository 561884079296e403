import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { CODE_MEANINGS } from '../../../jobs/verify/code-meanings.ts';
import { findGravest } from '../../../jobs/verify/verdict-cause.ts';
import type { CheckName } from '../../../core/verify/policy.ts';
import type { CheckResult, VerifyCode } from '../../../core/verify/result.ts';
import type { Language } from '../../../agents/words/language.ts';
import { wrapLine } from '../wrap-text.ts';
import { VERIFICATION_WORDS } from './verification-words.ts';

/** What the verdict of a verification depends on. */
export type Concluded = Pick<
  ProofVerification,
  'verdict' | 'newest' | 'checks' | 'unchecked' | 'notRequired' | 'at' | 'hidesFigures' | 'summary' | 'latest'
>;

/**
 * Returns what a reader must see before anything else: that the file is not verified, and what that means.
 * Empty for another verdict.
 */
export function formatHeadline({ verdict, checks }: Concluded, language: Language): string[] {
  const { failed, because } = VERIFICATION_WORDS[language].verdict;
  const gravest = findGravest(checks);
  if (verdict !== 'not-verified' || gravest === undefined) return [];
  return [wrapLine(`${failed(listFailed(checks))}${because(explainFailure(gravest, language))}`, 2)];
}

/** Returns the lines for a verified record whose file shows none of its figures. */
export function describeHidden({ verdict, hidesFigures }: Concluded, language: Language): string[] {
  const { hidden } = VERIFICATION_WORDS[language].verdict;
  return verdict === 'verified' && hidesFigures ? [wrapLine(hidden, 2)] : [];
}

/** Returns the last lines: what the policy does not require, and the verdict. */
export function formatVerdict(concluded: Concluded, language: Language): string {
  const words = VERIFICATION_WORDS[language].verdict;
  const { notRequired } = concluded;
  const others = notRequired.length === 0 ? [] : [wrapLine(words.notRequired(notRequired), 2)];
  return [...others, wrapLine(concludeText(concluded, language), 2)].join('\n');
}

function concludeText(concluded: Concluded, language: Language): string {
  const words = VERIFICATION_WORDS[language].verdict;
  const { verdict, newest, checks, unchecked, at, summary } = concluded;
  const then = at === null ? '' : words.with([words.asOf(formatTime(at))]);
  if (verdict === 'verified') {
    const parts = [
      ...(newest === 'required' ? [] : [words.notAsked]),
      ...describeWarnings(checks, language),
      ...describeAge(concluded, language),
    ];
    const word = concluded.hidesFigures ? words.hidesFigures : words.verified;
    return parts.length === 0 ? word : `${word}${words.with(parts)}`;
  }
  if (verdict === 'unchecked') return `${words.unchecked(describeUnchecked(concluded, language))}${then}`;
  // Where the file could not be read, nothing else was checked either.
  const open = summary === null ? [] : unchecked;
  const also = open.length === 0 ? '' : words.alsoUnchecked(open);
  return `${words.failed(listFailed(checks))}${also}${then}`;
}

/** Says which required checks could not be made, and which others were cut short: what these would find matters too. */
function describeUnchecked({ unchecked, notRequired }: Concluded, language: Language): string[] {
  const words = VERIFICATION_WORDS[language].verdict;
  const required = unchecked.filter((check) => !notRequired.includes(check));
  const limited = unchecked.filter((check) => notRequired.includes(check));
  return [
    ...(required.length === 0 ? [] : [words.required(required)]),
    ...(limited.length === 0 ? [] : [words.cutShort(limited)]),
  ];
}

function listFailed(checks: readonly CheckResult[]): CheckName[] {
  const failed = checks.filter(({ result }) => result === 'fail').map(({ check }) => check);
  // Without a failed check, it is the second library that disagrees.
  return failed.length === 0 ? ['inclusion'] : [...new Set(failed)];
}

/** Returns how many warnings there are, with the reasons, each once. */
function describeWarnings(checks: readonly CheckResult[], language: Language): string[] {
  const warned = checks.filter(({ result }) => result === 'warn');
  if (warned.length === 0) return [];
  const reasons = [...new Set(warned.map(({ code }) => explainCode(code, language)))];
  return [VERIFICATION_WORDS[language].verdict.warned(warned.length, reasons)];
}

/** Returns how old the evidence is, and how to renew it where the chain has newer batches. */
function describeAge({ at, summary, latest }: Concluded, language: Language): string[] {
  const words = VERIFICATION_WORDS[language].verdict;
  if (at !== null) return [words.asOf(formatTime(at))];
  const { batch = null, asOf = null } = summary?.standing ?? {};
  if (batch === null) return [];
  const newer = latest === null ? 0 : latest - batch;
  return [
    words.asOfBatch(batch, asOf === null ? null : formatTime(asOf)),
    ...(newer <= 0 ? [] : [words.newer(newer)]),
  ];
}

const CHANGED_FIGURES = ['proof-root', 'proof-end', 'proof-length'];

function explainFailure({ check, code }: CheckResult, language: Language): string {
  if (check === 'entries' && CHANGED_FIGURES.includes(code))
    return VERIFICATION_WORDS[language].verdict.changedFigures;
  return explainCode(code, language);
}

/** Returns what a code means: the first sentence of its meaning, to be read within another. */
function explainCode(code: VerifyCode, language: Language): string {
  const [sentence = code] = CODE_MEANINGS[language][code].split(/[.:] |[。：]/);
  const text = sentence.replaceAll('`', '').replace(/\.$/, '');
  return /^[A-Z][a-z ]/.test(text) ? `${text[0]!.toLowerCase()}${text.slice(1)}` : text;
}
