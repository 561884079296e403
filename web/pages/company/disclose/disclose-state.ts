import * as z from 'zod';
import type { Draft } from '../../../../jobs/register/draft.ts';
import { type Hex, isHex } from '../../../../core/encoding/hex.ts';
import type { WorkKind } from '../../../work/kept-work.ts';
import { NO_WORDS, type RecordWords, recordWordsSchema } from '../shared/record-words.ts';

/** A disclosure in work. */
export interface DiscloseState {
  /** Keys of the figures that are shown. */
  readonly keys: readonly string[];
  /** The parties that it is meant for. */
  readonly addressees: readonly Hex[];
  readonly words: RecordWords;
  readonly draft: Draft | null;
}

export const NO_DISCLOSURE: DiscloseState = { keys: [], addressees: [], words: NO_WORDS, draft: null };

/** The figures that were chosen outlast a reload by their keys, never by their values. */
export const DISCLOSURE_WORK: WorkKind<DiscloseState> = {
  titleOf: ({ keys, words }) =>
    keys.length === 0 ? null : words.title === '' ? keys.join(', ') : words.title,
  choicesOf: ({ keys, addressees, words }) => ({ keys, addressees, words }),
  choices: z.object({
    keys: z.array(z.string()),
    addressees: z.array(z.custom<Hex>((value) => isHex(value, 32))),
    words: recordWordsSchema,
  }),
  holdsMore: ({ draft }) => draft !== null,
};

/** What each step of a disclosure is given. */
export interface DiscloseStepProps {
  readonly state: DiscloseState;
  readonly onChange: (part: Partial<DiscloseState>) => void;
}
