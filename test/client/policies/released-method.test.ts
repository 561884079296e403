import { describe, expect, it } from 'vitest';
import { readMethodsCatalogue } from '../../../client/policies/methods-catalogue.ts';
import { findMethodEngine } from '../../../client/policies/method-engine.ts';
import type { EngineStore } from '../../../client/policies/engine-store.ts';
import { engineFolder } from '../../../client/policies/released-engines.ts';
import { openReleasedMethod } from '../../../client/policies/released-method.ts';
import { METHODS } from '../../../engine/methods/registry.ts';
import { engineVersion } from '../../../engine/version.ts';
import { publishedRun } from '../../engine/published-rows.ts';

describe('openReleasedMethod', () => {
  it.each(['inventory@2', 'uncertainty@1', 'scope2@2'])(
    'computes %s from the file of an engine with the entries of the sources',
    async (method) => {
      const { inputs, parameters } = publishedRun(method);
      const own = await findMethodEngine(method);
      const released = await openReleasedMethod(method, engineFolder);
      expect(released.engine.version).toBe(engineVersion);
      const result = await released.run(inputs, parameters);
      expect(result).toEqual(await own.run(inputs, parameters));
      expect(await released.listEntries(result, parameters)).toEqual(
        await own.listEntries(await own.run(inputs, parameters), parameters),
      );
    },
  );

  it('knows the methods of earlier engines', async () => {
    expect((await openReleasedMethod('inventory@1', engineFolder)).engine.version).toBe('1.0.0');
  });

  it('gives the error of the engine, with its code and place', async () => {
    const { inputs } = publishedRun('inventory@2');
    const { run } = await openReleasedMethod('inventory@2', engineFolder);
    await expect(run(inputs, {})).rejects.toMatchObject({ name: 'EngineError', code: 'bad-parameters' });
    await expect(openReleasedMethod('inventory@9', engineFolder)).rejects.toMatchObject({
      code: 'unknown-method',
    });
  });

  it('runs no file with another digest than the list says', async () => {
    const changed: EngineStore = {
      ...engineFolder,
      read: async (digest) => {
        const bytes = (await engineFolder.read(digest))!;
        return Uint8Array.from([...new TextEncoder().encode(';'), ...bytes]);
      },
    };
    await expect(openReleasedMethod('inventory@2', changed)).rejects.toThrow(
      'not among the released engines',
    );
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
