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
});
