import { describe, expect, it } from 'vitest';
import { readMethodsCatalogue } from '../../../jobs/engines/methods-catalogue.ts';
import { digestEngine } from '../../../jobs/engines/engine-files.ts';
import { openMethodEngine } from '../../../jobs/engines/method-engine.ts';
import type { EngineStore } from '../../../jobs/engines/engine-store.ts';
import { engineFolder, readEngineDigests } from '../../../cli/engines/engine-folder.ts';
import { entriesOfRun } from '../../../jobs/engines/result-entries.ts';
import { RUN_KEY } from '../../../core/records/run.ts';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { METHODS } from '../../../engine/registry.ts';
import { describeRun, runMethod } from '../../../engine/run.ts';
import { engineVersion } from '../../../engine/version.ts';
import { publishedRun } from '../../engine/published-rows.ts';

describe('openMethodEngine', () => {
  it.each(['inventory@2', 'uncertainty@1', 'scope2@2'])(
    'computes %s from the file of the engine with the entries of the sources, and states its digest',
    async (method) => {
      const { inputs, parameters } = publishedRun(method);
      const { engine, run, listEntries } = await openMethodEngine(method, engineFolder);
      const digest = (await readEngineDigests()).at(-1)!;
      expect(engine).toEqual({ version: engineVersion, digest });
      const result = await run(inputs, parameters);
      const own = runMethod(method, inputs, parameters);
      expect(result).toEqual(own);
      expect(listEntries(result, parameters)).toEqual(
        entriesOfRun(own, describeRun(method, parameters, own, digest)),
      );
    },
  );

  it('runs the bytes of the file that the digest is of, not the sources', async () => {
    const bytes = Buffer.from((await engineFolder.read((await readEngineDigests()).at(-1)!))!);
    const changed = Buffer.from(bytes.toString().replaceAll('"carbon-ledger-engine"', '"a-changed-engine"'));
    expect(changed.equals(bytes)).toBe(false);
    const digest = digestEngine(changed);
    const store: EngineStore = {
      list: () => Promise.resolve([{ version: engineVersion, digest }]),
      read: () => Promise.resolve(changed),
    };
    const { inputs, parameters } = publishedRun('inventory@2');
    const { run, listEntries } = await openMethodEngine('inventory@2', store);
    const { detail } = listEntries(await run(inputs, parameters), parameters).find(
      ({ key }) => key === RUN_KEY,
    )!;
    expect(detail).toMatchObject({ engine: 'a-changed-engine', digest });
  });

  it('reads the file of an engine once from a store, and again where it could not', async () => {
    let read = 0;
    const store: EngineStore = {
      ...engineFolder,
      read: (digest) => (read++ === 0 ? Promise.reject(new Error('offline')) : engineFolder.read(digest)),
    };
    await expect(openMethodEngine('inventory@2', store)).rejects.toThrow('offline');
    await openMethodEngine('inventory@2', store);
    await openMethodEngine('scope2@2', store);
    expect(read).toBe(2);
  });

  it('gives the error of the engine, with its code and place', async () => {
    const { inputs } = publishedRun('inventory@2');
    const { run } = await openMethodEngine('inventory@2', engineFolder);
    await expect(run(inputs, {})).rejects.toThrow(EngineError);
    await expect(run(inputs, {})).rejects.toMatchObject({ name: 'EngineError', code: 'bad-parameters' });
    await expect(openMethodEngine('inventory@9', engineFolder)).rejects.toMatchObject({
      code: 'unknown-method',
    });
  });

  it('runs no file with another digest than the list says, and none that is not there', async () => {
    const changed: EngineStore = {
      ...engineFolder,
      read: async (digest) => Buffer.concat([Buffer.from(';'), (await engineFolder.read(digest))!]),
    };
    await expect(openMethodEngine('inventory@2', changed)).rejects.toThrow('has another digest');
    const empty: EngineStore = { list: () => Promise.resolve([]), read: () => Promise.resolve(null) };
    await expect(openMethodEngine('inventory@2', empty)).rejects.toThrow('is missing');
  });
});

describe('readMethodsCatalogue', () => {
  it('has each method with its parameters, and a schema of each row that it reads', async () => {
    const { engine, methods, rows } = await readMethodsCatalogue();
    expect(engine).toBe(engineVersion);
    expect(methods.map(({ name, reads }) => [name, reads])).toEqual(
      METHODS.map(({ name, reads }) => [name, reads]),
    );
    for (const type of methods.flatMap(({ reads }) => reads).filter((name) => name !== 'figure'))
      expect(rows[type]).toMatchObject({ type: 'object', properties: { row: { const: type } } });
    const { parameters } = methods.find(({ name }) => name === 'inventory@2')!;
    expect(parameters).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['period']) as string[],
    });
  });
});
