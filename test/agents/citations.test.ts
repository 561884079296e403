import { describe, expect, it } from 'vitest';
import type { Item } from '../../agents/handles/item.ts';
import { HandleTable } from '../../agents/handles/handle-table.ts';
import { formatCitations, listCitations } from '../../agents/render/citations.ts';
import { htmlText } from '../../agents/render/html-text.ts';
import type { Node } from '../../agents/render/node.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { makeFigure } from '../../agents/evaluate/attacks/made-figure.ts';

const RECORD = `0x${'11'.repeat(32)}`;

/** A difference of a proven and a computed figure, in a table with a remark. */
function makeAnswer() {
  const handles = new HandleTable();
  const sources = [`0x${'22'.repeat(32)}` as const];
  const run = handles.issue({ kind: 'run', method: 'trade@1', engine: 'ab', sources, run: {} as never });
  const operands = [
    handles.issue(makeFigure()),
    handles.issue(makeFigure({ key: '<b>pba</b>', source: { is: 'computed', run } })),
  ];
  const source = { is: 'derived', operation: 'difference', operands } as const;
  const difference = handles.issue(makeFigure({ key: 'difference/scope1', source }));
  const nodes: Node[] = [
    {
      ...{ is: 'table', ref: null, caption: 'Side by side', head: ['Figure', 'Value'] },
      rows: [
        [[{ is: 'text', text: 'A & B' }], [{ is: 'chip', ref: difference, part: 'value', text: '12 t' }]],
      ],
    },
    { is: 'remark', label: 'The model’s words', text: 'see the table' },
  ];
  return { handles, nodes };
}

describe('an answer that leaves its page', () => {
  it('says what each figure depends on: record, run, operands, and the data of each run', () => {
    const { handles, nodes } = makeAnswer();
    expect(formatCitations(listCitations(nodes, handles, plainWriting('en')), 'en').split('\n')).toEqual([
      'What the figures rest on',
      '[f3] difference of [f1], [f2]',
      `[f1] scope1 of record ${RECORD}, verified`,
      '[f2] <b>pba</b>, computed by run [u1], unsigned',
      `[u1] a run of trade@1 with engine ab on records 0x${'22'.repeat(32)}`,
    ]);
    const inChinese = formatCitations(listCitations(nodes, handles, plainWriting('zh-CN')), 'zh-CN');
    expect(inChinese).toContain(`[f1] 记录 ${RECORD} 的 scope1，已核验`);
  });

  it('has the handle of its figure behind each value of a table, and no words of a model', () => {
    const { nodes } = makeAnswer();
    expect(plainText(nodes)).toBe('Figure\tValue\nA & B\t12 t [f3]');
  });

  it('has behind a sentence the handles of what it names besides figures, in HTML too', () => {
    const { handles } = makeAnswer();
    const source = { kind: 'record', record: RECORD, title: 'Steel', sequence: 3 } as const;
    const ref = handles.issue({ ...source, verdict: 'verified' } as unknown as Item);
    const segments = [{ is: 'chip', ref, part: 'version', text: 'version 3' }] as const;
    const nodes: Node[] = [{ is: 'paragraph', group: 'standing', segments }];
    const citations = listCitations(nodes, handles, plainWriting('en'));
    expect(htmlText(nodes, citations, 'en')).toContain(`<p>version 3 [${ref}]</p>`);
    expect(citations).toEqual([{ ref, text: `record ${RECORD}, verified` }]);
  });

  it('is HTML in which nothing of a record is markup', () => {
    const { handles, nodes } = makeAnswer();
    const html = htmlText(nodes, listCitations(nodes, handles, plainWriting('en')), 'en');
    expect(html).toContain('<td>A &amp; B</td><td>12 t [f3]</td>');
    expect(html).toContain('<li>[f2] &lt;b&gt;pba&lt;/b&gt;, computed by run [u1], unsigned</li>');
    expect(html).not.toContain('see the table');
  });
});
