import { beforeAll, describe, expect, it } from 'vitest';
import { admit, admitNotice, admitRefusal } from '../../agents/gate/admit.ts';
import type { Admitted } from '../../agents/gate/admitted.ts';
import { answerSchema } from '../../agents/gate/block.ts';
import { findProblems, RULES } from '../../agents/gate/rules.ts';
import { cutPassage } from '../../agents/gate/passage.ts';
import { shownBy } from '../../agents/gate/resolve.ts';
import { findGiven } from '../../agents/handles/find-given.ts';
import { HandleTable, itemOf } from '../../agents/handles/handle-table.ts';
import { REASONS } from '../../agents/reasons/reason.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import { type Attack, listAttacks } from '../../agents/evaluate/attacks/list-attacks.ts';
import { AttackTable, proven, state } from '../../agents/evaluate/attacks/attack-table.ts';
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
    handles.issue(makeFigure({ value: '777', source: { ...proven, verdict: 'not-verified' } }));
    handles.issue(makeFigure({ value: '888', source: { ...proven, policy: '0x00' } }));
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
    expect(text).not.toMatch(/12 %|777|888/);
  });

  it('shows its reasons alone where no figure resolved', () => {
    const { context } = new AttackTable();
    const { blocks } = admitRefusal([], { ...context, handles: new HandleTable() });
    expect(blocks).toEqual([{ is: 'refused', problems: [] }]);
  });

  it('names a block that has no right form once', () => {
    const { a, context } = new AttackTable();
    const verdict = admit({ blocks: [state('value', { a }), { is: 'table', table: 1, note: '' }] }, context);
    expect(verdict).toMatchObject({ problems: [{ code: 'not-an-answer', block: 1 }] });
    expect('problems' in verdict && verdict.problems).toHaveLength(1);
  });

  it('admits a table or a picture alone, and that a proof fails', () => {
    const table = new AttackTable();
    const x = table.figure({ value: '777', source: { ...proven, verdict: 'not-verified' } });
    const texts = [
      { is: 'table', table: table.table },
      { is: 'picture', picture: table.picture([table.a]) },
      state('not-proven', { x }),
    ].map((block) => {
      const verdict = admit({ blocks: [block] }, table.context);
      return 'admitted' in verdict ? verdict.admitted.blocks.map(({ is }) => is) : verdict.problems;
    });
    expect(texts).toEqual([['table'], ['picture'], ['statement']]);
  });

  it('withholds remarks in another language, of unknown words, or past the second', () => {
    const { a, context } = new AttackTable();
    const shown = (...remarks: readonly (readonly ['en' | 'zh-CN', string])[]) => {
      const blocks = remarks.map(([language, words]) => ({ is: 'remark', language, words }));
      const verdict = admit({ blocks: [state('value', { a }), ...blocks] }, context);
      const { admitted } = verdict as Extract<typeof verdict, { admitted: Admitted }>;
      return admitted.blocks.slice(1).map((block) => ('reason' in block ? block.reason : block.is));
    };
    expect(shown(['zh-CN', '请查看数据'], ['en', 'see the rest'])).toEqual([
      'other-language',
      'unknown-word',
    ]);
    expect(shown(['en', 'see'], ['en', 'the'], ['en', 'table'])).toEqual([
      'remark',
      'remark',
      'too-many-remarks',
    ]);
  });

  it('looks once at a figure behind others, however often it is derived again', async () => {
    const table = new AttackTable();
    let a = table.a;
    for (let times = 0; times < 12; times++) a = await table.derive('difference', [a, a]);
    let found = 0;
    const find: typeof table.find = (handle) => (found++, table.find(handle));
    expect(shownBy(state('value', { a }), { find, list: table.list })).toHaveLength(13);
    expect(found).toBeLessThan(30);
  });

  it('finds the run behind a figure that it computed', () => {
    const table = new AttackTable();
    const a = table.figure({ source: { is: 'computed', run: table.run } });
    expect(shownBy(state('value', { a }), table).map(({ handle }) => handle)).toEqual([a, table.run]);
  });

  it('lets nobody change what a tool issued or what it admitted', () => {
    const { a, context, find } = new AttackTable();
    const verdict = admit({ blocks: [state('value', { a })] }, context);
    const { admitted } = verdict as Extract<typeof verdict, { admitted: Admitted }>;
    for (const made of [find(a)!, admitted, admitted.blocks])
      expect(() => Object.assign(made, { blocks: [], value: '12', 1: 'more' })).toThrow(TypeError);
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

/** Texts, and the numbers that are read in them, each with its unit. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  'Is it −5 % of 1,200 t, or (-3.50 kt)?': ['-5 %', '1200 t', '-3.5 kt'],
  '超过 007 吨 -0 或 5％？': ['7', '0', '5 %'],
  'from 5%-7% in 2024-05': ['5 %', '2024'],
  '5 t² and 5 tonnes': ['5', '5'],
  'CO2, ½5, _5, .5, ,5, #5, /5, \\5, :5, @5, 5_, 5/a, 5\\a, 5:a, 5@a, 5x': [],
  'v1.2.3, 10:30, 3/4, 12,34': [],
  [`1${'0'.repeat(30)}`]: [],
};

describe('a number that a person gave', () => {
  it.each(Object.entries(GIVEN))('is read in digits, where nothing continues it: %s', (text, numbers) => {
    const found = findGiven(text);
    expect(found.map(({ value, unit }) => (unit === null ? value : `${value} ${unit}`))).toEqual(numbers);
    for (const { from, until } of found)
      expect(cutPassage(text, { from, until })).toMatch(/^[-−]?\d[\d,.]*$/u);
  });
});

it('a quotation has every byte of its range', () => {
  expect(cutPassage('\ufeff三百', { from: 0, until: 6 })).toBe('\ufeff三');
});

it('a handle that the program names is of its kind', () => {
  const table = new AttackTable();
  expect(itemOf(table, table.row, 'row').key).toBe('fuel/scope1');
  expect(() => itemOf(table, table.row, 'figure')).toThrow('is not a figure');
});
