import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { CODE_MEANINGS } from '../../../jobs/verify/code-meanings.ts';
import { findGravest } from '../../../jobs/verify/verdict-cause.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import { formatCount } from '../text-format.ts';
import { wrapLine } from '../wrap-text.ts';

/** What the verdict of a verification depends on. */
export type Concluded = Pick<
  ProofVerification,
  'verdict' | 'newest' | 'checks' | 'unchecked' | 'notRequired' | 'at' | 'hidesFigures' | 'summary' | 'latest'
>;

/**
 * Returns what a reader must see before anything else: that the file is not verified, and what that means.
 * Empty for another verdict.
 */
export function formatHeadline(concluded: Concluded): string[] {
  const { verdict, checks } = concluded;
  const gravest = findGravest(checks);
  if (verdict !== 'not-verified' || gravest === undefined) return [];
  return [wrapLine(`✗ NOT VERIFIED: ${listFailed(checks)} — ${explainFailure(gravest)}`, 2)];
}

/** Returns the lines for a verified record whose file shows none of its figures. */
export function describeHidden({ verdict, hidesFigures }: Concluded): string[] {
  return verdict === 'verified' && hidesFigures ? [wrapLine(NO_FIGURES, 2)] : [];
}

const NO_FIGURES =
  '! GENUINE, SHOWS NO FIGURES: the record was signed and anchored as the file says, but the file shows none of its figures, so it proves none. Ask the party for a file that shows them.';

/** Returns the last lines: what the policy does not require, and the verdict. */
export function formatVerdict(concluded: Concluded): string {
  const { notRequired } = concluded;
  const others =
    notRequired.length === 0 ? [] : [wrapLine(`The policy does not require: ${notRequired.join(', ')}`, 2)];
  return [...others, wrapLine(concludeText(concluded), 2)].join('\n');
}

function concludeText(concluded: Concluded): string {
  const { verdict, newest, checks, unchecked, at, summary } = concluded;
  const then = at === null ? '' : `, as of ${formatTime(at)}`;
  if (verdict === 'verified') {
    const warnings = describeWarnings(checks);
    const age = describeAge(concluded);
    const notAsked = newest === 'required' ? '' : 'not asked whether it is the newest';
    const parts = [notAsked, warnings, age].filter((part) => part !== '');
    const word = concluded.hidesFigures ? '! genuine, shows no figures' : '✓ verified';
    return parts.length === 0 ? word : `${word}, ${parts.join('; ')}`;
  }
  if (verdict === 'unchecked') return `– unchecked: ${describeUnchecked(concluded)}${then}`;
  // Where the file could not be read, nothing else was checked either.
  const open = summary === null ? [] : unchecked;
  const also = open.length === 0 ? '' : `; also not checked: ${open.join(', ')}`;
  return `✗ NOT VERIFIED: ${listFailed(checks)}${also}${then}`;
}

/** Says which required checks could not be made, and which others were cut short: what these would find matters too. */
function describeUnchecked({ unchecked, notRequired }: Concluded): string {
  const required = unchecked.filter((check) => !notRequired.includes(check));
  const limited = unchecked.filter((check) => notRequired.includes(check));
  return [
    ...(required.length === 0 ? [] : [`required, but could not be checked: ${required.join(', ')}`]),
    ...(limited.length === 0 ? [] : [`cut short, so that nobody knows what it finds: ${limited.join(', ')}`]),
  ].join('; ');
}

function listFailed(checks: readonly CheckResult[]): string {
  const failed = checks.filter(({ result }) => result === 'fail').map(({ check }) => check);
  // Without a failed check, it is the second library that disagrees.
  return failed.length === 0 ? 'inclusion' : [...new Set(failed)].join(', ');
}

/** Returns `with 1 warning: …` with the reasons, each once. */
function describeWarnings(checks: readonly CheckResult[]): string {
  const warned = checks.filter(({ result }) => result === 'warn');
  if (warned.length === 0) return '';
  const reasons = [...new Set(warned.map(({ code }) => explainCode(code)))].join('; ');
  return `with ${formatCount(warned.length, 'warning')}: ${reasons}`;
}

/** Returns how old the evidence is, and how to renew it where the chain has newer batches. */
function describeAge({ at, summary, latest }: Concluded): string {
  if (at !== null) return `as of ${formatTime(at)}`;
  const { batch = null, asOf = null } = summary?.standing ?? {};
  if (batch === null) return '';
  const newer = latest === null ? 0 : latest - batch;
  const renew =
    newer <= 0
      ? ''
      : `; ${formatCount(newer, 'newer batch exists', 'newer batches exist')}, ledger proof refresh renews the file`;
  return `as of batch ${batch}${asOf === null ? '' : `, ${formatTime(asOf)}`}${renew}`;
}

const CHANGED_FIGURES = ['proof-root', 'proof-end', 'proof-length'];

function explainFailure({ check, code }: CheckResult): string {
  if (check === 'entries' && CHANGED_FIGURES.includes(code))
    return 'the figures shown are not those that were signed. Do not use them.';
  return explainCode(code);
}

/** Returns what a code means: the first sentence of its meaning, to be read within another. */
function explainCode(code: string): string {
  const meanings: Readonly<Record<string, string>> = CODE_MEANINGS;
  const [sentence = code] = (meanings[code] ?? code).split(/[.:] /);
  const text = sentence.replaceAll('`', '').replace(/\.$/, '');
  return /^[A-Z][a-z ]/.test(text) ? `${text[0]!.toLowerCase()}${text.slice(1)}` : text;
}
