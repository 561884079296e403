import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { findCataloguedMethod } from '../../jobs/engines/methods-catalogue.ts';
import { ParameterForm } from '../../web/pages/company/compute/parameter-form.tsx';

describe('The form of parameters', () => {
  it.each([
    ['trade@1', ['Tolerance of the balance', 'Period to compare with', 'Industries without output']],
    ['trade-change@1', ['Period of the base table']],
  ])('of %s has a field with words for %j, and for each period two dates', async (method, labels) => {
    const { parameters: schema } = await findCataloguedMethod(method);
    const value = { period: { from: 1640995200, until: 1672531200 } };
    const html = renderToStaticMarkup(
      createElement(
        MantineProvider,
        null,
        createElement(ParameterForm, { schema, value, offered: {}, onChange: () => {} }),
      ),
    );
    for (const label of labels) expect(html).toContain(label);
    expect(html).not.toContain('from</label>');
    expect(html.match(/<input[^>]*type="date"[^>]*>/g)).toHaveLength(4);
    expect(html).toContain('value="2022-12-31"');
  });

  it('has fields for what a product is asked for and for pairs of products, and no JSON', async () => {
    const { parameters: schema } = await findCataloguedMethod('life-cycle@1');
    const unit = { product: 'flour', amount: '1', unit: 'kg', boundary: 'cradle-to-gate' };
    const value = {
      functionalUnits: ['mill', 'stone-mill'].map((name) => ({ name, ...unit })),
      compare: [['mill', 'stone-mill']],
      cutOff: ['sacks', 'ropes'],
    };
    const offered = { 'functionalUnits.product': ['flour', 'bran'] };
    const html = renderToStaticMarkup(
      createElement(
        MantineProvider,
        null,
        createElement(ParameterForm, { schema, value, offered, onChange: () => {} }),
      ),
    );
    expect(html).not.toContain('JSON');
    for (const text of [
      'Functional units, 2',
      'cradle to gate',
      'What it does',
      'Compared, 1',
      'sacks\nropes',
    ])
      expect(html).toContain(text);
    expect(html.match(/<option value="bran">/g)).toHaveLength(2);
    expect(html.match(/<option value="stone-mill"/g)).toHaveLength(2);
  });
});
