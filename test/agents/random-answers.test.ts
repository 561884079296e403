import { describe, expect, inject, it } from 'vitest';
import { admit } from '../../agents/gate/admit.ts';
import type { Answer, Block } from '../../agents/gate/block.ts';
import { FRAMES, type FrameId } from '../../agents/frames/frame-list.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { render } from '../../agents/render/render.ts';
import { ENGLISH_WORDS } from '../../agents/words/english-words.ts';
import { CHINESE_WORDS } from '../../agents/words/chinese-words.ts';
import type { Handle } from '../../agents/handles/handle.ts';
import { checkNodes } from './oracle/check-nodes.ts';
import { drawFrom, makeWorld, type World } from './made-world.ts';

const { numRuns, seed } = inject('properties');
/** 5,000 answers in a run of all tests, 100,000 in `npm run test:long`. */
const ANSWERS = Math.min(50 * numRuns, 100_000);
const PER_WORLD = 50;

/** Writes an answer as a careless or lying model would: mostly of handles of the right kinds, of any figures. */
function writeAnswer({ of, handles }: World, draw: () => number): Answer {
  const pick = <Each>(list: readonly Each[]): Each => list[Math.floor(draw() * list.length)]!;
  const anything = (): Handle => pick([...handles.list(), 'f999', 'z1']);
  const of1 = (kind: keyof typeof of): Handle =>
    draw() < 0.03 || of[kind].length === 0 ? anything() : pick(of[kind]);
  const block = (): Block => {
    const chance = draw();
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
    const frame = pick(FRAMES);
    const slots = Object.entries(frame.slots).flatMap(
      ([name, { kind, many, optional }]): [string, Handle | Handle[]][] => {
        if (optional && draw() < 0.5) return [];
        return [
          [name, many ? Array.from({ length: 1 + Math.floor(draw() * 3) }, () => of1(kind)) : of1(kind)],
        ];
      },
    );
    return { is: 'statement', frame: frame.id as FrameId, slots: Object.fromEntries(slots) };
  };
  return { blocks: [block()] };
}

describe('answers of a model that lies', () => {
  it('show no uncited quantity, no right number under a wrong label, and no false comparison', async () => {
    const draw = drawFrom(seed);
    const shown = new Set<string>();
    const wrong = new Set<string>();
    let admitted = 0;
    for (let at = 0; at < ANSWERS; at += PER_WORLD) {
      const world = await makeWorld(draw);
      const facts = new Map(
        world.handles.list().map((handle) => [handle, structuredClone(world.handles.find(handle)!)]),
      );
      for (let each = 0; each < PER_WORLD; each++) {
        const answer = writeAnswer(world, draw);
        const { blocks } = answer;
        const verdict = admit(
          { blocks: [{ is: 'statement', frame: 'value', slots: { a: world.of.figure[0]! } }, ...blocks] },
          world.context,
        );
        if (!('admitted' in verdict)) continue;
        admitted++;
        for (const block of blocks) shown.add(block.is === 'statement' ? block.frame : block.is);
        const nodes = render(verdict.admitted, plainWriting(world.context.language));
        try {
          checkNodes(nodes, facts);
        } catch (error) {
          wrong.add(String(error).slice(0, 400));
        }
        expect(plainText(nodes)).not.toContain('model');
      }
    }
    expect([...wrong]).toEqual([]);
    // A gate that refuses all would pass: a quarter is admitted, and most frames were shown.
    expect(admitted).toBeGreaterThan(ANSWERS / 5);
    expect(shown.size).toBeGreaterThan(50);
  });
});
