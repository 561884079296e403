import type { HandleKind } from '../handles/handle.ts';
import type { Slots } from '../handles/slots.ts';
import type { Reason } from '../reasons/reason.ts';

/** What a slot of a frame takes: one handle of a kind, or several different ones. */
export interface Slot {
  readonly kind: HandleKind;
  readonly many: boolean;
  readonly optional: boolean;
  /** The figure need not resolve: its value is not shown. */
  readonly unproven: boolean;
}

/** What a frame is about, for lists of frames that a model or a form shows. */
export type FrameGroup =
  | 'value'
  | 'interval'
  | 'given'
  | 'comparison'
  | 'share'
  | 'rank'
  | 'trend'
  | 'standing'
  | 'cause'
  | 'count'
  | 'finding'
  | 'cant-tell'
  | 'question';

/** What must hold of the slots of a statement: reasons against it, or none. */
export type Predicate = (slots: Slots) => readonly Reason[];

/**
 * A statement with places for handles. The program evaluates whether it holds, and writes all of its words. A text names slots in braces:
 * `{a}` is what the handle stands for with all that belongs to it, `{a.name}` the same without its value. What is in brackets is shown where its slot is filled.
 */
export interface Frame {
  readonly id: string;
  readonly group: FrameGroup;
  readonly slots: Readonly<Record<string, Slot>>;
  readonly holds: readonly Predicate[];
  readonly en: string;
  readonly zh: string;
}

/** The letters of slots, and what each takes. */
const KINDS: Readonly<Record<string, HandleKind>> = {
  a: 'figure',
  b: 'figure',
  d: 'figure',
  s: 'figure',
  m: 'figure',
  x: 'figure',
  g: 'given',
  w: 'row',
  e: 'finding',
  y: 'period',
  c: 'count',
  o: 'order',
  k: 'clause',
  u: 'run',
  r: 'record',
  l: 'link',
  h: 'candidate',
};

/**
 * Makes a frame from a short text of its slots: a letter each, with `?` where it may be empty and `*` where it takes several handles.
 * @example makeFrame('rank', 'rank', 'a o', [inOrder], '…', '…')
 */
export function makeFrame<Id extends string>(
  id: Id,
  group: FrameGroup,
  slots: string,
  holds: readonly Predicate[],
  en: string,
  zh: string,
): Frame & { readonly id: Id } {
  const read = slots.split(' ').map((text): [string, Slot] => {
    const letter = text.charAt(0);
    return [
      letter,
      {
        kind: KINDS[letter]!,
        many: text.includes('*'),
        optional: text.includes('?'),
        unproven: letter === 'x',
      },
    ];
  });
  return { id, group, slots: Object.fromEntries(read), holds, en, zh };
}
