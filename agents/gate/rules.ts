import type { Predicate } from '../frames/frame.ts';
import { frameOf } from '../frames/frame-list.ts';
import type { Item } from '../handles/item.ts';
import type { Problem, Reason } from '../reasons/reason.ts';
import type { Answer, Block } from './block.ts';
import { checkDerivation } from './derivation.ts';
import type { GateContext } from './gate-context.ts';
import { readsGiven } from './given.ts';
import { cutPassage } from './passage.ts';
import { placesOf, resolveStatement, type Shown, shownBy } from './resolve.ts';

/** What a rule refuses. */
type Found = Pick<Problem, 'code'> & Partial<Pick<Problem, 'slot' | 'handle' | 'duty'>>;

/** One rule of the gate: what it refuses of a block, or of the whole answer. No rule changes an answer. */
export interface Rule {
  readonly name: string;
  readonly ofBlock?: (block: Block, context: GateContext) => readonly Found[];
  readonly ofAnswer?: (answer: Answer, context: GateContext) => readonly Found[];
}

/** Makes a rule of everything that a block shows. */
function ofShown(name: string, check: (shown: Shown, context: GateContext) => Reason | null): Rule {
  return {
    name,
    ofBlock: (block, context) =>
      shownBy(block, context.handles).flatMap((shown) => {
        const code = check(shown, context);
        return code === null ? [] : { code, slot: shown.place, handle: shown.handle };
      }),
  };
}

/** Calls a check of one kind of item. */
function of<Kind extends Item['kind']>(
  kind: Kind,
  check: (item: Extract<Item, { kind: Kind }>, shown: Shown, context: GateContext) => Reason | null,
) {
  return (shown: Shown, context: GateContext): Reason | null =>
    shown.item.kind === kind ? check(shown.item as Extract<Item, { kind: Kind }>, shown, context) : null;
}

/** The rules of the gate, in the order in which their problems are listed. */
export const RULES: readonly Rule[] = [
  {
    name: 'an answer states something',
    ofAnswer: ({ blocks }) =>
      blocks.some(({ is }) => is === 'statement' || is === 'table' || is === 'picture')
        ? []
        : [{ code: 'nothing-stated' }],
  },
  {
    name: 'a slot that must be filled is filled',
    ofBlock: (block) =>
      placesOf(block).flatMap(({ name, slot, handles }) =>
        handles.length === 0 && !slot.optional ? { code: 'missing-slot', slot: name } : [],
      ),
  },
  {
    name: 'no slot is filled that the frame lacks',
    ofBlock: (block) =>
      block.is !== 'statement'
        ? []
        : Object.keys(block.slots).flatMap((slot) =>
            Object.hasOwn(frameOf(block.frame).slots, slot) ? [] : { code: 'unknown-slot', slot },
          ),
  },
  {
    name: 'a slot has as many handles as it takes, each once',
    ofBlock: (block) =>
      placesOf(block).flatMap(({ name, slot, handles, isList }) =>
        (isList && !slot.many) || new Set(handles).size < handles.length
          ? { code: 'wrong-count', slot: name }
          : [],
      ),
  },
  {
    name: 'a handle was issued by a tool',
    ofBlock: (block, { handles }) =>
      placesOf(block).flatMap(({ name, handles: named }) =>
        named.flatMap((handle) =>
          handles.find(handle) === null ? { code: 'unknown-handle', slot: name, handle } : [],
        ),
      ),
  },
  {
    name: 'a handle is of the kind that its place takes',
    ofBlock: (block, { handles }) =>
      placesOf(block).flatMap(({ name, slot, handles: named }) =>
        named.flatMap((handle) => {
          const item = handles.find(handle);
          return item === null || item.kind === slot.kind ? [] : { code: 'wrong-kind', slot: name, handle };
        }),
      ),
  },
  ofShown(
    'the proof of a figure verifies',
    of('figure', ({ source }, { unproven }) =>
      source.is === 'proven' && source.verdict !== 'verified' && !unproven ? 'unproven' : null,
    ),
  ),
  ofShown(
    'the proof of a record verifies',
    of('record', ({ verdict }) => (verdict === 'verified' ? null : 'unproven')),
  ),
  ofShown(
    'a figure was verified under the policy of the reader',
    of('figure', ({ source }, _shown, { policy }) =>
      source.is === 'proven' && source.policy !== policy ? 'other-policy' : null,
    ),
  ),
  ofShown(
    'a record was verified under the policy of the reader',
    of('record', ({ policy: own }, _shown, { policy }) => (own === policy ? null : 'other-policy')),
  ),
  ofShown(
    'a computed figure names the run that computed it',
    of('figure', ({ source }, _shown, { handles }) =>
      source.is === 'computed' && handles.find(source.run)?.kind !== 'run' ? 'unknown-run' : null,
    ),
  ),
  ofShown(
    'a derived figure is what its operation gives',
    of('figure', (figure, _shown, { handles }) => checkDerivation(figure, handles)),
  ),
  ofShown('what a table, picture or order shows are figures', (shown, { handles }) =>
    (shown.item.kind === 'table' || shown.item.kind === 'picture' || shown.item.kind === 'order') &&
    shown.item.figures.some((handle) => handles.find(handle)?.kind !== 'figure')
      ? 'wrong-kind'
      : null,
  ),
  ofShown(
    'a count is that of its members',
    of('count', ({ count, members }) =>
      !Number.isSafeInteger(count) || count < 0 || (members !== null && new Set(members).size !== count)
        ? 'wrong-tally'
        : null,
    ),
  ),
  ofShown(
    'a number that the person gave is at its place of the question',
    of('given', (item, _shown, { question }) => (readsGiven(item, question) ? null : 'foreign-given')),
  ),
  {
    name: 'what a quotation shows is inside its passage',
    ofBlock: (block, { handles }) => {
      if (block.is !== 'quotation') return [];
      const item = handles.find(block.passage);
      if (item?.kind !== 'passage') return [];
      return cutPassage(item.text, block) === null
        ? [{ code: 'outside-passage', handle: block.passage }]
        : [];
    },
  },
  {
    name: 'a statement holds',
    ofBlock: (block, context) => findFalsities(block, context, (frame) => frameOf(frame).holds),
  },
  {
    name: 'the duties of the procedure are met',
    ofAnswer: (answer, { duties, handles }) =>
      duties.flatMap(({ name, isMet }) => (isMet(answer, handles) ? [] : { code: 'unmet-duty', duty: name })),
  },
];

/** Returns what speaks against a statement. The predicates of its frame are evaluated in their order, up to the first that does not hold. */
export function findFalsities(
  block: Block,
  { handles }: GateContext,
  predicatesOf: (frame: Extract<Block, { is: 'statement' }>['frame']) => readonly Predicate[],
): readonly Found[] {
  if (block.is !== 'statement') return [];
  const found = resolveStatement(block, handles);
  if (found === null) return [];
  for (const holds of predicatesOf(block.frame)) {
    const codes = holds(found.slots);
    if (codes.length > 0) return codes.map((code) => ({ code }));
  }
  return [];
}

/** Returns what rules refuse of an answer. */
export function findProblems(
  answer: Answer,
  context: GateContext,
  rules: readonly Rule[] = RULES,
): Problem[] {
  const problem = (
    block: number | null,
    { code, slot = null, handle = null, duty = null }: Found,
  ): Problem => ({
    ...{ code, block, slot, handle, duty },
  });
  return rules.flatMap(({ ofBlock, ofAnswer }) => [
    ...(ofBlock === undefined
      ? []
      : answer.blocks.flatMap((block, at) => ofBlock(block, context).map((found) => problem(at, found)))),
    ...(ofAnswer?.(answer, context) ?? []).map((found) => problem(null, found)),
  ]);
}
