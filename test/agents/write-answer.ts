import { FRAMES, type FrameId } from '../../agents/frames/frame-list.ts';
import type { Frame } from '../../agents/frames/frame.ts';
import type { Answer, Block } from '../../agents/gate/block.ts';
import type { Handle } from '../../agents/handles/handle.ts';
import { CHINESE_WORDS } from '../../agents/words/chinese-words.ts';
import { ENGLISH_WORDS } from '../../agents/words/english-words.ts';
import type { World } from './made-world.ts';

/** Writes an answer as a careless or lying model would: mostly of handles of the right kinds, of any figures. */
export function writeAnswer(
  { of, handles, sets }: World,
  draw: () => number,
  chosen: Frame | null = null,
): Answer {
  const pick = <Each>(list: readonly Each[]): Each => list[Math.floor(draw() * list.length)]!;
  const anything = (): Handle => pick([...handles.list(), 'f999', 'z1']);
  const of1 = (kind: keyof typeof of): Handle =>
    draw() < 0.03 || of[kind].length === 0 ? anything() : pick(of[kind]);
  const block = (): Block => {
    const chance = chosen === null ? draw() : 1;
    if (chance < 0.04) return { is: 'table', table: of1('table') };
    if (chance < 0.06) return { is: 'link', link: of1('link') };
    if (chance < 0.1)
      return {
        is: 'quotation',
        passage: of1('passage'),
        from: Math.floor(draw() * 20),
        until: Math.floor(draw() * 70),
      };
    if (chance < 0.16) {
      const isEnglish = draw() < 0.5;
      const list = isEnglish ? ENGLISH_WORDS : CHINESE_WORDS;
      const words = Array.from({ length: 5 }, () =>
        draw() < 0.05 ? pick(['12', 'three', '三', 'not', '不', 'higher']) : pick(list),
      );
      return { is: 'remark', language: isEnglish ? 'en' : 'zh-CN', words: words.join(isEnglish ? ' ' : '') };
    }
    const frame = chosen ?? pick(FRAMES);
    const slots = Object.entries(frame.slots).flatMap(
      ([name, { kind, many, optional }]): [string, Handle | Handle[]][] => {
        if (optional && draw() < 0.5) return [];
        return [
          [name, many ? Array.from({ length: 1 + Math.floor(draw() * 3) }, () => of1(kind)) : of1(kind)],
        ];
      },
    );
    // Mostly a difference is named beside its own figures, in their order or not.
    const set =
      draw() < 0.75 ? sets.filter((each) => Object.keys(each).every((name) => name in frame.slots)) : [];
    if (set.length > 0) slots.push(...Object.entries(pick(set)));
    const filled = Object.fromEntries(slots);
    if (set.length > 0 && draw() < 0.15) [filled['a'], filled['b']] = [filled['b']!, filled['a']!];
    return { is: 'statement', frame: frame.id as FrameId, slots: filled };
  };
  return { blocks: [block()] };
}
