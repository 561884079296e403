import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recoverByNoble, recoverOnce } from '../../../core/hashing/signature.ts';
import { READER_CODES } from '../../../core/verify/chain-reader.ts';
import { CHECKS, parsePolicy } from '../../../core/verify/policy.ts';
import { VERIFY_CODES } from '../../../core/verify/result.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import { runLine } from '../../cli/test-terminal.ts';
import { listVectors } from './list-vectors.ts';
import { openVectorEngine } from './reperformance-cases.ts';
import type { Unanswered } from './sketch.ts';
import { type StoredChain, readStored } from './stored-chain.ts';
import { isSameFile, packVectors, type StoredFinding, type StoredVector } from './vector-files.ts';

const FOLDER = new URL('../../vectors/proof-files/', import.meta.url);
const read = (path: string): Buffer => readFileSync(new URL(path, FOLDER));
const readJson = (path: string): unknown => JSON.parse(read(path).toString());
const { vectors } = readJson('vectors.json') as { readonly vectors: readonly StoredVector[] };
const recover = recoverOnce(recoverByNoble);

function readProof(path: string): Uint8Array {
  return new Uint8Array(path.endsWith('.gz') ? gunzipSync(read(path)) : read(path));
}

function verify({ file, policy, chain, now, at, hints }: StoredVector): Promise<Verification> {
  return verifyBundle(readProof(file), {
    policy: parsePolicy(read(policy)),
    reader: readStored(chain === null ? null : (readJson(chain) as StoredChain | Unanswered)),
    now,
    at: at ?? null,
    hints,
    recover,
    openEngine: openVectorEngine,
  });
}

/** Returns what a verification found, in the form of the vectors: a record by its place in the file. */
function listFindings({ checks, bundle }: Verification): StoredFinding[] {
  const places = new Map(bundle?.records.map(({ id }, index) => [id, index]));
  return checks.map(({ check, record, result, code }) => ({
    check,
    record: record === null ? null : (places.get(record) ?? null),
    result,
    code,
  }));
}

function isFound(expected: StoredFinding, found: readonly StoredFinding[]): boolean {
  return found.some(({ check, record, result, code }) => {
    const place = 'record' in expected ? expected.record : record;
    return (
      check === expected.check && result === expected.result && code === expected.code && record === place
    );
  });
}

/** Returns a verdict and everything that was found, one finding a line: records with the same finding share it. */
function recordFindings(verdict: string, found: readonly StoredFinding[]): string {
  const places = new Map<string, string[]>();
  for (const { check, result, code, record } of found) {
    const finding = `${check} ${result} ${code}`;
    places.set(finding, [...(places.get(finding) ?? []), String(record ?? '-')]);
  }
  return [verdict, ...[...places].map(([finding, records]) => `${finding}: ${records.join(' ')}`)].join('\n');
}

describe('Each vector of a proof file', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
    const verification = await verify(vector);
    const found = listFindings(verification);
    const troubles = found.filter(({ result }) => result !== 'pass').map((each) => JSON.stringify(each));
    const { verdict, findings } = vector.expected;
    expect(verification.verdict, troubles.join('\n')).toBe(verdict);
    expect(
      findings.filter((expected) => !isFound(expected, found)),
      troubles.join('\n'),
    ).toEqual([]);
    expect(recordFindings(verification.verdict, found)).toMatchSnapshot();
  });
});

describe('The vectors of proof files', () => {
  it('are what the program writes', async () => {
    const files = packVectors(await listVectors());
    expect(files.size).toBeGreaterThan(200);
    const stale = [...files].filter(
      ([path, content]) => !existsSync(new URL(path, FOLDER)) || !isSameFile(path, read(path), content),
    );
    expect(stale.map(([path]) => path)).toEqual([]);
  });

  it('are at least 150, two thirds of them not verified', () => {
    const others = vectors.filter(({ expected }) => expected.verdict !== 'verified');
    expect(vectors.length).toBeGreaterThanOrEqual(150);
    expect(others.length / vectors.length).toBeGreaterThanOrEqual(2 / 3);
  });

  it('have an expectation that decides: a failure, a skipped required check, or a check that passed or warned', () => {
    const deciding = {
      verified: ['pass', 'warn', 'skipped'],
      'not-verified': ['fail'],
      unchecked: ['skipped'],
    };
    for (const { name, expected } of vectors)
      expect(
        expected.findings.some(({ result }) => deciding[expected.verdict].includes(result)),
        name,
      ).toBe(true);
  });

  it('have every check with every result that it can have', () => {
    const seen = new Set(
      vectors.flatMap(({ expected }) => expected.findings.map(({ check, result }) => `${check} ${result}`)),
    );
    const never = [
      'faults pass',
      'faults fail',
      'statement skipped',
      'record skipped',
      'signature skipped',
      'inclusion skipped',
      'sources skipped',
      'finality fail',
    ];
    const wanted = CHECKS.flatMap((check) =>
      ['pass', 'fail', 'skipped'].map((result) => `${check} ${result}`),
    );
    expect(wanted.filter((each) => !seen.has(each))).toEqual(wanted.filter((each) => never.includes(each)));
  });

  it('have every code of a finding', () => {
    const seen = new Set(vectors.flatMap(({ expected }) => expected.findings.map(({ code }) => code)));
    const codes = [...Object.keys(VERIFY_CODES), ...Object.keys(READER_CODES)];
    expect(codes.filter((code) => !seen.has(code))).toEqual(['internal']);
  });

  it('name the exit code with which the command line ends', async () => {
    const offline = vectors.filter(
      ({ chain, expected }) =>
        chain === null || expected.findings.some(({ code }) => code === 'format-failed'),
    );
    expect(new Set(offline.map(({ expected }) => expected.exit))).toEqual(new Set([1, 3]));
    for (const { name, file, policy, now, expected } of offline.slice(0, 30)) {
      const rules = ['--policy', new URL(policy, FOLDER).pathname, '--offline'];
      const { exit } = await runLine(['verify', '-', ...rules], { input: readProof(file), now: 1000 * now });
      expect(exit, name).toBe(expected.exit);
    }
  });
});
