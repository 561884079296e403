import { type Bundle, MAX_BUNDLE_EVIDENCE } from '../proofs/bundle.ts';
import { verifyAnchor, verifyAnchored } from './anchor.ts';
import { verifyWellSigned, verifyWindow } from './authority.ts';
import { verifyPartyHeads } from './completeness.ts';
import { verifyHead } from './currentness.ts';
import { verifyLink } from './order.ts';
import type { CheckName } from './policy.ts';
import { type CheckResult, type Finding, runCheck, skip, worstOf } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** What checks report that need evidence, where there is more than is looked at. */
export const OVER_LIMIT = skip(
  'over-limit',
  `the proof file holds more than ${MAX_BUNDLE_EVIDENCE} heads, links, parties and windows together`,
);

/** Tells whether a proof file holds no more evidence than is looked at. */
export function isBounded({ heads, history, parties, windows }: Bundle): boolean {
  return heads.length + history.length + parties.length + windows.length <= MAX_BUNDLE_EVIDENCE;
}

const STATE_PROOFS_NOT_READ = skip('state-proofs-not-read', 'this version does not read state proofs');

/** Verifies all evidence besides the records, whether another check needs it or not: wrong evidence always fails (§11). */
export async function verifyEvidence(context: VerificationContext): Promise<CheckResult[]> {
  const { heads, history, parties, windows, stateProofs } = context.bundle;
  const headers = [...heads, ...parties].flatMap(({ header, anchor, next }) =>
    next === null ? [{ header, anchor }] : [{ header, anchor }, next],
  );
  const links = history.map(({ inclusion: { header }, anchor }) => ({ header, anchor }));
  const evidence: [CheckName, (() => Finding | Promise<Finding>)[]][] = [
    ['currentness', heads.map((head) => () => verifyHead(context, head))],
    [
      'order',
      history.flatMap((link) => [
        () => verifyLink(link),
        () => verifyAnchored(context, { header: link.inclusion.header, anchor: link.anchor }),
        () => verifyWellSigned(context, link),
      ]),
    ],
    ['completeness', parties.map((party) => () => verifyPartyHeads(context, party))],
    ['authority', windows.map((window) => () => verifyWindow(context, window))],
    ['anchor', [...headers, ...links].map((anchored) => () => verifyAnchor(context, anchored))],
    ['anchor', stateProofs.slice(0, 1).map(() => () => STATE_PROOFS_NOT_READ)],
  ];
  const results: CheckResult[] = [];
  for (const [check, runs] of evidence) {
    const findings = await Promise.all(runs.map(runCheck));
    const worst = worstOf(findings);
    const reported = worst?.result === 'pass' ? findings.find(({ code }) => code === 'hint-differs') : worst;
    if (reported !== undefined) results.push({ check, record: null, ...reported });
  }
  return results;
}
