import type { Language } from '../../../agents/words/language.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { wrapLine } from '../wrap-text.ts';
import { formatChecks } from './check-list-text.ts';
import { type Detail, describeFinding } from './finding-text.ts';
import { formatSummary } from './summary-text.ts';
import { type Concluded, describeHidden, formatHeadline, formatVerdict } from './verdict-text.ts';
import { VERIFICATION_WORDS } from './verification-words.ts';

/** What the text of a verification shows. */
export type ShownVerification = Concluded &
  Pick<ProofVerification, 'bundle' | 'parties'> & { readonly offline?: boolean };

/**
 * Returns a verification for people: a failure first, then objections of others, what the file says, the checks, and the verdict in the last
 * line, which begins with its mark.
 */
export function formatVerification(
  verification: ShownVerification,
  detail: Detail,
  language: Language,
): string {
  const { summary, bundle, parties } = verification;
  const checks = verification.checks.map((check) => ({ ...check, basis: nameParties(check.basis, parties) }));
  const parts = [
    ...formatHeadline(verification, language),
    ...describeAt(verification.at, language),
    ...describeNewest(verification.newest, language),
    ...describeHidden(verification, language),
    ...listObjections(checks, language),
    ...(bundle === null || summary === null ? [] : [formatSummary(summary, bundle, verification, language)]),
    formatChecks(checks, detail, language),
    formatVerdict(verification, language),
  ];
  return parts.join('\n\n');
}

/** Returns a text with the identifiers of parties in place of their ids; next to an id that the registry does not know, it says so. */
function nameParties(text: string, parties: ShownVerification['parties']): string {
  return parties.reduce((named, { id, identifiers }) => {
    if (identifiers === null) return named;
    return named.replaceAll(id, identifiers[0] ?? `${id} (no such party is registered)`);
  }, text);
}

/** A verdict as of a past time says so before anything else. */
function describeAt(at: number | null, language: Language): string[] {
  const { judgedAt } = VERIFICATION_WORDS[language].verdict;
  return at === null ? [] : [wrapLine(judgedAt(formatTime(at)), 2)];
}

/** So does a verdict of a policy that does not ask for the newest version. */
function describeNewest(newest: ShownVerification['newest'], language: Language): string[] {
  const { newestNotAsked } = VERIFICATION_WORDS[language].verdict;
  return newest === 'required' ? [] : [wrapLine(newestNotAsked, 2)];
}

/** Objections come first, because no check fails for them. */
function listObjections(checks: readonly CheckResult[], language: Language): string[] {
  const warned = checks.filter(({ check, result }) => check === 'answers' && result === 'warn');
  return warned.length === 0
    ? []
    : [warned.map((found) => wrapLine(`! ${describeFinding(found, 'brief', language)}`, 2)).join('\n')];
}
