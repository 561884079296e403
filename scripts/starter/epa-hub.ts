/**
 * Writes `data/epa/`: node scripts/starter/epa-hub.ts EPA-HUB-2025.xlsx CROSS-SECTOR-TOOL.xlsx
 *
 * Rates of the subregions of eGRID, in pounds of each gas per MWh as they are published: of 2023 from table 6 of the EPA's Emission
 * Factors Hub 2025, and of 2022 from the GHG Protocol's tool `Emission Factors from Cross-Sector Tools`, version 2.0.
 */
import { isNumber, Workbook } from './sheet.ts';
import { writeStarterFile, type StarterRow } from './starter-file.ts';

const [hubFile, toolFile] = process.argv.slice(2);
if (hubFile === undefined || toolFile === undefined)
  throw new Error('usage: node scripts/starter/epa-hub.ts EPA-HUB-2025.xlsx CROSS-SECTOR-TOOL.xlsx');

/** The rates of a subregion in pounds per MWh. */
interface Rates {
  readonly grid: string;
  readonly name: string;
  readonly rates: Readonly<Record<'CO2' | 'CH4' | 'N2O', string>>;
}

function readHub(rows: readonly string[][]): Rates[] {
  const begin = rows.findIndex((row) => row.some((cell) => cell.includes('eGRID Subregion Acronym')));
  return rows.slice(begin + 2).flatMap((row) => {
    const at = row.findIndex((cell) => /^([A-Z]{4}|US Average)$/.test(cell));
    const [grid = '', name = '', co2, ch4, n2o] = row.slice(at);
    if (at < 0 || !isNumber(co2) || !isNumber(ch4) || !isNumber(n2o)) return [];
    return [
      { grid: grid === 'US Average' ? 'national' : grid, name, rates: { CO2: co2, CH4: ch4, N2O: n2o } },
    ];
  });
}

/** The tool prints CH4 and N2O in pounds per GWh, and no acronyms. */
function readTool(rows: readonly string[][], named: readonly Rates[]): Rates[] {
  const begin = rows.findIndex((row) => row.some((cell) => cell.startsWith('Table 1. Year 2022')));
  const end = rows.findIndex((row) => row.some((cell) => cell.startsWith('Table 2. Year 2021')));
  return rows.slice(begin, end).flatMap((row) => {
    const at = row.findIndex((cell) => cell !== '');
    const [name = '', co2, ch4, n2o] = row.slice(at);
    if (at < 0 || !isNumber(co2) || !isNumber(ch4) || !isNumber(n2o)) return [];
    const grid = named.find((other) => other.name === name)?.grid;
    if (grid === undefined) throw new Error(`unknown subregion ${name}`);
    return [{ grid, name, rates: { CO2: co2, CH4: perMwh(ch4), N2O: perMwh(n2o) } }];
  });
}

/** Whole pounds per GWh as pounds per MWh. */
function perMwh(perGwh: string): string {
  if (!/^\d{1,3}$/.test(perGwh)) throw new Error(`${perGwh}: expected whole pounds per GWh, at most 999`);
  return `0.${perGwh.padStart(3, '0')}`.replace(/0+$/, '');
}

function rowsOf(year: number, source: object, all: readonly Rates[]): StarterRow[] {
  return all.flatMap(({ grid, name, rates }) =>
    (['CO2', 'CH4', 'N2O'] as const).map((gas) => ({
      key: `US/${year}/average/${grid}/${gas}`,
      value: rates[gas],
      unit: `[lb_av]{${gas}}/MW.h`,
      from: `${year}-01-01`,
      until: `${year + 1}-01-01`,
      detail: {
        ...{
          row: 'grid-factor',
          mix: 'average',
          grid,
          gases: [gas],
          basis: 'generation',
          geography: 'US',
          year,
        },
        title: grid === 'national' ? 'US average' : `eGRID subregion ${grid}, ${name}`,
        source,
      },
    })),
  );
}

const rates2023 = readHub(new Workbook(hubFile).readSheet('Emission Factors Hub'));
const rates2022 = readTool(new Workbook(toolFile).readSheet('Electricity US'), rates2023);
for (const rates of [rates2022, rates2023.filter(({ grid }) => grid !== 'national')])
  if (rates.length !== 27) throw new Error(`expected 27 subregions, got ${rates.length}`);
writeStarterFile(
  'epa/egrid-2022.csv',
  rowsOf(
    2022,
    {
      title: 'EPA eGRID2022, subregion output emission rates',
      url: 'https://www.epa.gov/egrid',
      licence: 'public domain',
      published: '2024-01-30',
    },
    rates2022,
  ),
);
writeStarterFile(
  'epa/egrid-2023.csv',
  rowsOf(
    2023,
    {
      title: 'EPA Emission Factors Hub 2025, table 6: eGRID2023, subregion output emission rates',
      url: 'https://www.epa.gov/climateleadership/ghg-emission-factors-hub',
      licence: 'public domain',
      published: '2025-01-15',
    },
    rates2023,
  ),
);
