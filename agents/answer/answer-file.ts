import * as z from 'zod';
import {
  checkJsonLength,
  decodeUtf8,
  type Json,
  type JsonForm,
  type JsonObject,
  formatJson,
  formOfJson,
  readJson,
} from '../../core/encoding/json.ts';
import { scanJson } from '../../core/encoding/json-scanner.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema, parseWith, timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import { BadInput } from '../../core/errors.ts';
import { openSha256 } from '../../core/hashing/sha256.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import { KINDS, type KindName } from '../../core/records/kind.ts';
import { ANSWER_FORMAT, ANSWER_JSON, isAnswerFile } from './answer-format.ts';
import { blockSchema, MOST } from '../gate/block.ts';
import { HANDLE } from '../handles/handle.ts';
import type { Item } from '../handles/item.ts';
import { RUN_NAMES } from '../handles/run-name.ts';
import { LANGUAGES } from '../words/language.ts';

/** The most of each list of an answer file. */
export const MOST_OF_ANSWER = {
  question: 4000,
  inputs: 256,
  records: 256,
  things: 4000,
  proofs: 64,
  calls: 40,
  accepted: 64,
} as const;

const handle = z.string().regex(HANDLE);
const name = z.string().min(1).max(256);
const text = z.string().min(1).max(2048);

const entrySchema = z.strictObject({
  key: z.string().min(1),
  value: z.string().nullable(),
  unit: z.string(),
  from: timeSchema,
  until: timeSchema,
  detail: jsonObjectSchema.nullable(),
});

const streamSchema = z.strictObject({
  party: z.string(),
  kind: uintSchema(),
  subject: z.string(),
  sequence: uintSchema(),
});

const runSchema = z.strictObject({
  run: z.enum(RUN_NAMES),
  method: name,
  parameters: jsonObjectSchema,
  inputs: z
    .array(
      z.strictObject({ record: hashSchema, entries: z.array(entrySchema), stream: streamSchema.optional() }),
    )
    .max(MOST_OF_ANSWER.inputs),
  /** Nobody signed what is computed, so it names no party. */
  party: z.null(),
  isPrivate: z.boolean(),
  /** Choices that needed judgement, and that a person accepted by name. */
  accepted: z
    .array(z.strictObject({ name: text, reason: text.nullable(), ofTable: z.literal(true).optional() }))
    .max(MOST_OF_ANSWER.accepted)
    .optional(),
  /** What tables leave open: then the run was not computed. */
  open: z
    .array(z.strictObject({ table: text, about: text }))
    .max(MOST_OF_ANSWER.inputs)
    .optional(),
});

/** Records as a ledger or a person named them; nothing of it is proven. */
const listedSchema = z.strictObject({
  by: z.enum(['given', 'searched']),
  hasMore: z.boolean(),
  records: z
    .array(
      z.strictObject({
        id: hashSchema,
        party: z.strictObject({ id: hashSchema, identifier: name }),
        kind: z.enum(Object.keys(KINDS) as [KindName, ...KindName[]]),
        subject: z.string(),
        sequence: uintSchema(1),
        title: z.string(),
        standard: z.string(),
      }),
    )
    .max(MOST_OF_ANSWER.records),
});

/** The records in which an answer was looked for; and those that are made from one of these, where that was asked. */
const recordsSchema = listedSchema.extend({ dependents: listedSchema.optional() });

const callSchema = z.strictObject({
  tool: name,
  input: jsonObjectSchema,
  handles: z.array(handle).max(MOST_OF_ANSWER.things),
});

export const answerFileSchema = z.strictObject({
  format: z.literal(ANSWER_FORMAT),
  question: z.strictObject({
    /** The type of the question, which names its procedure. */
    type: name,
    text: z.string().min(1).max(MOST_OF_ANSWER.question),
    language: z.enum(LANGUAGES),
  }),
  /** What is stated: frames and handles. The program of the reader writes the words. */
  blocks: z
    .array(blockSchema.refine(({ is }) => is !== 'remark', { message: 'expected no words of a model' }))
    .min(1)
    .max(MOST.blocks),
  /** What the handles that blocks show stand for. */
  things: z
    .record(handle, jsonObjectSchema)
    .refine((things) => Object.keys(things).length <= MOST_OF_ANSWER.things, {
      message: `expected at most ${MOST_OF_ANSWER.things} things`,
    }),
  /** The SHA-256 of the file of the engine that computed the runs. */
  engine: hashSchema,
  runs: z.array(runSchema).max(RUN_NAMES.length),
  /** The registered records in which an answer was looked for; null where it comes from runs alone. */
  records: recordsSchema.nullable(),
  /** Proof files of the registered records that figures and rows come from, each as the value of its JSON. */
  proofs: z
    .array(z.strictObject({ isPrivate: z.boolean(), file: jsonObjectSchema }))
    .max(MOST_OF_ANSWER.proofs),
  transcript: z.strictObject({
    /** What chose the steps and statements. */
    by: z.union([z.literal('forms'), z.strictObject({ model: name, host: name })]),
    /** Which runs, steps and obligations the procedure had: `digestProcedure`. */
    procedure: hashSchema,
    /** The tools that a model called; none of the forms planner, which takes the steps of its procedure. */
    calls: z.array(callSchema).max(MOST_OF_ANSWER.calls),
  }),
  /** The SHA-256 of the RFC 8785 text of all other members. */
  digest: hashSchema,
});

/** An answer with all that it depends on, so that a reader checks it without a server. */
export type AnswerFile = z.output<typeof answerFileSchema>;

/**
 * Returns the content of an answer file, `*.carbon-answer.json`, which must be in canonical form. Whether it is true is for `verifyAnswer`.
 * @throws BadInput `json-…`, or the code of the first wrong member
 */
export function parseAnswer(bytes: Uint8Array): AnswerFile {
  checkJsonLength(bytes.length, ANSWER_JSON);
  scanJson(bytes, ANSWER_JSON);
  const text = decodeUtf8(bytes);
  const value = readJson(text, ANSWER_JSON);
  checkFormat(value);
  const answer = parseWith(answerFileSchema, value);
  checkForm(formOfJson(value, text));
  return answer;
}

/** Returns the text of an answer file: its JCS, without a line end. @throws BadInput where it is not valid, or too large */
export function formatAnswer(answer: AnswerFile): string {
  const text = formatJson(parseWith(answerFileSchema, answer), ANSWER_JSON);
  const bytes = ENCODER.encode(text);
  checkJsonLength(bytes.length, ANSWER_JSON);
  scanJson(bytes, ANSWER_JSON);
  return text;
}

/** Returns the digest of an answer file: of all members but its own. */
export function digestAnswer({
  digest: _,
  ...rest
}: AnswerFile | (Omit<AnswerFile, 'digest'> & { digest?: Hex })): Hex {
  const hash = openSha256();
  hash.update(ENCODER.encode(formatJson(rest, ANSWER_JSON)));
  return `0x${hash.digest()}`;
}

/** Returns a value as the JSON that a file holds: without members that are not defined. */
export function toPlain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

/** Returns what a handle stands for as a file holds it: of a picture its kind and figures, from which it is drawn again. */
export function plainThing(item: Item | object): JsonObject {
  const { picture, ...others } = item as Partial<Extract<Item, { kind: 'picture' }>>;
  return toPlain(picture === undefined ? item : { ...others, picture: { kind: picture.kind } });
}

const ENCODER = new TextEncoder();

function checkFormat(value: Json): void {
  if (isAnswerFile(value)) return;
  const format =
    typeof value === 'object' && value !== null && 'format' in value ? value['format'] : undefined;
  throw new BadInput(
    format === undefined ? 'missing-member' : 'wrong-type',
    `this is not an answer file: expected the format ${ANSWER_FORMAT}. ledger ask --out writes one`,
    format,
    'format',
  );
}

/** @throws BadInput `json-not-canonical` */
function checkForm(form: JsonForm): void {
  if (form === 'canonical') return;
  throw new BadInput(
    'json-not-canonical',
    'the answer file is not in canonical form (RFC 8785): use it exactly as it was written',
    form,
  );
}
