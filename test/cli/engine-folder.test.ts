import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestEngine, openEngines } from '../../jobs/engines/engine-files.ts';
import {
  engineFolder,
  openEngineFolder,
  openKnownEngine,
  readEngineDigests,
} from '../../cli/engines/engine-folder.ts';
import { engineVersion } from '../../engine/version.ts';

/** Two made engines, as a folder would hold them after two releases. */
const MADE = {
  '1.0.0': `export const engineName = 'made'; export const engineVersion = '1.0.0';`,
  '10.0.0': `export const engineName = 'made'; export const engineVersion = '10.0.0';`,
  '2.0.0': `export const engineName = 'made'; export const engineVersion = '2.0.0';`,
  next: `export const engineName = 'made'; export const engineVersion = 'next';`,
};
const digestOf = (version: keyof typeof MADE): `0x${string}` => digestEngine(Buffer.from(MADE[version]));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engines-'));
  for (const [version, text] of Object.entries(MADE)) await writeFile(join(folder, `${version}.mjs`), text);
});
afterAll(() => rm(folder, { recursive: true }));

describe('openEngineFolder', () => {
  it('lists released engines by version, and that of the sources last', async () => {
    expect(await openEngineFolder(folder).list()).toEqual(
      (['1.0.0', '2.0.0', '10.0.0', 'next'] as const).map((version) => ({
        version,
        digest: digestOf(version),
      })),
    );
  });

  it('opens each engine by its digest, once, under the version that its file names', async () => {
    const open = openEngines(openEngineFolder(folder).read);
    for (const version of ['1.0.0', 'next'] as const) {
      const engine = await open(digestOf(version));
      expect(engine).toMatchObject({ engineName: 'made', engineVersion: version });
      expect(await open(digestOf(version))).toBe(engine);
    }
  });

  it('gives null for a digest that no file has: of no engine, and of one that was changed', async () => {
    const { read } = openEngineFolder(folder);
    expect(await openEngines(read)(`0x${'00'.repeat(32)}`)).toBeNull();
    await writeFile(join(folder, '2.0.0.mjs'), `${MADE['2.0.0']} `);
    expect(await openEngines(read)(digestOf('2.0.0'))).toBeNull();
    const lie = async (): Promise<Uint8Array> => readFile(join(folder, '2.0.0.mjs'));
    expect(await openEngines(lie)(digestOf('2.0.0'))).toBeNull();
  });

  it('asks again for an engine that could not be read', async () => {
    let asked = 0;
    const open = openEngines(() =>
      asked++ === 0 ? Promise.reject(new Error('offline')) : Promise.resolve(Buffer.from(MADE.next)),
    );
    await expect(open(digestOf('next'))).rejects.toThrow('offline');
    expect(await open(digestOf('next'))).toMatchObject({ engineVersion: 'next' });
  });
});

describe('the engines of this program', () => {
  it('are files that name their versions; that of the sources is the last one', async () => {
    const engines = await engineFolder.list();
    for (const { version, digest } of engines)
      expect((await openKnownEngine(digest))?.engineVersion).toBe(version);
    expect(engines.at(-1)!.version).toBe(engineVersion);
    expect(await readEngineDigests()).toEqual(engines.map(({ digest }) => digest));
  });
});
