import * as z from 'zod';
import { findProcedure, splitQuestion } from '../../../../agents/coordinator/procedures.ts';
import { RUN_NAMES, type RunName } from '../../../../agents/handles/run-name.ts';
import type { Procedure, RunSlot } from '../../../../agents/procedures/procedure.ts';
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
}

/** A question in work. */
export interface AskState {
  /** What the person wrote. */
  readonly text: string;
  /** The type of question that the person chose; null: the words choose it. */
  readonly type: string | null;
  readonly runs: Readonly<Partial<Record<RunName, RunChoice>>>;
  /** The registered records that a question about records is answered from; none: its words find them. */
  readonly records: readonly Hex[];
}

export const NO_QUESTION: AskState = { text: '', type: null, runs: {}, records: [] };

/** The question as the tab keeps it: choices and texts, no rows and no figures. */
export const askSchema: z.ZodType<AskState> = z.object({
  text: z.string(),
  type: z.string().nullable(),
  runs: z.partialRecord(
    z.enum(RUN_NAMES),
    z.object({
      from: z.string().nullable(),
      method: z.string(),
      sources: z.array(hashSchema),
      parameters: z.record(z.string(), z.unknown()),
    }),
  ),
  records: z.array(hashSchema),
});

/** Returns how a question is answered: by the chosen type, or the one that its words name; null where there is neither. */
export function procedureOf({ text, type }: Pick<AskState, 'text' | 'type'>): Procedure | null {
  return type === null ? (splitQuestion(text)[0] ?? null) : findProcedure(type);
}

/** Returns what is given for a run, or nothing yet. */
export function choiceOf({ runs }: AskState, { run, methods }: RunSlot): RunChoice {
  const given = runs[run];
  if (given !== undefined && methods.includes(given.method)) return given;
  return { from: null, method: methods[0]!, sources: [], parameters: {} };
}

/** Returns the runs of a question that lack data, and may not be left out. */
export function listMissing(state: AskState, { runs }: Procedure): readonly RunSlot[] {
  return runs.filter((slot) => !slot.optional && choiceOf(state, slot).sources.length === 0);
}

/** Returns the names of runs that are given the same data and parameters as an earlier one, and that one's: their figures are the same too. */
export function listSame(state: AskState, { runs }: Procedure): readonly RunName[] {
  const given = runs.flatMap((slot) => {
    const { method, sources, parameters } = choiceOf(state, slot);
    return sources.length === 0 ? [] : { run: slot.run, text: JSON.stringify([method, sources, parameters]) };
  });
  return [...Map.groupBy(given, ({ text }) => text).values()]
    .filter((group) => group.length > 1)
    .flatMap((group) => group.map(({ run }) => run));
}
