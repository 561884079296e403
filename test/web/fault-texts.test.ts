import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WorkerFailure } from '../../client/workers/worker-calls.ts';
import type { ComputedFigures } from '../../jobs/compute/compute-figures.ts';
import { ENGINE_CODES } from '../../engine/errors/engine-error.ts';
import { FIGURE_WARNINGS, ROW_WARNINGS } from '../../engine/errors/warning.ts';
import { DATASET_WARNINGS } from '../../engine/datasets/warning.ts';
import { DATASET_CODES } from '../../engine/datasets/problem.ts';
import { TABLE_CODES } from '../../tables/cells/table-problem.ts';
import type { HttpErrorCode } from '../../server/errors/http-error.ts';
import type { RefusalCode, RejectionCode } from '../../server/errors/refusals.ts';
import type { FaultTexts } from '../../web/language/faults/define-faults.ts';
import { useRunFaults } from '../../web/language/faults/run-faults.ts';
import { useRunWarnings } from '../../web/language/faults/run-warnings.ts';
import { SERVER_FAULTS, useServerFaults } from '../../web/language/faults/server-faults.ts';
import { useRowRemarks, useTableFaults } from '../../web/language/faults/table-faults.ts';
import { JsonValue } from '../../web/components/json-value.tsx';
import { LanguageProvider } from '../../web/language/language.tsx';
import { OpenNeeds } from '../../web/pages/company/compute/open-needs.tsx';
import { useGapWords } from '../../web/language/gap-words.ts';
import { listAccepted, RunWarnings } from '../../web/pages/company/compute/run-warnings.tsx';
import { CautionList } from '../../web/pages/company/import/caution-list.tsx';
import { CodedFailure } from '../../web/pages/company/shared/coded-failure.tsx';

/** The codes of the server are not in reach of the portal: one without a text does not compile here. */
const OF_SERVER: Readonly<Record<HttpErrorCode | RefusalCode | RejectionCode, string>> = SERVER_FAULTS;

const CATALOGUES: Readonly<Record<string, readonly [() => FaultTexts, object]>> = {
  'of a run': [useRunFaults, ENGINE_CODES],
  'of warnings': [useRunWarnings, { ...ROW_WARNINGS, ...FIGURE_WARNINGS }],
  'of a table': [useTableFaults, { ...TABLE_CODES, ...DATASET_CODES }],
  'of valid rows': [useRowRemarks, DATASET_WARNINGS],
  'of the server': [useServerFaults, OF_SERVER],
};

/** Draws something in a language of the portal. */
function draw(language: string, element: () => React.ReactNode): string {
  vi.stubGlobal('navigator', { languages: [language], onLine: true });
  vi.stubGlobal('localStorage', { getItem: () => null });
  return renderToStaticMarkup(
    createElement(LanguageProvider, null, createElement(MantineProvider, null, createElement(element))),
  );
}

describe('the texts of faults', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each(Object.entries(CATALOGUES))(
    '%s are Chinese sentences, and name no option of a command',
    (_of, [use, codes]) => {
      let texts: FaultTexts = () => null;
      draw('zh-CN', () => ((texts = use()), null));
      const written = Object.keys(codes).map((code) => [code, texts(code) ?? '']);
      for (const [code, text] of written)
        expect([code, text]).toEqual([code, expect.stringMatching(/[\u4e00-\u9fff].*。$/)]);
      expect(written.filter(([, text]) => /--[a-z]|ledger /.test(text!))).toEqual([]);
      expect(texts('constructor')).toBeNull();
    },
  );

  it('say in English, in the words of the page, what messages say by options of the command line', () => {
    let texts: FaultTexts = () => null;
    draw('en', () => ((texts = useTableFaults()), null));
    expect(texts('columns')).toContain('Choose it under “What the columns mean”');
    for (const code of ['columns', 'delimiter', 'decimal-comma', 'thousands-separator', 'formula', 'sheet'])
      expect(texts(code)).toMatch(/^(?!.*(?:--[a-z]|ledger )).*\.$/);
  });

  it('say on the Chinese page what a run refused, its row, column and value, and fold the English message', () => {
    const error = new WorkerFailure({
      ...{ name: 'EngineError', code: 'bad-unit', message: 'boiler-1 of a: no unit has the name tonne' },
      details: { row: { record: '0x1', key: 'boiler-1', column: 'unit' }, value: 'tonne' },
    });
    const failure = () => createElement(CodedFailure, { error });
    const chinese = draw('zh-CN', failure);
    for (const text of ['引擎不认识该单位', '行 boiler-1', '列 unit', '值 tonne', 'bad-unit'])
      expect(chinese).toContain(text);
    expect(chinese).toMatch(
      /<details><summary>程序的原文（英文）<\/summary>.*no unit has the name tonne.*<\/details>/,
    );
    const english = draw('en', failure);
    expect(english).toContain('no unit has the name tonne');
    expect(english).not.toContain('<details>');
  });
});

describe('what a run warns of many rows', () => {
  afterEach(() => vi.unstubAllGlobals());

  const proxyOf = (key: string) => ({
    code: 'proxy-factor' as const,
    message: `${key}, of 2022 and CN, stands in for 2023 and CN: not published yet`,
    row: { record: '0x1', key },
  });
  const proxies = Array.from({ length: 24 }, (_, at) => proxyOf(`CN/2022/grid-${at + 1}`));
  const old = {
    code: 'old-factor' as const,
    message: 'coke is of 2006',
    row: { record: '0x1', key: 'coke' },
  };
  const drawn = (language: string, warnings: ComputedFigures['warnings']): string =>
    draw(language, () => createElement(RunWarnings, { warnings, onAccept: () => {} }));

  it('is one line for a cause, with its number and the names, and each warning behind it', () => {
    const chinese = drawn('zh-CN', [proxies[0]!, old, ...proxies.slice(1)]);
    const [head, ...each] = chinese.split('<details');
    expect(head).toContain('采用了另一时间或地点的因子');
    expect(head).toContain('共 24 处 · 涉及 CN/2022/grid-1, CN/2022/grid-2');
    expect(head).toMatch(/CN\/2022\/grid-12，另有 12 项/);
    expect(head).not.toContain('coke');
    expect(each.join('').match(/stands in for/g)).toHaveLength(24);
    expect(each[0]).toContain('逐项查看');
    const english = drawn('en', proxies).split('<details')[0];
    expect(english).toContain('A factor of another time or place was used, as the parameters declare.');
    expect(english).toContain('24 times · about CN/2022/grid-1, ');
  });

  it('is said as it is where a cause has one row', () => {
    const english = drawn('en', [old]);
    expect(english).toContain('coke is of 2006');
    expect(english).not.toContain('<details');
  });

  it('is accepted with one reason for all rows of a cause, or each with its own; not again, and not without a row', () => {
    const accepted = { ...proxyOf('d'), accepted: 'before' };
    const [a, b, whole] = [proxyOf('a'), proxyOf('b'), proxyOf('')];
    const reasons = new Map<typeof a | string, string>([
      ['proxy-factor', 'latest there is'],
      [b, ' own reason '],
    ]);
    expect(listAccepted([a, b, whole, accepted, old], reasons)).toEqual([
      { code: 'proxy-factor', row: 'a', record: '0x1', reason: 'latest there is' },
      { code: 'proxy-factor', row: 'b', record: '0x1', reason: 'own reason' },
    ]);
  });

  it('is one line for a cause before a table is signed, too', () => {
    const cautions = ['a', 'b', 'c'].map((key) => ({
      ...{ code: 'copied-value' as const, message: `${key} repeats a value`, keys: [key] },
    }));
    const chinese = draw('zh-CN', () => createElement(CautionList, { cautions, title: (count) => count }));
    const [head, ...each] = chinese.split('<details');
    expect(head).toMatch(/月度系列中某个数值与另一个完全相同.*共 3 处 · 涉及 a, b, c/);
    expect(each.join('').match(/repeats a value/g)).toHaveLength(3);
  });
});

describe('what a run lacks', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is named in the language of the page where nothing was found, with where it can come from', () => {
    const open = [
      { name: 'process', missing: ['clinker'], methods: ['plant@1'] },
      { name: 'grid', missing: [], methods: [] },
    ] as const;
    const drawn = (language: string): string => draw(language, () => createElement(OpenNeeds, { open }));
    expect(drawn('en')).toMatch(
      /Factors of processes for clinker: a measurement.*Or choose another method: Carbon balance of a plant \(plant@1\)\..*Average factor of the grid: the figure that the ministry/,
    );
    const chinese = drawn('zh-CN');
    expect(chinese).toMatch(/工业过程排放因子：clinker。来源：贵厂的测量.*工厂碳平衡 \(plant@1\)。/);
    expect(chinese.replaceAll(/<style.*<\/style>|<[^>]*>|clinker|plant@1/gs, '')).not.toMatch(/[A-Za-z]{3}/);
  });

  it('is in the reason of a factor that stands in for it, with what is recorded behind', () => {
    const recorded =
      'no CO2 factor of diesel for 2025-01-01 to 2025-12-31 in GB was given; this one is of any place and any time';
    const drawn = (language: string, text: string): string =>
      draw(language, () => createElement(JsonValue, { value: { reason: text } })).replaceAll('<wbr/>', '');
    const chinese = drawn('zh-CN', recorded);
    expect(chinese).toContain(
      '所缺：柴油的 CO₂ 因子（2025-01-01 至 2025-12-31，英国）；代用因子：不限地点，不限时间',
    );
    expect(chinese).toMatch(/<details><summary>所记录的原文（英文）<\/summary>.*was given.*<\/details>/);
    expect(drawn('en', recorded)).not.toContain('<details>');
    expect(drawn('zh-CN', 'not published yet')).not.toContain('<details>');
  });

  it('is named in an offer in the language of the page', () => {
    const WHAT: readonly (readonly [what: string, chinese: string])[] = [
      ['CO2 factor of diesel', '柴油的 CO₂ 因子'],
      ['AR5 potential of CH4', 'CH₄ 的全球变暖潜势（AR5）'],
      ['average mix of the grid national', '电网 national 的平均排放因子'],
      ['net calorific value of natural-gas', '天然气的低位发热量'],
      ['conversion factor density', '换算系数 density'],
      ['steam', 'steam'],
    ];
    const written = (language: string): string[] => {
      let write: (what: string) => string = () => '';
      draw(language, () => ((write = useGapWords()), null));
      return WHAT.map(([what]) => write(what));
    };
    expect(written('zh-CN')).toEqual(WHAT.map(([, chinese]) => chinese));
    expect(written('en')).toEqual([
      'CO₂ factor of diesel',
      'AR5 potential of CH₄',
      'average mix of the grid national',
      'net calorific value of natural gas',
      'conversion factor density',
      'steam',
    ]);
  });
});
