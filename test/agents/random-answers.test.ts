import { describe, expect, inject, it } from 'vitest';
import { admit } from '../../agents/gate/admit.ts';
import type { Admitted } from '../../agents/gate/admitted.ts';
import { mark } from '../../agents/gate/mark.ts';
import { resolveStatement } from '../../agents/gate/resolve.ts';
import { findFalsities, findProblems, RULES } from '../../agents/gate/rules.ts';
import { FRAMES } from '../../agents/frames/frame-list.ts';
import { knownFacts } from './known-facts.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { render } from '../../agents/render/render.ts';
import { checkNodes } from './oracle/check-nodes.ts';
import { drawFrom, makeWorld, type World } from './made-world.ts';
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
          checkNodes(nodes, knownFacts(facts, world.context.language));
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

/** Returns whether the oracle finds what a frame shows without one of its predicates, within some answers. */
function isCaught(id: string, at: number, draw: () => number): boolean {
  const frame = FRAMES.find((each) => each.id === id)!;
  const others = frame.holds.filter((_, each) => each !== at);
  const rules = RULES.filter(({ name }) => name !== 'a statement holds');
  for (let tried = 0; tried < TRIES; tried++) {
    const world = worlds[Math.floor(draw() * worlds.length)]!;
    const answer = writeAnswer(world, draw, frame);
    const [block] = answer.blocks;
    if (block?.is !== 'statement' || findProblems(answer, world.context, rules).length > 0) continue;
    try {
      if (findFalsities(block, world.context, () => others).length > 0) continue;
    } catch {
      return true;
    }
    const slots = resolveStatement(block, world.handles)!.resolved;
    const shown = mark({
      blocks: [{ is: 'statement', frame, slots }],
      handles: world.handles,
    } as unknown as Admitted);
    const facts = new Map(world.handles.list().map((handle) => [handle, world.handles.find(handle)!]));
    try {
      checkNodes(render(shown, plainWriting('en')), facts);
    } catch {
      return true;
    }
  }
  return false;
}

const TRIES = 20_000;
const worlds: World[] = [];

describe('a frame of the gate', () => {
  it('shows something false wherever one of its predicates is deleted', async () => {
    const draw = drawFrom(7);
    for (let each = 0; each < 120; each++) worlds.push(await makeWorld(draw));
    const idle: string[] = [];
    for (const { id, holds } of FRAMES)
      for (let at = 0; at < holds.length; at++) if (!isCaught(id, at, draw)) idle.push(`${id} ${at}`);
    expect(idle).toEqual([]);
  });
});
