import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineVersion } from '../../engine/version.ts';
import type { DocumentName, DocumentSource } from '../../engine/rows/document.ts';
import * as engine from '../../engine/run.ts';
import { buildEngine, type EngineArtefact } from '../../scripts/engine-digest.ts';
import { COMMON, dataset, fuelDefaults, fuelUse } from '../engine/dataset.ts';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;
let artefact: EngineArtefact;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'engine-digest-')));
  artefact = await buildEngine();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Makes another checkout: a copy of the sources with linked dependencies. Returns its folder. */
function checkOut(name: string): string {
  const root = join(folder, name);
  for (const room of ['engine', 'core']) cpSync(join(ROOT, room), join(root, room), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

/** Returns a matrix of two rows as a Parquet file. */
function parquetMatrix(): { name: DocumentName; source: DocumentSource } {
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'row', data: ['a', 'b'], type: 'STRING', nullable: false },
        { name: 'x', data: Float64Array.of(0.1, 2), type: 'DOUBLE', nullable: false },
      ],
    }),
  );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const mediaType = 'application/vnd.apache.parquet';
  return {
    name: { sha256, mediaType, size: bytes.length },
    source: { size: bytes.length, read: (start, end) => Promise.resolve(bytes.slice(start, end)) },
  };
}

describe('buildEngine', () => {
  it('builds the same bytes in different folders and with different compiler settings', async () => {
    const here = checkOut('one');
    const there = checkOut('a much longer name/two');
    writeFileSync(join(there, 'tsconfig.json'), '{"compilerOptions":{"target":"es2015"}}');
    for (const root of [here, there]) {
      const other = await buildEngine(root);
      expect(other.digest).toBe(artefact.digest);
      expect(Buffer.compare(other.bytes, artefact.bytes)).toBe(0);
    }
  });

  it('returns another digest if the engine changes', async () => {
    const root = checkOut('changed');
    appendFileSync(join(root, 'engine/run.ts'), '\nexport const changed = 1;\n');
    expect((await buildEngine(root)).digest).not.toBe(artefact.digest);
  });

  it('returns the SHA-256 of the bytes as 0x hex', () => {
    expect(artefact.digest).toBe(`0x${createHash('sha256').update(artefact.bytes).digest('hex')}`);
  });

  it('builds one file without imports and without paths of this machine', () => {
    const text = Buffer.from(artefact.bytes).toString('utf8');
    expect(text).toContain(`carbon-ledger engine ${engineVersion}`);
    expect(text).toMatch(/^\/\*![^\n]*holds zod, MIT, and hyparquet, MIT \*\/\n/);
    expect(text).not.toContain(ROOT);
    expect(text).not.toMatch(
      /node_modules|(?<![-"'])\bimport\b ?[\w{*][^;]{0,500}\bfrom ?["']|(?<![-"'])\bimport ?["'(]|\brequire\(["']/,
    );
  });

  it('builds an engine that computes the same as its sources', async () => {
    const file = join(folder, 'engine.mjs');
    writeFileSync(file, artefact.bytes);
    const bundled = (await import(file)) as typeof engine;
    const inputs = [
      dataset('a', fuelUse('use', '1234.567', 't', 'coal')),
      dataset('b', ...fuelDefaults('coal', '26.7', '0.99', { CO2: '98300' })),
    ];
    expect(bundled.runMethod('combustion@2', inputs, COMMON)).toEqual(
      engine.runMethod('combustion@2', inputs, COMMON),
    );
  });

  it('builds an engine that reads documents as its sources do, and takes only those that it has read', async () => {
    const file = join(folder, 'reader.mjs');
    writeFileSync(file, artefact.bytes);
    const bundled = (await import(file)) as typeof engine;
    const { name, source } = parquetMatrix();
    const document = await bundled.readDocument(name, source);
    expect(document).toEqual(await engine.readDocument(name, source));
    expect([...document.matrix.values]).toEqual([0.1, 2]);
    expect([...bundled.checkDocuments([document]).keys()]).toEqual([name.sha256]);
    expect(() => engine.checkDocuments([document])).toThrow('was not read by this engine');
  });
});
