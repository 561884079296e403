import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { KINDS, type KindName } from '../../../core/records/kind.ts';
import { asReader, defineTool, PAGE, pageOf } from '../calls/tool.ts';
import { id, key, words } from './inputs.ts';

const kinds = Object.keys(KINDS) as [KindName, ...KindName[]];

export const RECORD_TOOLS = [
  defineTool({
    name: 'search_records',
    title: 'Search records',
    about:
      'Lists records of the ledger, the newest first, by party, kind, subject, source, answers, addressee, time or state. The list is what the server says; verify proves a record.',
    input: z.strictObject({
      party: words.optional().describe('first identifier of a party, such as lei:529900T8BM49AURSDO55'),
      kind: z.enum(kinds).optional(),
      subject: words.optional(),
      source: id.optional().describe('only those that name this record as a source'),
      answers: id.optional().describe('only assurances and decisions about this record'),
      to: words.optional().describe('only those that are meant for this party'),
      since: words.optional().describe('accepted since a day or moment in UTC'),
      until: words.optional().describe('accepted before a day or moment in UTC'),
      state: words.optional(),
      limit: z.int().min(1).max(100).default(20),
      cursor: words.optional().describe('"next" of the page before'),
    }),
    find: async (given, desk) => ({
      value: await desk.read({
        command: ['record', 'list'],
        options: Object.fromEntries(Object.entries(given).map(([name, value]) => [`--${name}`, value])),
      }),
    }),
  }),
  defineTool({
    name: 'show_record',
    title: 'Show a record',
    about:
      'Shows what a party signed: statement, sources and state, without entries. The hash is compared with the id; the state is what the server says.',
    input: z.strictObject({ id }),
    find: async (given, desk) => ({
      value: await desk.read({ command: ['record', 'show'], words: [given.id] }),
    }),
  }),
  defineTool({
    name: 'read_entries',
    title: 'Read entries of a record',
    about:
      'Reads the entries of a record, compared with the root that was signed. Private entries only if the server was started with the key of a party that may read them.',
    input: z.strictObject({ id, ...PAGE }),
    find: async (given, desk) => {
      const read = await desk.read(asReader(desk, { command: ['record', 'entries'], words: [given.id] }));
      return { value: pageOf(read, 'entries', given) };
    },
  }),
  defineTool({
    name: 'impact',
    title: 'Impact of a record',
    about:
      'Lists the records that depend on a record, and which of them are stale, restated, unaffected or withdrawn. Private entries are compared only with the key of the server’s user.',
    input: z.strictObject({ id, ...PAGE }),
    find: async (given, desk) => {
      const read = await desk.read(asReader(desk, { command: ['impact'], words: [given.id] }));
      return { value: pageOf(read, 'dependents', given) };
    },
  }),
  defineTool({
    name: 'panorama',
    title: 'Lines of a panorama',
    about:
      'Shows the lines of a result of panorama@1 (production, consumption, nature, avoided) over years, side by side and never added up, with the standing of what they cite.',
    input: z.strictObject({ id, ...PAGE }),
    find: async (given, desk) => {
      const read = await desk.read(asReader(desk, { command: ['panorama'], words: [given.id] }));
      return { value: pageOf(read, 'lines', given) };
    },
  }),
  defineTool({
    name: 'fetch_proof',
    title: 'Fetch a proof file',
    about:
      'Fetches the proof file of a record, which anyone can verify against the chain without the server. By default it shows all entries that may be read; entries names those to show. It is evidence only after verify accepted it.',
    input: z.strictObject({
      id,
      entries: z.array(key).max(200).optional().describe('keys of the entries to show; ["none"] for none'),
    }),
    find: async (given, desk) => {
      const name = `${given.id.slice(0, 12)}.carbon-proof.json`;
      const text = await desk.withFolder(async (place) => {
        const options = { '--output': place(name), '--entries': given.entries?.join(',') };
        await desk.read(asReader(desk, { command: ['proof'], words: [given.id], options }));
        return readFile(place(name), 'utf8');
      });
      return { value: { file: name, bytes: Buffer.byteLength(text) }, files: [{ name, text }] };
    },
  }),
];
