import * as z from 'zod';
import { findProcedure, splitSentences } from '../../../../agents/coordinator/procedures.ts';
import type { RunName } from '../../../../agents/handles/run-name.ts';
import type { Procedure, RunSlot } from '../../../../agents/procedures/procedure.ts';
import type { AcceptedChoice } from '../../../../agents/procedures/workbench.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { hashSchema } from '../../../../core/encoding/schema.ts';
import type { Parameters } from '../../../../jobs/compute/suggest-parameters.ts';

/** What a person gives for a run of a question. */
export interface RunChoice {
  /** What it began with: the id of a result, or the address of a computation in work; null where it began with nothing. */
  readonly from: string | null;
  /** `id@version`. */
  readonly method: string;
  readonly sources: readonly Hex[];
  readonly parameters: Parameters;
  /** What its person accepted for what it lacked: sources and parameters have it already. */
  readonly accepted: readonly AcceptedChoice[];
}

/** A question in work. */
export interface AskState {
  /** What the person wrote. */
  readonly text: string;
  /** The type of question that the person chose; null: the words choose it. */
  readonly type: string | null;
  /** By the type of question and the run: `for-whom a`. */
  readonly runs: Readonly<Record<string, RunChoice>>;
  /** The registered records that a question about records is answered from; none: its words find them. */
  readonly records: readonly Hex[];
}

export const NO_QUESTION: AskState = { text: '', type: null, runs: {}, records: [] };

/** The question as the tab keeps it: choices and texts, no rows and no figures. */
export const askSchema: z.ZodType<AskState> = z.object({
  text: z.string(),
  type: z.string().nullable(),
  runs: z.record(
    z.string(),
    z.object({
      from: z.string().nullable(),
      method: z.string(),
      sources: z.array(hashSchema),
      parameters: z.record(z.string(), z.unknown()),
      accepted: z.array(z.object({ name: z.string(), reason: z.string().nullable() })),
    }),
  ),
  records: z.array(hashSchema),
});

/** How a question is answered: part by part, by the chosen type or those that its sentences name; and the sentences that name none. */
export interface AskedParts {
  readonly procedures: readonly Procedure[];
  readonly unknown: readonly string[];
}

/** Returns how a question is answered; no part where neither its person nor its words name a type. */
export function partsOf({ text, type }: Pick<AskState, 'text' | 'type'>): AskedParts {
  if (type === null) return splitSentences(text);
  const chosen = findProcedure(type);
  return { procedures: chosen === null ? [] : [chosen], unknown: [] };
}

/** Names a run of a type of question. */
export function nameRun({ question }: Pick<Procedure, 'question'>, run: RunName): string {
  return `${question} ${run}`;
}

/** Returns what is given for a run, or nothing yet. */
export function choiceOf({ runs }: AskState, procedure: Procedure, { run, methods }: RunSlot): RunChoice {
  const given = runs[nameRun(procedure, run)];
  if (given !== undefined && methods.includes(given.method)) return given;
  return { from: null, method: methods[0]!, sources: [], parameters: {}, accepted: [] };
}

/** Returns the runs of a question that lack data, and may not be left out. */
export function listMissing(state: AskState, procedure: Procedure): readonly RunSlot[] {
  return procedure.runs.filter(
    (slot) => !slot.optional && choiceOf(state, procedure, slot).sources.length === 0,
  );
}

/** Returns the names of runs that are given the same data and parameters as an earlier one, and that one's: their figures are the same too. */
export function listSame(state: AskState, procedure: Procedure): readonly RunName[] {
  const given = procedure.runs.flatMap((slot) => {
    const { method, sources, parameters } = choiceOf(state, procedure, slot);
    return sources.length === 0 ? [] : { run: slot.run, text: JSON.stringify([method, sources, parameters]) };
  });
  return [...Map.groupBy(given, ({ text }) => text).values()]
    .filter((group) => group.length > 1)
    .flatMap((group) => group.map(({ run }) => run));
}
