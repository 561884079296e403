import { gunzipSync, gzipSync } from 'node:zlib';
import { EXIT_CODES } from '../../../core/exit-codes.ts';
import type { CheckName } from '../../../core/verify/policy.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import type { Verification } from '../../../core/verify/verify.ts';
import type { Sketch, Unanswered } from './sketch.ts';
import { type StoredChain, storeFacts } from './stored-chain.ts';

/** A finding that a verifier must report. */
export interface StoredFinding {
  readonly check: CheckName;
  /** The place of its record in `records`; null where it is about evidence; not there where it is about the whole file. */
  readonly record?: number | null;
  readonly result: CheckResult['result'];
  readonly code: string;
}

/** A vector as `vectors.json` has it. Files are named by their paths beside it. */
export interface StoredVector {
  readonly name: string;
  readonly says: string;
  readonly file: string;
  readonly policy: string;
  readonly chain: string | null;
  readonly now: number;
  /** Not there where the file is judged as of today. */
  readonly at?: number;
  readonly hints: boolean;
  readonly expected: {
    readonly verdict: Verification['verdict'];
    readonly exit: number;
    readonly findings: readonly StoredFinding[];
  };
}

const EXITS = {
  verified: EXIT_CODES.ok,
  'not-verified': EXIT_CODES.refused,
  unchecked: EXIT_CODES.unchecked,
} as const;

/** Larger files are stored compressed. */
const MOST_PLAIN = 200_000;
const FINDING = /^(\S+)(?: (\d+|-))? (pass|fail|warn|skipped) (\S+)$/;

/** Returns the files of the vectors: path → bytes. Equal contents are stored once, under the name of the first vector that has them. */
export function packVectors(sketches: readonly Sketch[]): Map<string, Uint8Array> {
  const names = new Set(sketches.map(({ name }) => name));
  if (names.size < sketches.length) throw new Error('two vectors have the same name');
  const files = new Map<string, Uint8Array>();
  const known = new Map<string, string>();
  const store = (folder: string, name: string, content: Uint8Array, plain: string): string => {
    const id = `${folder} ${plain}`;
    const path = known.get(id) ?? `${folder}/${name}`;
    known.set(id, path);
    files.set(path, content);
    return path;
  };
  const storeJson = (folder: string, name: string, value: unknown): string => {
    const text = `${JSON.stringify(value, null, 1)}\n`;
    return store(folder, `${name}.json`, Buffer.from(text), text);
  };
  const vectors = sketches.map(
    ({ name, says, file, policy, chain, now, at, hints, verdict, findings }): StoredVector => ({
      name,
      says,
      file: storeProof(store, name, file),
      policy: storeJson('policies', name, policy),
      chain: chain === null ? null : storeJson('chains', name, storeChain(chain)),
      now,
      ...(at === null ? {} : { at }),
      hints,
      expected: { verdict, exit: EXITS[verdict], findings: findings.map(parseFinding) },
    }),
  );
  files.set('vectors.json', Buffer.from(`${JSON.stringify({ vectors }, null, 1)}\n`));
  return files;
}

type Store = (folder: string, name: string, content: Uint8Array, plain: string) => string;

function storeProof(store: Store, name: string, file: Uint8Array): string {
  const plain = Buffer.from(file).toString('latin1');
  if (file.length <= MOST_PLAIN) return store('files', `${name}.carbon-proof.json`, file, plain);
  return store('files', `${name}.carbon-proof.json.gz`, gzipSync(file, { level: 9 }), plain);
}

function storeChain(chain: Exclude<Sketch['chain'], null>): StoredChain | Unanswered {
  return 'unanswered' in chain ? chain : storeFacts(chain);
}

function parseFinding(text: string): StoredFinding {
  const found = FINDING.exec(text);
  if (found === null) throw new Error(`not a finding: ${text}`);
  const [, check, record, result, code] = found as unknown as [
    string,
    CheckName,
    string | undefined,
    CheckResult['result'],
    string,
  ];
  const place = record === undefined ? {} : { record: record === '-' ? null : Number(record) };
  return { check, ...place, result, code };
}

/** Tells whether two stored files have the same content. Compressed bytes may differ between machines. */
export function isSameFile(path: string, one: Uint8Array, other: Uint8Array): boolean {
  const [a, b] = path.endsWith('.gz') ? [gunzipSync(one), gunzipSync(other)] : [one, other];
  return Buffer.from(a).equals(b);
}
