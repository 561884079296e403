import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { createDraft, type Draft, formatDraftLine, idOfDraft } from '../../../jobs/register/draft.ts';
import { type SaltMode, saltEntries } from '../../../jobs/register/salts.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { type JsonObject, parseJson } from '../../../core/encoding/json.ts';
import { readLines } from '../../../core/encoding/lines.ts';
import { hashSchema, parseWith, subjectSchema } from '../../../core/encoding/schema.ts';
import { BadInput } from '../../../core/errors.ts';
import type { Domain } from '../../../core/hashing/domain.ts';
import { jsonObjectSchema } from '../../../core/records/entry.ts';
import { type KindName, KINDS } from '../../../core/records/kind.ts';
import type { StreamName } from '../../../core/records/record.ts';
import { unsaltedSchema } from '../../../tables/entries-file.ts';
import { checkDatasetRows } from '../../inputs/dataset-rows.ts';
import { requireStated } from '../../options/statement-options.ts';
import { printProgress } from '../../output/print.ts';
import { openNewFile, readNaming, removeFile, streamBytes } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** What all records of a file have in common. */
export interface EachPlan {
  /** The file with one record per line. */
  readonly file: string;
  /** The new file of record files, one per line. */
  readonly output: string;
  readonly party: Hex;
  readonly kind: KindName;
  readonly domain: Domain;
  /** Members of each statement, unless a line states them. */
  readonly statement: JsonObject;
  readonly salts: SaltMode;
  readonly public: boolean;
  readonly json: boolean | undefined;
  /** Returns sequence and previous of the next record in a stream, as the server knows it. */
  readonly findPlace: (stream: StreamName) => Promise<Place>;
  /** Returns the subject of records that answer a record. */
  readonly findSubject: (answers: Hex) => Promise<string>;
}

interface Place {
  readonly sequence: number;
  readonly previous: Hex;
}

const lineSchema = z.strictObject({
  subject: subjectSchema.optional(),
  statement: jsonObjectSchema.optional(),
  entries: z.array(unsaltedSchema).optional(),
  sources: z.array(hashSchema).optional(),
  answers: hashSchema.optional(),
});

type Line = z.output<typeof lineSchema>;

/** How many places are asked for at the same time. */
const AT_ONCE = 32;
const REPORT_EVERY = 1000;

/**
 * Builds a record from each line of a file and writes the record files to a new file, one per line. Records of the same stream follow each
 * other. Nothing is left if a line is wrong.
 * @throws BadInput with the number of the line; DatasetRefused; UsageError; ApiError
 */
export async function buildEach(terminal: Terminal, plan: EachPlan): Promise<number> {
  const output = await openNewFile(terminal, plan.output);
  const places = new Map<string, Place>();
  let count = 0;
  try {
    for await (const lines of readChunks(terminal, plan)) {
      await Promise.all(
        [...new Set(lines.map(({ subject }) => subject))].map(async (subject) => {
          if (!places.has(subject)) places.set(subject, await plan.findPlace(streamOf(plan, subject)));
        }),
      );
      for (const line of lines) {
        const draft = readNaming(`${plan.file}, line ${line.number}`, () => draftLine(plan, line, places));
        places.set(line.subject, { sequence: draft.record.sequence + 1, previous: idOfDraft(draft) });
        await output.appendFile(formatDraftLine(draft));
        count++;
        if (count % REPORT_EVERY === 0) printProgress(terminal, plan.json, `${count} records built`);
      }
    }
    await output.sync();
    return count;
  } catch (error) {
    await removeFile(terminal, plan.output);
    throw error;
  } finally {
    await output.close();
  }
}

type NumberedLine = Line & { readonly number: number; readonly subject: string };

async function* readChunks(terminal: Terminal, plan: EachPlan): AsyncGenerator<NumberedLine[]> {
  let chunk: NumberedLine[] = [];
  let number = 0;
  for await (const text of readLines(streamBytes(terminal, plan.file))) {
    number++;
    if (text.trim() === '') continue;
    const line = readNaming(`${plan.file}, line ${number}`, () => parseWith(lineSchema, parseJson(text)));
    chunk.push({ ...line, number, subject: await subjectOf(plan, line, number) });
    if (chunk.length < AT_ONCE) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function subjectOf({ file, findSubject }: EachPlan, line: Line, number: number): Promise<string> {
  if (line.subject !== undefined) return line.subject;
  if (line.answers !== undefined) return findSubject(line.answers);
  throw new BadInput('missing-member', `${file}, line ${number}: subject is missing`, null, 'subject');
}

function streamOf({ party, kind }: EachPlan, subject: string): StreamName {
  return { party, kind: KINDS[kind], subject };
}

function draftLine(plan: EachPlan, line: NumberedLine, places: ReadonlyMap<string, Place>): Draft {
  const { answers, entries = [], sources = [], subject } = line;
  const statement = {
    ...plan.statement,
    ...line.statement,
    ...(answers === undefined ? {} : { answers }),
  };
  requireStated(plan.kind, statement);
  const salted = saltEntries(entries, plan.public ? 'none' : plan.salts, () => randomBytes(32));
  if (plan.kind === 'dataset') checkDatasetRows(`${plan.file}, line ${line.number}`, salted.entries);
  const ids = new Set([...sources, ...(answers === undefined ? [] : [answers])]);
  return createDraft({
    domain: plan.domain,
    record: { ...streamOf(plan, subject), ...places.get(subject)!, sources: [...ids].sort() },
    statement,
    ...salted,
    public: plan.public,
  });
}
