import * as z from 'zod';
import { BadInput, showValue } from '../errors.ts';
import type { Hex } from '../encoding/hex.ts';
import { type JsonObject, formatJson } from '../encoding/json.ts';
import { hashJsonText } from '../hashing/json-hash.ts';
import { isAnswer, isReplay, type Kind, KINDS, REPLAY_SUBJECT } from './kind.ts';
import type { LedgerRecord } from './record.ts';
import { describeMismatch, valueAt } from '../encoding/mismatch.ts';
import { hashSchema, uintSchema } from '../encoding/schema.ts';
import { domainSchema } from '../hashing/domain.ts';

/** What a new version of a dataset, result or disclosure is. */
export const CHANGES = ['correction', 'restatement', 'withdrawal'] as const;
/** What an assurance and a decision say. */
export const OPINIONS = ['unqualified', 'qualified', 'adverse', 'withdrawn'] as const;
export const OUTCOMES = ['accepted', 'queried', 'rejected', 'withdrawn'] as const;

export type Change = (typeof CHANGES)[number];
export type Opinion = (typeof OPINIONS)[number];
export type Outcome = (typeof OUTCOMES)[number];

const texts = { title: z.string(), period: z.string(), standard: z.string() };

const continuesSchema = z.strictObject({ ...domainSchema.shape, record: hashSchema });

/** Statements of datasets, results and disclosures (§5). */
const figuresSchema = z
  .looseObject({
    ...texts,
    change: z.enum(CHANGES).optional(),
    reason: z.string().optional(),
    continues: continuesSchema.optional(),
    replay: z.never().optional(),
  })
  .refine(
    (statement) => statement.change === undefined || statement.reason !== undefined,
    'expected a reason, as the statement has a change',
  );

const assuranceSchema = z.looseObject({
  ...texts,
  answers: hashSchema,
  level: z.string(),
  scope: z.string(),
  opinion: z.enum(OPINIONS),
  continues: continuesSchema.optional(),
  replay: z.never().optional(),
});

const decisionSchema = z.looseObject({
  ...texts,
  answers: hashSchema,
  outcome: z.enum(OUTCOMES),
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

/** Returns the id of the record that a statement answers; null when it answers none. */
export function answersOf(statement: JsonObject): Hex | null {
  const answers = statement['answers'];
  return typeof answers === 'string' ? (answers as Hex) : null;
}

/** Returns the title of a statement; empty where it has none. */
export function titleOf({ title }: JsonObject): string {
  return typeof title === 'string' ? title : '';
}

/** Tells whether a statement of a kind is a withdrawal: it withdraws the versions before it in its stream (§5). */
export function isWithdrawal(kind: Kind, statement: JsonObject): boolean {
  if (kind === KINDS.assurance) return statement['opinion'] === 'withdrawn';
  if (kind === KINDS.decision) return statement['outcome'] === 'withdrawn';
  return statement['change'] === 'withdrawal';
}

/** Tells whether a record withdraws the versions before it in its stream (§5). */
export function isWithdrawn({
  record,
  statement,
}: {
  readonly record: Pick<LedgerRecord, 'kind'>;
  readonly statement: JsonObject;
}): boolean {
  return isWithdrawal(record.kind, statement);
}

/**
 * Returns the RFC 8785 text of a statement after checking it against its record: its hash, the schema of its kind, and the rules
 * for replays and answers (§5). Whether the subject is the stream of the answered record needs that record: see `checkAnswer`.
 * @throws BadInput `statement-hash`, `statement`, `replay`, `answers`, `json-…`
 */
export function checkStatement(record: LedgerRecord, statement: JsonObject): string {
  const text = formatJson(statement);
  const hash = hashJsonText(text);
  if (hash !== record.statement) {
    throw new BadInput(
      'statement-hash',
      `the statement has the hash ${hash}, but the record names ${record.statement}: it was changed after the record was built`,
      hash,
      'statement',
    );
  }
  checkReplay(record, statement);
  const result = schemaOf(record.kind, record.subject).safeParse(statement);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const path = ['statement', ...issue.path].map(String).join('.');
    const mismatch = describeMismatch(issue, valueAt(statement, issue.path));
    throw new BadInput('statement', `${path}: ${mismatch}`, showValue(statement), path);
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
      'expected a replay to be an assurance or decision (kind 4 or 5) with the subject replay, a statement with replay, and no sources',
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
      `expected the answered record ${showValue(answers)} among the sources`,
      answers,
      'statement.answers',
    );
  }
  if (!/^[0-9a-f]{64}$/.test(record.subject)) {
    throw new BadInput(
      'answers',
      `expected the subject to be the stream that is answered, 64 hex digits, got ${showValue(record.subject)}`,
      record.subject,
      'subject',
    );
  }
}

/**
 * Checks that the subject of an answer is the stream of the record that it answers, as 64 hex digits (§5).
 * @throws BadInput `answers`
 */
export function checkAnswer(record: LedgerRecord, answeredStream: Hex): void {
  if (record.subject === answeredStream.slice(2)) return;
  throw new BadInput(
    'answers',
    `expected the subject to be the stream of the answered record, ${answeredStream.slice(2)}, got ${record.subject}`,
    record.subject,
    'subject',
  );
}
