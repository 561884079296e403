/** Starter data for tests of searches: file → text, with the list of them. */
export const STARTER_FILES: Readonly<Record<string, string>> = {
  'index.json': JSON.stringify([
    {
      ...{
        file: 'coals.csv',
        dataset: 'factor',
        title: 'Coals',
        provider: 'urn:example:guidelines',
        source: 'Guidelines of coals',
        licence: 'facts',
        date: '2006',
      },
    },
    {
      ...{
        file: 'gases.csv',
        dataset: 'factor',
        title: 'Gases',
        provider: 'urn:example:yearbook',
        source: 'Yearbook of gases',
        licence: 'CC-BY-4.0',
        date: '2024',
      },
      secondary: true,
    },
    {
      file: 'list.txt',
      dataset: 'factor',
      title: 'Not a table',
      provider: 'none',
      source: 'none',
      licence: 'none',
      date: '',
    },
  ]),
  'coals.csv': writeTable([
    ['anthracite/CO2', '98300', 'kg{CO2}/TJ', '', '', { fuel: 'anthracite', title: 'Anthracite' }],
    ['lignite/CO2', '101000', 'kg{CO2}/TJ', '', '', { fuel: 'lignite', source: { title: 'Own source' } }],
  ]),
  'gases.csv': writeTable(
    Array.from({ length: 60 }, (_, at) => [
      ...([`gas-${at}/CO2`, String(50_001 + at), 'kg{CO2}/TJ', '2023-01-01', '2024-01-01'] as const),
      { fuel: `gas-${at}`, geography: 'GB' },
    ]),
  ),
};

type Cells = readonly [key: string, value: string, unit: string, from: string, until: string, detail: object];

function writeTable(rows: readonly Cells[]): string {
  const common = { row: 'emission-factor', gas: 'CO2', origin: 'fossil', basis: 'combustion', year: 2006 };
  const lines = rows.map(([key, value, unit, from, until, detail]) => {
    const text = JSON.stringify({ ...common, ...detail }).replaceAll('"', '""');
    return [key, value, unit, from, until, `"${text}"`].join(',');
  });
  return ['key,value,unit,from,until,detail', ...lines, ''].join('\n');
}
