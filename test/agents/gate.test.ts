import { beforeAll, describe, expect, it } from 'vitest';
import { admit, admitNotice, admitRefusal } from '../../agents/gate/admit.ts';
import type { Admitted } from '../../agents/gate/admitted.ts';
import { answerSchema } from '../../agents/gate/block.ts';
import { findProblems, RULES } from '../../agents/gate/rules.ts';
import { HandleTable } from '../../agents/handles/handle-table.ts';
import { REASONS } from '../../agents/reasons/reason.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import { type Attack, listAttacks } from '../../agents/evaluate/attacks/list-attacks.ts';
import { makeFigure, POLICY } from '../../agents/evaluate/attacks/made-figure.ts';

let attacks: readonly Attack[];
beforeAll(async () => {
  attacks = await listAttacks();
});

describe('the gate', () => {
  it('refuses each attack for its one reason', () => {
    const found = attacks.map(({ name, answer, context }) => {
      const verdict = admit(answer, context);
      return [
        name,
        'problems' in verdict ? [...new Set(verdict.problems.map(({ code }) => code))] : 'admitted',
      ];
    });
    expect(found).toEqual(attacks.map(({ name, reason }) => [name, [reason]]));
  });

  it('has an attack for each reason', () => {
    const tried = new Set(attacks.map(({ reason }) => reason));
    expect(Object.keys(REASONS).filter((reason) => !tried.has(reason as keyof typeof REASONS))).toEqual([]);
  });

  it('lets an attack through wherever one of its rules is deleted', () => {
    const readable = attacks.filter(({ answer }) => answerSchema.safeParse(answer).success);
    const idle = RULES.filter((rule) =>
      readable.every(({ answer, context }) => {
        const others = RULES.filter((each) => each !== rule);
        return findProblems(answerSchema.parse(answer), context, others).length > 0;
      }),
    );
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  it('makes the only answers that are rendered', () => {
    const forged = { blocks: [], handles: new HandleTable() } as unknown as Admitted;
    expect(() => render(forged, plainWriting('en'))).toThrow('the gate did not admit');
  });

  it('repeats nothing of what it refuses', () => {
    const handles = new HandleTable();
    handles.issue(makeFigure());
    const context = { handles, question: '', language: 'en', policy: POLICY, duties: [] } as const;
    const verdict = admit(
      {
        blocks: [{ is: 'statement', frame: 'value', slots: { a: 'f7', note: 'f8' } }],
        prose: 'fell by 12 %',
      },
      context,
    );
    const problems = 'problems' in verdict ? verdict.problems : [];
    const text = plainText(render(admitRefusal(problems, context), plainWriting('en')));
    expect(text).toContain('[not-an-answer]');
    expect(text).toContain('234.5 t CO2e');
    expect(text).not.toContain('12 %');
  });

  it('shows progress and errors of hosts in words of the program', () => {
    const handles = new HandleTable();
    const shown = [
      { is: 'progress', tool: 'derive', state: 'done' },
      { is: 'host-error', code: 'host-is-busy' },
    ] as const;
    const texts = shown.map((notice) =>
      plainText(render(admitNotice(notice, handles), plainWriting('zh-CN'))),
    );
    expect(texts).toEqual(['导出数值：完成', '主机要求等待，请稍后重试。']);
  });
});
