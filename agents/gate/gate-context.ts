import type { Hex } from '../../core/encoding/hex.ts';
import type { Handles } from '../handles/handle-table.ts';
import type { Language } from '../words/language.ts';
import type { Answer } from './block.ts';

/** What the gate judges an answer by. Nothing of it comes from the model. */
export interface GateContext {
  readonly handles: Handles;
  /** What the person wrote. */
  readonly question: string;
  readonly language: Language;
  /** The digest of the policy of the reader. */
  readonly policy: Hex;
  /** What the procedure of the agent obliges an answer to. */
  readonly duties: readonly Duty[];
}

/** An obligation of a procedure: an answer that does not meet it is refused. */
export interface Duty {
  /** Its name in the procedure. */
  readonly name: string;
  /** Whether an answer meets it. */
  readonly isMet: (answer: Answer, handles: Handles) => boolean;
}
