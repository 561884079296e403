import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Api } from '../../client/http/api.ts';
import { fetchProof } from '../../client/http/fetch-proof.ts';
import { queryForPolicy } from '../../jobs/verify/policy-evidence.ts';
import { openKnownEngine } from '../../cli/engines/engine-folder.ts';
import { openPolicyReader } from '../../jobs/verify/policy-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { formatJson, BUNDLE_JSON } from '../../core/encoding/json.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { parsePolicy } from '../../core/verify/policy.ts';
import type { CheckResult } from '../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../core/verify/verify.ts';
import { type LedgerHome } from '../stack/ledger-home.ts';
import { writeWhole } from '../files/whole-file.ts';
import type { ActFiveName } from './act-five.ts';
import type { ActFourName } from './act-four.ts';
import type { ActThreeName } from './act-three.ts';
import type { ActTwoName } from './act-two.ts';
import type { StoryName } from './story.ts';
import type { StoryRecord } from './story-record.ts';
import type { Screen } from '../terminal/screen.ts';

/** Proof files with everything needed to compute their figures again. The company decides who gets their rows. */
export const REPERFORMABLE = [
  'inventory',
  'inventory-restated',
  'disclosure-for-auditor',
  'china-accounts',
  'steel-accounts',
  'steelworks',
  'steelworks-inventory',
  'steelworks-embedded',
  'bar-life-cycle',
  'bar-footprint',
  'wind-solar-making',
  'wind-solar-avoided',
  'panorama-countries',
  'panorama-wind-solar',
] as const;

type RecordName = StoryName | ActTwoName | ActThreeName | ActFourName | ActFiveName;

/** Records of the example, by name. */
export type ProvenRecords = Readonly<Partial<Record<RecordName, StoryRecord>>>;

/** The names of the example's proof files, each with the record that it proves. */
const PROOFS: Readonly<Record<RecordName | (typeof REPERFORMABLE)[number], RecordName>> = {
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
  'china-emissions': 'china-emissions',
  'steel-table': 'steel-table',
  'china-accounts': 'china-accounts',
  'steel-accounts': 'steel-accounts',
  'steelworks-materials': 'steelworks-materials',
  'steelworks-streams': 'steelworks-streams',
  'steelworks-goods': 'steelworks-goods',
  constants: 'constants',
  steelworks: 'steelworks',
  'steelworks-inventory': 'steelworks-inventory',
  'steelworks-embedded': 'steelworks-embedded',
  'gwps-ar6': 'gwps-ar6',
  'unit-processes': 'unit-processes',
  'steel-bar': 'steel-bar',
  'bar-life-cycle': 'bar-life-cycle',
  'bar-footprint': 'bar-footprint',
  'bar-disclosure': 'bar-disclosure',
  'germany-table': 'germany-table',
  'germany-emissions': 'germany-emissions',
  'germany-land': 'germany-land',
  'world-table': 'world-table',
  'published-figures': 'published-figures',
  'solar-modules': 'solar-modules',
  'wind-solar-exports': 'wind-solar-exports',
  'wind-solar-factors': 'wind-solar-factors',
  'wind-solar-processes': 'wind-solar-processes',
  'germany-accounts': 'germany-accounts',
  'germany-series': 'germany-series',
  'germany-nature': 'germany-nature',
  'world-accounts': 'world-accounts',
  'wind-solar-making': 'wind-solar-making',
  'wind-solar-avoided': 'wind-solar-avoided',
  'panorama-countries': 'panorama-countries',
  'panorama-wind-solar': 'panorama-wind-solar',
};

/** Returns the file name of a proof file in the example's folder. */
export function nameProof(name: string): string {
  return `${name}.carbon-proof.json`;
}

/** Returns the id of the record that a proof file proves. */
export async function readProofId(file: string): Promise<Hex> {
  return parseBundle(await readFile(file)).records[0]!.id;
}

/** The name of the copy of the disclosure with one changed digit. */
export const TAMPERED = 'disclosure-tampered';

/**
 * Writes the proof files of records of the story as the company sees them, with the evidence that the policy needs, except those that are
 * there: a newer version may have come since.
 */
export async function writeProofs(api: Api, home: LedgerHome, records: ProvenRecords): Promise<void> {
  const needed = queryForPolicy(parsePolicy(await readFile(home.policyFile)));
  for (const [name, story] of Object.entries(PROOFS)) {
    const [record, file] = [records[story], join(home.example, nameProof(name))];
    if (record === undefined || existsSync(file)) continue;
    const reperformable = REPERFORMABLE.some((own) => own === name) ? 'true' : undefined;
    const { bytes } = await fetchProof(api, record.id, { ...needed, reperformable }, () => {});
    await writeWhole(file, bytes);
  }
}

/** Writes the copy of the disclosure with one changed figure. */
export async function writeTampered(home: LedgerHome): Promise<void> {
  const disclosure = await readFile(join(home.example, nameProof('disclosure')));
  await writeWhole(join(home.example, nameProof(TAMPERED)), tamper(disclosure));
}

/** Returns a proof file with one digit of its last figure changed. */
function tamper(bytes: Uint8Array): string {
  const bundle = parseBundle(bytes);
  const figure = bundle.records[0]?.entries.shown.at(-1);
  if (figure?.value == null) throw new Error('the disclosure shows no figure to tamper with');
  const digit = Number(figure.value[0]);
  figure.value = `${digit > 1 ? digit - 1 : digit + 1}${figure.value.slice(1)}`;
  return formatJson(bundle, BUNDLE_JSON);
}

/** Verifies every proof file using only the files and the chain. Returns whether all are verified and the tampered one is not. */
export async function verifyProofs(home: LedgerHome, screen: Screen): Promise<boolean> {
  const policy = parsePolicy(await readFile(home.policyFile));
  const verify = async (name: string): Promise<Verification> => {
    screen.step(`Verifying ${nameProof(name)}`);
    return verifyBundle(await readFile(join(home.example, nameProof(name))), {
      policy,
      reader: await openPolicyReader(policy),
      now: Math.floor(Date.now() / 1000),
      openEngine: openKnownEngine,
    });
  };
  const outcomes = new Map<string, Verification>();
  for (const name of Object.keys(PROOFS)) outcomes.set(name, await verify(name));
  const areSound = showOutcomes(outcomes, screen);
  return showTampered(await verify(TAMPERED), screen) && areSound;
}

/** Shows how many proof files are verified, and why the others are not verified. */
function showOutcomes(outcomes: ReadonlyMap<string, Verification>, screen: Screen): boolean {
  const failed = [...outcomes].filter(([, { verdict }]) => verdict !== 'verified');
  const count = `${outcomes.size - failed.length} of ${outcomes.size} proof files verified`;
  screen[failed.length === 0 ? 'good' : 'bad'](`${count} from the files and the chain alone`);
  for (const [name, { verdict, checks }] of failed) {
    screen.bad(`${nameProof(name)}: ${verdict}`);
    for (const line of checks.flatMap(describeFailure)) screen.line(line);
  }
  return failed.length === 0;
}

function showTampered({ verdict, checks }: Verification, screen: Screen): boolean {
  const isFound = verdict === 'not-verified';
  const codes = checks
    .filter(({ result }) => result === 'fail')
    .map(({ check, code }) => `${check}: ${code}`);
  screen[isFound ? 'good' : 'bad'](
    isFound
      ? `1 copy with one digit changed is not verified (${codes.join(', ')})`
      : `${nameProof(TAMPERED)} has one digit changed, yet is ${verdict}`,
  );
  return isFound;
}

function describeFailure({ check, result, code, basis, expected, actual }: CheckResult): string[] {
  if (result === 'fail')
    return [`fail ${check} (${code}): ${basis}; expected ${show(expected)}, got ${show(actual)}`];
  return result === 'skipped' ? [`skipped ${check} (${code}): ${basis}`] : [];
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
