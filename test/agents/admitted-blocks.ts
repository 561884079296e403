import type { Answered } from '../../agents/coordinator/answer-question.ts';

/** Returns the statements of an answer as a model writes them. */
export function blocksOf({ admitted }: Answered): readonly object[] {
  return admitted.blocks.flatMap((block) => {
    if (block.is !== 'statement') return [];
    const { slots: taken } = block.frame;
    const slots = Object.entries(block.slots).map(([slot, each]) => {
      const handles = each.map(({ handle }) => handle);
      return [slot, taken[slot]!.many ? handles : handles[0]!];
    });
    return [{ is: 'statement', frame: block.frame.id, slots: Object.fromEntries(slots) as object }];
  });
}
