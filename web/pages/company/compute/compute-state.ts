import * as z from 'zod';
import type { EarlierRun } from '../../../../jobs/compute/earlier-run.ts';
import { type Approach, APPROACHES } from '../../../../jobs/compute/own-parameters.ts';
import type { Parameters } from '../../../../jobs/compute/suggest-parameters.ts';
import type { StarterOffers } from '../../../../jobs/compute/starter-offers.ts';
import type { Draft } from '../../../../jobs/register/draft.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { hashSchema } from '../../../../core/encoding/schema.ts';
import { KINDS } from '../../../../core/records/kind.ts';
import type { WorkKind } from '../../../work/kept-work.ts';
import { NO_WORDS, readEarlierWords, type RecordWords, recordWordsSchema } from '../shared/record-words.ts';
import type { ComputedFigures } from '../../../../jobs/compute/compute-figures.ts';

/** A file of the starter data that becomes a dataset of the company, because a run takes factors of it. */
export interface TakenFile extends StarterOffers {
  readonly draft: Draft;
}

/** A computation in work. */
export interface ComputeState {
  /** The result whose run it began with, if any. */
  readonly from: string | null;
  /** `id@version`. */
  readonly method: string;
  readonly sources: readonly Hex[];
  readonly parameters: Parameters;
  /** How intervals are computed; null for figures without them. */
  readonly intervals: Approach | null;
  /** What the run gave; null while it has not run since the last change. */
  readonly run: ComputedFigures | null;
  readonly words: RecordWords;
  /** Files of the starter data that are to be registered before the run can take them. */
  readonly taken: readonly TakenFile[];
  readonly draft: Draft | null;
}

export const NO_COMPUTATION: ComputeState = {
  ...{ from: null, method: 'inventory@2', sources: [], run: null, words: NO_WORDS, taken: [], draft: null },
  intervals: null,
  parameters: { rounding: { mode: 'half-even', decimals: 6 } },
};

/** Returns the address of a computation, which begins with an earlier result, with a dataset or with nothing. */
export function pathOfComputation({
  from,
  source,
}: {
  readonly from?: string | undefined;
  readonly source?: string | undefined;
}): string {
  const page = '/company/compute';
  if (from !== undefined) return `${page}?from=${encodeURIComponent(from)}`;
  return source === undefined ? page : `${page}?source=${encodeURIComponent(source)}`;
}

/** What was chosen outlasts a reload; the figures do not: they are computed again from it. */
export const COMPUTATION_WORK: WorkKind<ComputeState> = {
  titleOf: ({ sources, words, method }) =>
    sources.length === 0 ? null : words.title === '' ? method : words.title,
  choicesOf: ({ from, method, sources, parameters, intervals, words }) => ({
    ...{ from, method, sources, parameters, intervals, words },
  }),
  choices: z.object({
    from: z.string().nullable(),
    method: z.string(),
    sources: z.array(hashSchema),
    parameters: z.record(z.string(), z.unknown()),
    intervals: z.literal(APPROACHES).nullable(),
    words: recordWordsSchema,
  }),
  holdsMore: ({ run, taken, draft }) => run !== null || taken.length > 0 || draft !== null,
};

/** What each step of a computation is given. */
export interface ComputeStepProps {
  readonly state: ComputeState;
  readonly onChange: (part: Partial<ComputeState>) => void;
}

/** Returns a computation that begins as an earlier one was, and restates its result. */
export function stateOf({ view, method, sources, parameters }: EarlierRun): Partial<ComputeState> {
  const words = {
    ...{ ...NO_WORDS, ...readEarlierWords(view.statement) },
    subject: view.record.kind === KINDS.result ? view.record.subject : '',
    isPublic: view.publicEntries,
  };
  return { method, sources, parameters, intervals: null, run: null, words };
}
