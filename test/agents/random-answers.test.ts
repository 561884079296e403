import { describe, expect, inject, it } from 'vitest';
import { admit } from '../../agents/gate/admit.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { render } from '../../agents/render/render.ts';
import { checkNodes } from './oracle/check-nodes.ts';
import { drawFrom, makeWorld } from './made-world.ts';
import { writeAnswer } from './write-answer.ts';

const { numRuns, seed } = inject('properties');
/** 5,000 answers in a run of all tests, 100,000 in `npm run test:long`. */
const ANSWERS = Math.min(50 * numRuns, 100_000);
const PER_WORLD = 50;

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
