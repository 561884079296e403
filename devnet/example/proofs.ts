import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Api } from '../../cli/client/api.ts';
import { openReleasedEngine } from '../../cli/client/engines.ts';
import { openPolicyReader } from '../../cli/client/policy-file.ts';
import { formatJson, BUNDLE_JSON } from '../../core/encoding/json.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import { parsePolicy } from '../../core/verify/policy.ts';
import type { CheckResult } from '../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../core/verify/verify.ts';
import { type LedgerHome, writeWhole } from '../stack/ledger-home.ts';
import type { StoryName, StoryRecords } from './story.ts';
import { type Teller, shorten } from '../terminal/tell.ts';

/** Proof files that show all that it takes to compute their figures again: their rows are for whom the company gives them to. */
export const REPERFORMABLE = ['inventory', 'inventory-restated', 'disclosure-for-auditor'] as const;

/** The proof files of the example, by name, and of which record each is. */
const PROOFS: Readonly<Record<StoryName | (typeof REPERFORMABLE)[number], StoryName>> = {
  'grid-factors-2022': 'grid-factors-2022',
  'fuel-defaults': 'fuel-defaults',
  gwps: 'gwps',
  activity: 'activity',
  inventory: 'inventory',
  disclosure: 'disclosure',
  'disclosure-for-auditor': 'disclosure',
  assurance: 'assurance',
  decision: 'decision',
  'grid-factors-2023': 'grid-factors-2023',
  'inventory-restated': 'inventory-restated',
};

/** Names of files beside each other in the example's folder. */
export function nameProof(name: string): string {
  return `${name}.carbon-proof.json`;
}

/** The copy of the disclosure in which one digit of one figure is changed. */
export const TAMPERED = 'disclosure-tampered';

/** Writes the proof files of the records of the story as the company sees them, and last, of the disclosure, a copy with one figure changed. */
export async function writeProofs(api: Api, home: LedgerHome, records: StoryRecords): Promise<void> {
  for (const [name, story] of Object.entries(PROOFS)) {
    const query = REPERFORMABLE.some((own) => own === name) ? '?reperformable=true' : '';
    const bytes = await api.getBytes(`/v1/records/${records[story].id}/bundle${query}`);
    await writeWhole(join(home.example, nameProof(name)), bytes);
  }
  const disclosure = await readFile(join(home.example, nameProof('disclosure')));
  await writeWhole(join(home.example, nameProof(TAMPERED)), tamper(disclosure));
}

/** Returns a bundle's file in which the last figure shown is one digit less than it was signed. */
function tamper(bytes: Uint8Array): string {
  const bundle = parseBundle(bytes);
  const figure = bundle.records[0]?.entries.shown.at(-1);
  if (figure?.value == null) throw new Error('the disclosure shows no figure to tamper with');
  const digit = Number(figure.value[0]);
  figure.value = `${digit > 1 ? digit - 1 : digit + 1}${figure.value.slice(1)}`;
  return formatJson(bundle, BUNDLE_JSON);
}

/** Verifies every proof file from the files and the chain alone, and tells why; returns whether all held and the tampered one did not. */
export async function verifyProofs(home: LedgerHome, tell: Teller): Promise<boolean> {
  tell.part('5. Verified from the files and the chain alone');
  const policy = parsePolicy(await readFile(home.policyFile));
  const verify = async (name: string): Promise<Verification> => {
    const file = await readFile(join(home.example, nameProof(name)));
    return verifyBundle(file, {
      policy,
      reader: await openPolicyReader(policy),
      now: Math.floor(Date.now() / 1000),
      openEngine: openReleasedEngine,
    });
  };
  let sound = true;
  for (const name of Object.keys(PROOFS)) {
    const verification = await verify(name);
    tellVerification(tell, name, verification);
    sound &&= verification.verdict === 'verified';
  }
  const tampered = await verify(TAMPERED);
  tellVerification(tell, TAMPERED, tampered);
  return sound && tampered.verdict === 'not-verified';
}

function tellVerification(tell: Teller, name: string, { verdict, checks, bundle }: Verification): void {
  const subject = bundle?.records[0];
  const what =
    subject === undefined
      ? ''
      : `${nameOfKind(subject.record.kind)} ${shorten(subject.id)}, sequence ${subject.record.sequence}`;
  tell.say(`${verdict.padEnd(13)} ${nameProof(name)}  ${what}`);
  const told = checks.filter(
    ({ record, result, check }) =>
      isTold(check) && result === 'pass' && (record === subject?.id || check === 'reperformance'),
  );
  if (verdict === 'verified') for (const { check, basis } of told) tell.note(`${check}: ${basis}`);
  for (const line of new Set(checks.flatMap((check) => tellProblem(check, verdict)))) tell.note(line);
}

function tellProblem(
  { check, result, code, basis, expected, actual }: CheckResult,
  verdict: Verification['verdict'],
): string[] {
  if (result === 'warn') return [`warn ${check} (${code}): ${basis}`];
  if (result === 'fail')
    return [`${result} ${check} (${code}): ${basis}; expected ${show(expected)}, found ${show(actual)}`];
  return verdict === 'unchecked' && result === 'skipped' ? [`skipped ${check} (${code}): ${basis}`] : [];
}

/** Of what holds, a person wants to read who, where, when and whether it is the latest; `ledger verify` prints all. */
function isTold(check: string): boolean {
  return ['entries', 'authority', 'finality', 'currentness', 'sources', 'reperformance'].includes(check);
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
