import * as z from 'zod';
import { asReader, defineTool, PAGE, pageOf } from '../calls/tool.ts';
import { file, id, inputs, key, result, words } from './inputs.ts';
import { withJsonFiles } from './json-file.ts';

const parameters = z
  .union([file, z.record(z.string(), z.unknown())])
  .optional()
  .describe(
    'parameters of the run: a JSON object, or a file in the folder of the server; the tool methods says what a method takes',
  );

export const FIGURE_TOOLS = [
  defineTool({
    name: 'methods',
    title: 'Accounting methods',
    about:
      'Lists the accounting methods; with a method, says what it reads, takes and computes, and its standards.',
    input: z.strictObject({ method: words.optional().describe('id@version, such as inventory@2') }),
    find: async ({ method }, desk) => ({
      value: await desk.readText({ command: ['methods'], words: method === undefined ? [] : [method] }),
    }),
  }),
  defineTool({
    name: 'search_factors',
    title: 'Search factors',
    about:
      'Finds emission factors, calorific values and other rows that a run can select, by words, place, time, gas and unit, in the starter data and the datasets of the ledger, with their sources. Private rows only with the key of the server’s user.',
    input: z.strictObject({
      words: z.array(words).max(20).default([]),
      place: words.optional().describe('ISO 3166-1 or 3166-2, such as GB or CN-31'),
      year: words.optional(),
      period: words.optional().describe('such as 2023-Q2 or 2023-04-01/2024-04-01'),
      type: words.optional().describe('row type, such as grid-factor'),
      gas: words.optional(),
      unit: words.optional(),
      basis: words.optional(),
      source: words.optional(),
      offline: z.boolean().default(false).describe('the starter data alone, without a server'),
      limit: z.int().min(1).max(100).default(20),
      cursor: words.optional().describe('"next" of the page before'),
    }),
    find: async ({ words: searched, offline, ...filters }, desk) => {
      const options = Object.fromEntries(
        Object.entries(filters).map(([name, value]) => [`--${name}`, value]),
      );
      const line = { command: ['factor', 'search'], words: searched, options };
      return {
        value: await desk.read(
          offline ? { ...line, options: { ...options, '--offline': true } } : asReader(desk, line),
        ),
      };
    },
  }),
  defineTool({
    name: 'compute',
    title: 'Compute figures',
    about:
      'Computes figures with a method, on the machine of the server. Nothing is sent, signed or kept: the figures are unsigned. A run that lacks a factor is refused, with what exists to close the gap. Private records only with the key of the server’s user.',
    input: z.strictObject({
      method: words.describe('id@version, such as inventory@2'),
      inputs,
      parameters,
      groups: z.array(file).max(8).optional().describe('lists of groups of regions or sectors'),
      take: z
        .array(words)
        .max(20)
        .optional()
        .describe('names of offers that a refused run listed, to take them'),
      intervals: z.enum(['1', '2', 'both']).optional(),
      ...PAGE,
    }),
    find: async ({ method, inputs: named, parameters: given, groups, take, intervals, ...page }, desk) => {
      const places = await Promise.all(named.map((each) => desk.place(each)));
      const lists = await Promise.all((groups ?? []).map((each) => desk.place(each)));
      const run = await withJsonFiles(desk, given === undefined ? [] : [given], (files) =>
        desk.read(
          asReader(desk, {
            command: ['compute'],
            words: [method, ...places],
            options: {
              ...{ '--parameters': files, '--groups': lists, '--take': take },
              '--intervals': intervals,
            },
          }),
        ),
      );
      return { value: pageOf(run, 'figures', page) };
    },
  }),
  defineTool({
    name: 'explain',
    title: 'Explain a figure',
    about:
      'Shows how a figure of a result was computed, down to the rows of datasets: formula, operands, factors by record and key, rounding. It repeats what the file states; reperform computes it again.',
    input: z.strictObject({
      result,
      figure: key.describe('key of the figure, such as scope2/market'),
      ...PAGE,
    }),
    find: async ({ result: named, figure, ...page }, desk) => {
      const line = { command: ['explain'], words: [await desk.place(named), figure] };
      return { value: pageOf(await desk.read(asReader(desk, line)), 'operands', page) };
    },
  }),
  defineTool({
    name: 'compare',
    title: 'Compare two results',
    about:
      'Compares two versions of a result by key: which figures changed, by how much exactly, and why, down to rows.',
    input: z.strictObject({ before: result, after: result, ...PAGE }),
    find: async ({ before, after, ...page }, desk) => {
      const line = { command: ['compare'], words: [await desk.place(before), await desk.place(after)] };
      return { value: pageOf(await desk.read(asReader(desk, line)), 'changed', page) };
    },
  }),
  defineTool({
    name: 'verify',
    title: 'Verify a proof file or an answer file',
    about:
      'Checks a proof file against the chain alone, under the policy of the server’s user, and gives the verdict with each check. A figure is proven only if the verdict is "verified"; what a client writes about it is not checked. Give a file in the folder of the server, or the id of a record whose proof file is fetched first.',
    input: z.strictObject({
      proof: z
        .union([id, file])
        .describe(
          '*.carbon-proof.json or *.carbon-answer.json in the folder of the server, or id of a record',
        ),
    }),
    find: async ({ proof }, desk) => {
      const check = async (place: string): Promise<object> =>
        desk.read({ command: ['verify', ...desk.setting.policy], words: [place] });
      if (!id.safeParse(proof).success) return { value: await check(await desk.place(proof)) };
      return desk.withFolder(async (place) => {
        const fetched = place('fetched.carbon-proof.json');
        const line = { command: ['proof'], words: [proof], options: { '--output': fetched } };
        await desk.read(asReader(desk, line));
        return { value: await check(fetched) };
      });
    },
  }),
  defineTool({
    name: 'reperform',
    title: 'Compute a result again',
    about:
      'Computes every figure of a registered result again from its inputs and compares to the last digit.',
    input: z.strictObject({ result }),
    find: async ({ result: named }, desk) => ({
      value: await desk.read(asReader(desk, { command: ['reperform'], words: [await desk.place(named)] })),
    }),
  }),
];
