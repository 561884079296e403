import { z } from 'zod';
import { BadInput, showValue } from '../errors.ts';
import type { Hex } from '../encoding/hex.ts';
import { type JsonObject, formatJson } from '../encoding/json.ts';
import { hashJsonText } from '../hashing/json-hash.ts';
import { type Kind, isAnswer, KINDS } from './kind.ts';
import type { LedgerRecord } from './record.ts';
import { hashSchema, uintSchema } from '../encoding/schema.ts';
import { domainSchema } from '../hashing/domain.ts';

/** The subject of a replay, and of no other record (§5). */
export const REPLAY_SUBJECT = 'replay';

const texts = { title: z.string(), period: z.string(), standard: z.string() };

const continuesSchema = z.strictObject({ ...domainSchema.shape, record: hashSchema });

/** Statements of datasets, results and disclosures (§5). */
const figuresSchema = z
  .looseObject({
    ...texts,
    change: z.enum(['correction', 'restatement', 'withdrawal']).optional(),
    reason: z.string().optional(),
    continues: continuesSchema.optional(),
    replay: z.never().optional(),
  })
  .refine(
    (statement) => statement.change === undefined || statement.reason !== undefined,
    'a change has a text reason',
  );

const assuranceSchema = z.looseObject({
  ...texts,
  answers: hashSchema,
  level: z.string(),
  scope: z.string(),
  opinion: z.enum(['unqualified', 'qualified', 'adverse', 'withdrawn']),
  continues: continuesSchema.optional(),
  replay: z.never().optional(),
});

const decisionSchema = z.looseObject({
  ...texts,
  answers: hashSchema,
  outcome: z.enum(['accepted', 'queried', 'rejected', 'withdrawn']),
  reason: z.string(),
  continues: continuesSchema.optional(),
  replay: z.never().optional(),
});

const replaySchema = z.looseObject({
  ...texts,
  replay: z.strictObject({ number: uintSchema(1), header: hashSchema }),
  answers: z.never().optional(),
});

function schemaOf(kind: Kind, subject: string): z.ZodType {
  if (!isAnswer(kind)) return figuresSchema;
  if (subject === REPLAY_SUBJECT) return replaySchema;
  return kind === KINDS.assurance ? assuranceSchema : decisionSchema;
}

/** Tells whether a record is a replay: an answer with the subject `replay` (§5). */
export function isReplay({ kind, subject }: Pick<LedgerRecord, 'kind' | 'subject'>): boolean {
  return isAnswer(kind) && subject === REPLAY_SUBJECT;
}

/** Returns what a statement answers, null when it answers nothing. */
export function answersOf(statement: JsonObject): Hex | null {
  const answers = statement['answers'];
  return typeof answers === 'string' ? (answers as Hex) : null;
}

/** Tells whether a statement of a kind takes back what its stream said: a withdrawal (§5). */
export function isWithdrawal(kind: Kind, statement: JsonObject): boolean {
  if (kind === KINDS.assurance) return statement['opinion'] === 'withdrawn';
  if (kind === KINDS.decision) return statement['outcome'] === 'withdrawn';
  return statement['change'] === 'withdrawal';
}

/**
 * Returns the RFC 8785 text of a statement, checked against its record: hash, the schema of its kind, what belongs to a replay
 * and to an answer (§5). That the subject is the stream answered needs the record answered: `checkAnswer`.
 * @throws BadInput `statement-hash`, `statement`, `replay`, `answers`, `json-…`
 */
export function checkStatement(record: LedgerRecord, statement: JsonObject): string {
  const text = formatJson(statement);
  const hash = hashJsonText(text);
  if (hash !== record.statement) {
    throw new BadInput(
      'statement-hash',
      `the statement hashes to ${hash}, the record names ${record.statement}`,
      hash,
      'statement',
    );
  }
  checkReplay(record, statement);
  const result = schemaOf(record.kind, record.subject).safeParse(statement);
  if (!result.success) {
    const issue = result.error.issues[0];
    const path = ['statement', ...(issue?.path ?? [])].map(String).join('.');
    throw new BadInput('statement', `${path}: ${issue?.message ?? 'refused'}`, showValue(statement), path);
  }
  checkAnswers(record, statement);
  return text;
}

function checkReplay(record: LedgerRecord, statement: JsonObject): void {
  const claimed = record.subject === REPLAY_SUBJECT;
  const stated = 'replay' in statement;
  if (claimed !== stated || (claimed && (!isAnswer(record.kind) || record.sources.length > 0))) {
    throw new BadInput(
      'replay',
      'a replay is of kind 4 or 5, has the subject replay, a statement with replay, and no sources',
      record.subject,
      'subject',
    );
  }
}

function checkAnswers(record: LedgerRecord, statement: JsonObject): void {
  if (!isAnswer(record.kind) || isReplay(record)) return;
  const answers = answersOf(statement);
  if (answers === null || !record.sources.includes(answers)) {
    throw new BadInput(
      'answers',
      `answers is not among the sources: ${showValue(answers)}`,
      answers,
      'statement.answers',
    );
  }
  if (!/^[0-9a-f]{64}$/.test(record.subject)) {
    throw new BadInput(
      'answers',
      `the subject is no stream: ${showValue(record.subject)}`,
      record.subject,
      'subject',
    );
  }
}

/**
 * Checks that an answer's subject is the stream of the record that it answers, 64 hex digits (§5).
 * @throws BadInput `answers`
 */
export function checkAnswer(record: LedgerRecord, answeredStream: Hex): void {
  if (record.subject === answeredStream.slice(2)) return;
  throw new BadInput(
    'answers',
    `the subject is ${record.subject}, the stream answered ${answeredStream.slice(2)}`,
    record.subject,
    'subject',
  );
}
