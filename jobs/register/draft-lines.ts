import * as z from 'zod';
import type { StreamPlace } from '../../client/http/fetch-records.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type JsonObject, parseJson } from '../../core/encoding/json.ts';
import { readLines } from '../../core/encoding/lines.ts';
import { hashSchema, parseWith, subjectSchema } from '../../core/encoding/schema.ts';
import { BadInput } from '../../core/errors.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import type { KindName } from '../../core/records/kind.ts';
import { unsaltedSchema } from '../../tables/entries-file.ts';
import type { DraftPorts } from '../ports.ts';
import { type Draft, idOfDraft } from './draft.ts';
import { type DraftSketch, draftRecord, subjectOfAnswers } from './draft-record.ts';
import { namingLine } from './naming-line.ts';

/** What all records of a file of lines have in common; a line states the rest. */
export interface LinesSketch {
  /** What errors call the file. */
  readonly name: string;
  readonly party: Hex;
  readonly kind: KindName;
  /** Members of each statement, unless a line states them. */
  readonly statement: JsonObject;
  readonly salts: DraftSketch['salts'];
  readonly public: boolean;
}

interface LinesPorts extends DraftPorts {
  /** Refuses what the protocol allows; `where` names the file and the line. */
  readonly check: (where: string, sketch: DraftSketch) => void;
}

const lineSchema = z.strictObject({
  subject: subjectSchema.optional(),
  statement: jsonObjectSchema.optional(),
  entries: z.array(unsaltedSchema).optional(),
  sources: z.array(hashSchema).optional(),
  answers: hashSchema.optional(),
});

type Line = z.output<typeof lineSchema> & { readonly where: string; readonly subject: string };

/** How many lines are prepared at the same time: for each, the server may be asked. */
const AT_ONCE = 32;

/**
 * Yields the draft of each line, {"subject"?, "statement"?, "entries"?, "sources"?, "answers"?}. Drafts of the same stream follow each other.
 * @throws BadInput with the number of the line; what the ports throw
 */
export async function* draftLines(
  bytes: AsyncIterable<Uint8Array>,
  sketch: LinesSketch,
  ports: LinesPorts,
): AsyncGenerator<Draft> {
  const domain = await ports.readDomain();
  const { party, kind } = sketch;
  const newest = new Map<string, StreamPlace | null>();
  const known: DraftPorts = {
    ...ports,
    readDomain: () => Promise.resolve(domain),
    readNewest: (stream) => Promise.resolve(newest.get(stream.subject) ?? null),
  };
  for await (const chunk of readChunks(bytes, sketch, ports)) {
    const subjects = [...new Set(chunk.map(({ subject }) => subject))];
    await Promise.all(
      subjects.map(async (subject) => {
        if (!newest.has(subject)) newest.set(subject, await ports.readNewest({ party, kind, subject }));
      }),
    );
    for (const { where, ...line } of chunk) {
      const draft = await namingLine(where, () => {
        const own = { ...sketch, ...line, statement: { ...sketch.statement, ...line.statement } };
        ports.check(where, own);
        return draftRecord(own, known);
      });
      newest.set(line.subject, { sequence: draft.record.sequence, record: idOfDraft(draft) });
      yield draft;
    }
  }
}

async function* readChunks(
  bytes: AsyncIterable<Uint8Array>,
  { name }: LinesSketch,
  ports: DraftPorts,
): AsyncGenerator<Line[]> {
  let chunk: (readonly [where: string, text: string])[] = [];
  const read = (): Promise<Line[]> =>
    Promise.all(chunk.map(([where, text]) => namingLine(where, () => readLine(where, text, ports))));
  let number = 0;
  for await (const text of readLines(bytes)) {
    number++;
    if (text.trim() === '') continue;
    chunk.push([`${name}, line ${number}`, text]);
    if (chunk.length < AT_ONCE) continue;
    yield await read();
    chunk = [];
  }
  yield await read();
}

async function readLine(where: string, text: string, { readRecord }: DraftPorts): Promise<Line> {
  const { subject, ...line } = parseWith(lineSchema, parseJson(text));
  if (subject !== undefined) return { ...line, where, subject };
  if (line.answers === undefined)
    throw new BadInput('missing-member', 'subject is missing', undefined, 'subject');
  return { ...line, where, subject: subjectOfAnswers((await readRecord(line.answers)).record) };
}
