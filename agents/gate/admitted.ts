import { Invariant } from '../../core/errors.ts';
import type { Frame } from '../frames/frame.ts';
import type { Handle } from '../handles/handle.ts';
import type { ItemOf } from '../handles/item.ts';
import type { Handles } from '../handles/handle-table.ts';
import type { Resolved } from '../handles/slots.ts';
import { isMarked } from './mark.ts';
import type { Notice } from './notice.ts';
import type { Problem, WithheldReason } from '../reasons/reason.ts';

/** A block that may be shown: handles that resolve, and what the program found of them. */
export type AdmittedBlock =
  | { readonly is: 'statement'; readonly frame: Frame; readonly slots: Resolved }
  | { readonly is: 'table'; readonly table: Handle | null; readonly figures: readonly Handle[] }
  | { readonly is: 'picture'; readonly picture: Handle; readonly item: ItemOf<'picture'> }
  | { readonly is: 'link'; readonly link: Handle; readonly item: ItemOf<'link'> }
  | {
      readonly is: 'quotation';
      readonly passage: Handle;
      readonly from: number;
      readonly until: number;
      readonly text: string;
      readonly item: ItemOf<'passage'>;
    }
  /** The model's words, each from the list of its language. */
  | { readonly is: 'remark'; readonly words: readonly string[] }
  | { readonly is: 'withheld'; readonly reason: WithheldReason }
  /** Why there is no answer of the model: reason codes. */
  | { readonly is: 'refused'; readonly problems: readonly Problem[] }
  | { readonly is: 'notice'; readonly notice: Notice };

declare const admitted: unique symbol;

/**
 * What a face may show of an answer. Only the gate makes one: a type that is merely asserted is refused when it is rendered.
 */
export interface Admitted {
  readonly [admitted]: true;
  readonly blocks: readonly AdmittedBlock[];
  readonly handles: Handles;
}

/** Returns what was admitted. @throws Invariant where the gate did not make it */
export function readAdmitted(answer: Admitted): Admitted {
  if (!isMarked(answer)) throw new Invariant('an answer is shown that the gate did not admit');
  return answer;
}
