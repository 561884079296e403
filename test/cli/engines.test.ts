import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  openReleasedEngine,
  readEngineDigests,
  readOwnEngineDigest,
} from '../../client/policies/released-engines.ts';
import { engineVersion } from '../../engine/version.ts';

const FOLDER = join(import.meta.dirname, '../../engines');
const RELEASED = '0x3c807db9d4695422266393bd448ea1fc9ee307f8d1fd2bf4922a80966a4fd3a2';

function digestOf(version: string): string {
  const bytes = readFileSync(join(FOLDER, `${version}.mjs`));
  return `0x${createHash('sha256').update(bytes).digest('hex')}`;
}

describe('readEngineDigests', () => {
  it('lists every engine file, and the first released one first', async () => {
    const digests = await readEngineDigests();
    const versions = readdirSync(FOLDER).map((name) => name.replace(/\.mjs$/, ''));
    expect([...digests].sort()).toEqual(versions.map(digestOf).sort());
    expect(digests[0]).toBe(RELEASED);
  });
});

describe('readOwnEngineDigest', () => {
  it('gives the digest of the engine of the version of the sources', async () => {
    expect(await readOwnEngineDigest()).toBe(digestOf(engineVersion));
  });
});

describe('openReleasedEngine', () => {
  it('opens each engine by its digest, under the version that its file names', async () => {
    for (const name of readdirSync(FOLDER)) {
      const version = name.replace(/\.mjs$/, '');
      const engine = await openReleasedEngine(digestOf(version) as `0x${string}`);
      expect(engine?.engineVersion).toBe(version);
    }
  });

  it('gives null for the digest of no engine', async () => {
    expect(await openReleasedEngine(`0x${'00'.repeat(32)}`)).toBeNull();
  });
});
