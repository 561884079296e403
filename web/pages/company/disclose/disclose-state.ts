import type { Draft } from '../../../../client/records/draft.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { NO_WORDS, type RecordWords } from '../shared/record-words.ts';

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

/** What each step of a disclosure is given. */
export interface DiscloseStepProps {
  readonly state: DiscloseState;
  readonly onChange: (part: Partial<DiscloseState>) => void;
}
