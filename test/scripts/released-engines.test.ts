import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestEngine } from '../../jobs/engines/engine-files.ts';
import { type BuiltEngine, checkEngines } from '../../scripts/released-engines.ts';

/** Returns a small engine, which differs by its text. */
function make(version: string, text = ''): BuiltEngine {
  const bytes = Buffer.from(`export const engineVersion = '${version}';${text}`);
  return { version, bytes, digest: digestEngine(bytes) };
}

const FIRST = make('1.0.0');
const NEXT = make('next');
const RELEASED = { '1.0.0': FIRST.digest };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
  for (const engine of [FIRST, NEXT]) write(engine);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write({ version, bytes }: BuiltEngine): void {
  writeFileSync(join(folder, `${version}.mjs`), bytes);
}

describe('a folder of engines', () => {
  it('is right with each released engine and the one of the sources', () => {
    expect(checkEngines(folder, NEXT, RELEASED)).toEqual([]);
  });

  it('is wrong where a released engine has other bytes, or is missing', () => {
    const changed = make('1.0.0', ' ');
    write(changed);
    expect(checkEngines(folder, NEXT, RELEASED)).toEqual([
      `engines/1.0.0.mjs is released: expected the SHA-256 ${FIRST.digest}, got ${changed.digest}`,
    ]);
    rmSync(join(folder, '1.0.0.mjs'));
    expect(checkEngines(folder, NEXT, RELEASED)).toEqual([
      `engines/1.0.0.mjs is released: expected the SHA-256 ${FIRST.digest}, got no file`,
    ]);
  });

  it('is wrong where the sources changed since the engine was written', () => {
    expect(checkEngines(folder, make('next', ' '), RELEASED)).toEqual([
      'engines/next.mjs is stale: run node scripts/generate-engine.ts',
    ]);
  });

  it('is wrong where the sources changed, but still have the version of a release', () => {
    rmSync(join(folder, 'next.mjs'));
    expect(checkEngines(folder, FIRST, RELEASED)).toEqual([]);
    expect(checkEngines(folder, make('1.0.0', ' '), RELEASED)).toEqual([
      'engines/1.0.0.mjs is released, and the sources differ: set the next version in engine/version.ts',
    ]);
  });

  it('is wrong with a file that is neither released nor of the sources', () => {
    expect(checkEngines(folder, NEXT, {})).toEqual(['engines/1.0.0.mjs is not a released engine: remove it']);
  });
});
