import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { PROCEDURES } from '../../../agents/coordinator/procedures.ts';
import type { Desk, Line } from '../calls/desk.ts';
import { asReader, defineTool, type Found, MOST_FILE } from '../calls/tool.ts';
import { file, words } from './inputs.ts';
import { withJsonFiles } from './json-file.ts';

const types = PROCEDURES.map(({ question }) => question) as [string, ...string[]];
const ANSWER = 'answer.carbon-answer.json';

const input = z.strictObject({
  question: z.string().min(1).max(2000).describe('in English or Chinese'),
  form: z.enum(types).optional().describe('the type of the question, else its words choose it'),
  inputs: z
    .array(file)
    .max(64)
    .default([])
    .describe('datasets: ids of records, or files in the folder of the server'),
  parameters: z
    .array(z.union([file, z.record(z.string(), z.unknown())]))
    .max(8)
    .default([])
    .describe('parameters of run a, then b, and so on: JSON objects, or files in the folder of the server'),
  methods: z.array(words).max(8).default([]).describe('method of run a, then b, where a run takes several'),
  only: z.array(words).max(16).default([]).describe('inputs of one run alone: run=file, such as b=new.csv'),
  language: z.enum(['en', 'zh']).default('en'),
  with_private: z
    .boolean()
    .default(false)
    .describe('only where the server has a key: give the answer file though its rows may be private'),
});

type Asked = z.output<typeof input>;

export const askTool = defineTool({
  name: 'ask',
  title: 'Answer a question',
  about:
    'Answers a question about carbon accounts with figures that are computed on the machine of the server from the inputs that its user names. The program chooses the runs by the type of the question and writes every word and number; no model is asked. With it comes an answer file, which was verified as ledger verify does. Show its texts as they are: what a client adds or changes is not checked. Nothing is signed.',
  input,
  find: async (asked, desk) => {
    const places = await Promise.all(asked.inputs.map((each) => desk.place(each)));
    const only = await Promise.all(asked.only.map((each) => placeOnly(each, desk)));
    return withJsonFiles(desk, asked.parameters, (parameters) => {
      const { question, form, methods, language } = asked;
      const options = {
        ...{ '--form': form, '--parameters': parameters, '--method': methods },
        ...{ '--only': only, '--language': language },
      };
      return answer(asked, desk, {
        command: ['ask', ...desk.setting.policy],
        words: [question, ...places],
        options,
      });
    });
  },
});

/** Asks, and verifies the answer file before a client gets it. What is left out is said. */
async function answer({ with_private: isShared }: Asked, desk: Desk, line: Line): Promise<Found> {
  const reader = asReader(desk, line);
  if (desk.setting.reader.length > 0 && !isShared)
    return withoutFile(await desk.read(reader), 'its rows may be private: call again with with_private');
  return desk.withFolder(async (place) => {
    const path = place(ANSWER);
    const given = {
      ...line.options,
      '--out': path,
      ...(isShared ? { '--with-private': true as const } : {}),
    };
    const value = await desk.read({ ...reader, options: given });
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) return withoutFile(value, 'no answer holds');
    if (text.length > MOST_FILE) return withoutFile(value, `it has ${text.length} characters`);
    const files = [{ name: ANSWER, text }];
    return { value: { ...value, file: { name: ANSWER, ...(await verify(path, desk)) } }, files };
  });
}

function withoutFile(value: object, leftOut: string): Found {
  return { value: { ...value, file: { leftOut } } };
}

interface Verdict {
  readonly verdict: string;
  readonly statements: readonly { readonly state: string }[];
}

/** Returns the verdict of `ledger verify` on an answer file, and for each statement whether its figures are proven, or computed and unsigned. */
async function verify(path: string, desk: Desk): Promise<object> {
  const line = { command: ['verify', ...desk.setting.policy], words: [path] };
  const { verdict, statements } = (await desk.read(line)) as Verdict;
  return { verdict, statements: statements.map(({ state }) => state) };
}

/** Returns an input of one run with its place: `b=new.csv`. */
async function placeOnly(text: string, desk: Desk): Promise<string> {
  const [run = '', name] = text.split(/=(.*)/su);
  return name === undefined ? run : `${run}=${await desk.place(name)}`;
}
