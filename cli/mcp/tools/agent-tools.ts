import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { PROCEDURES } from '../../../agents/coordinator/procedures.ts';
import { asReader, defineTool } from '../calls/tool.ts';
import { file, id, inputs, key, words } from './inputs.ts';
import { withJsonFiles } from './json-file.ts';

const types = PROCEDURES.map(({ question }) => question) as [string, ...string[]];

export const AGENT_TOOLS = [
  defineTool({
    name: 'question_types',
    title: 'Types of questions',
    about:
      'Lists the types of questions that ask answers, and for each the runs that its user gives: what they are about, and their methods.',
    input: z.strictObject({}),
    find: async (_given, desk) => {
      const { types: all } = (await desk.read({ command: ['ask'], options: { '--types': true } })) as {
        readonly types: readonly (typeof PROCEDURES)[number][];
      };
      return {
        value: { types: all.map(({ agent, question, asks, runs }) => ({ agent, question, asks, runs })) },
      };
    },
  }),
  defineTool({
    name: 'ask',
    title: 'Answer a question',
    about:
      'Answers a question about carbon accounts with figures that are computed on the machine of the server from the inputs that its user names. The program chooses the runs by the type of the question and writes every word and number; no model is asked. Show its texts as they are: what a client adds or changes is not checked. Nothing is signed.',
    input: z.strictObject({
      question: z.string().min(1).max(2000).describe('in English or Chinese'),
      form: z.enum(types).optional().describe('the type of the question, else its words choose it'),
      inputs,
      parameters: z
        .array(z.union([file, z.record(z.string(), z.unknown())]))
        .max(8)
        .default([])
        .describe(
          'parameters of run a, then b, and so on: JSON objects, or files in the folder of the server',
        ),
      methods: z
        .array(words)
        .max(8)
        .default([])
        .describe('method of run a, then b, where a run takes several'),
      only: z
        .array(words)
        .max(16)
        .default([])
        .describe('inputs of one run alone: run=file, such as b=new.csv'),
      language: z.enum(['en', 'zh']).default('en'),
    }),
    find: async ({ question, form, inputs: named, parameters, methods, only, language }, desk) => {
      const places = await Promise.all(named.map((each) => desk.place(each)));
      const own = await Promise.all(only.map(async (each) => placeOnly(each, (name) => desk.place(name))));
      const value = await withJsonFiles(desk, parameters, (files) =>
        desk.read(
          asReader(desk, {
            command: ['ask'],
            words: [question, ...places],
            options: {
              ...{ '--form': form, '--parameters': files, '--method': methods },
              ...{ '--only': own, '--language': language },
            },
          }),
        ),
      );
      return { value };
    },
  }),
  defineTool({
    name: 'draft_disclosure',
    title: 'Draft of a disclosure',
    about:
      'Drafts the record with which a party shows figures of its registered result. It signs and sends nothing: the answer has the draft, and how a person signs it. The draft holds the figures and their salts, so it is for their party alone.',
    input: z.strictObject({
      result: id.describe('the registered result'),
      figures: z.array(key).min(1).max(200).describe('keys of the figures to show'),
      party: words.describe('party of the result: its first identifier, or its id'),
      subject: words.describe('subject of the stream, such as exchange/2023'),
      title: words.optional(),
      to: z.array(words).max(20).default([]).describe('parties that it is meant for'),
    }),
    find: async ({ result, figures, party, subject, title, to }, desk) => {
      const name = 'disclosure.record.json';
      return desk.withFolder(async (place) => {
        const options = {
          ...{ '--output': place(name), '--entries': figures.join(',') },
          ...{ '--party': party, '--subject': subject, '--title': title, '--to': to },
        };
        const line = { command: ['disclose'], words: [result], options };
        const { record } = (await desk.read(asReader(desk, line))) as { readonly record: object };
        const { portal } = desk.setting;
        const next = `keep the draft as ${name}, then: ledger record sign ${name} --key <key file>`;
        const page = portal === null ? null : new URL(`/company/disclose/${result}`, portal).href;
        const files = [{ name, text: await readFile(place(name), 'utf8') }];
        return { value: { isSigned: false, record, next, page }, files };
      });
    },
  }),
];

/** Returns an input of one run with its place: `b=new.csv`. */
async function placeOnly(text: string, place: (name: string) => Promise<string>): Promise<string> {
  const [run = '', name] = text.split(/=(.*)/su);
  return name === undefined ? run : `${run}=${await place(name)}`;
}
