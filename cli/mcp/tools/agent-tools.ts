import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { PROCEDURES } from '../../../agents/coordinator/procedures.ts';
import { asReader, defineTool } from '../calls/tool.ts';
import { askTool } from './ask-tool.ts';
import { id, key, words } from './inputs.ts';

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
  askTool,
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
