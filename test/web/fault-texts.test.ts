import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WorkerFailure } from '../../client/workers/worker-calls.ts';
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
import { LanguageProvider } from '../../web/language/language.tsx';
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
