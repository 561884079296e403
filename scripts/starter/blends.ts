/**
 * Writes `data/blends.csv`: node scripts/starter/blends.ts MIXTURES.py EPA-HUB.xlsx UK-CONDENSED-SET.xlsx
 *
 * The compositions are those of `mixtures.py` (openscm-units), which transcribes ANSI/ASHRAE Standard 34. Two other publications check
 * them: the EPA's Emission Factors Hub prints compositions (table 12), and the UK conversion factors print potentials under AR5, which
 * the shares must give. Both check `data/gwp-ar5.csv` too.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { canonicalGas } from '../../engine/factors/gas-names.ts';
import { Amount, parseAmount, sumAmounts } from '../../engine/quantities/decimal.ts';
import { isNumber, Workbook } from './sheet.ts';
import { writeStarterFile, type StarterRow } from './starter-file.ts';

const [mixtures, hub, condensedSet] = process.argv.slice(2);
if (mixtures === undefined || hub === undefined || condensedSet === undefined)
  throw new Error('usage: node scripts/starter/blends.ts MIXTURES.py EPA-HUB.xlsx UK-CONDENSED-SET.xlsx');

type Shares = ReadonlyMap<string, Amount>;
const HUNDRED = new Amount(100n);

/** Blends of gases that no set of potentials here has, or that never were on the market. */
const LEFT_OUT = /^R-(400|505|506|514A)$/;
/** `mixtures.py` writes HFC152 in R-405A and R-500. The potentials of the UK need HFC-152a, as ASHRAE has it. */
const MISSPELT = new Map([
  ['R-405A', 'HFC152'],
  ['R-500', 'HFC152'],
]);
/** Names of `mixtures.py` that are no name of the engine with other signs. */
const GASES: Readonly<Record<string, string>> = {
  HO1270: 'R-1270',
  HCE170: 'R-E170',
  HC600: 'R-600',
  HC601: 'R-601',
  HC601a: 'R-601a',
  HC600a: 'R-600a',
};

function readMixtures(text: string): Map<string, Shares> {
  const blends = [...text.matchAll(/"[A-Z]+(\d{3})([a-z]?)": \{([^}]*)\}/g)].map(
    ([, number = '', letter = '', body = '']) => {
      const blend = `R-${number}${letter.toUpperCase()}`;
      const shares = [...body.matchAll(/"([A-Za-z0-9]+)": \[([\d.]+),/g)].map(
        ([, gas = '', percent = '']) => {
          const name = MISSPELT.get(blend) === gas ? 'HFC-152a' : (GASES[gas] ?? gas);
          return [canonicalGas(name), parseAmount(percent.replace(/\.0$/, '')).div(HUNDRED)] as const;
        },
      );
      return [blend, new Map(shares)] as const;
    },
  );
  return new Map(blends.filter(([blend]) => !LEFT_OUT.test(blend)));
}

/** Compositions of table 12 of the EPA's hub, such as `50% HFC-32 , 50% HFC-125`. */
function readEpaBlends(rows: readonly string[][]): Map<string, Shares> {
  return new Map(
    rows.flatMap((row) => {
      const blend = row.find((cell) => /^R-\d{3}[A-Z]?$/.test(cell));
      const text = row.find((cell) => /^[\d.]+% /.test(cell));
      if (blend === undefined || text === undefined) return [];
      const shares = text.split(' , ').map((part) => {
        const [, percent = '', gas = ''] = /^([\d.]+)% (.*)$/.exec(part.trim()) ?? [];
        return [canonicalGas(gas), parseAmount(percent).div(HUNDRED)] as const;
      });
      return [[blend, new Map(shares)] as const];
    }),
  );
}

/** The potentials of the UK sheet under AR5: of all gases of a blend, or of one gas. */
function readUkPotentials(rows: readonly string[][]): Map<string, string> {
  return new Map(
    rows.flatMap((row) => {
      const at = row.indexOf('kg');
      const [label = '', total = ''] = [row[at - 1], row[at + 3]];
      if (at < 1 || !isNumber(total)) return [];
      const blend = /^R(\d{3}[A-Z]?)$/.exec(label);
      return [[blend === null ? canonicalGas(readUkName(label)) : `R-${blend[1]}`, total] as const];
    }),
  );
}

/** `CFC-11/R11 = trichlorofluoromethane` is CFC-11, `Perfluoromethane (PFC-14)` PFC-14, and `R290 = propane` R290. */
function readUkName(label: string): string {
  const inner = /\(([A-Z0-9-]+)\)$/.exec(label)?.[1];
  return (inner ?? label.split(/[/=]/)[0] ?? '').replace('I0mee', '10mee').replace(/\*$/, '').trim();
}

function readPotentials(): Map<string, string> {
  const rows: Record<string, string>[] = parse(
    readFileSync(resolve(import.meta.dirname, '../../data/gwp-ar5.csv')),
    { columns: true },
  );
  return new Map(
    rows.flatMap(({ detail = '', value = '' }) => {
      const { gas, row, horizon } = JSON.parse(detail) as Record<string, unknown>;
      return row === 'gwp' && horizon === 100 ? [[String(gas), value] as const] : [];
    }),
  );
}

const blends = readMixtures(readFileSync(mixtures, 'utf8'));
const epaRows = new Workbook(hub).readSheet('Emission Factors Hub');
const epa = readEpaBlends(epaRows);
const uk = readUkPotentials(new Workbook(condensedSet).readSheet('Refrigerant & other'));
const potentials = readPotentials();

/** Whether the shares give the printed potential, to the digit. Gases without a potential in AR5 count as the UK counts them. */
function giveUkPotential(shares: Shares, printed: string): boolean {
  const parts = [...shares].map(([gas, share]) =>
    share.times(parseAmount(potentials.get(gas) ?? uk.get(gas) ?? '0')),
  );
  return Math.abs(Number(String(sumAmounts(parts))) - Number(printed)) <= 1;
}

const same = (one: Shares, other: Shares): boolean =>
  one.size === other.size && [...one].every(([gas, share]) => String(other.get(gas)) === String(share));

function compareAr5(): void {
  let compared = 0;
  const table = epaRows.findIndex((row) =>
    row.some((cell) => cell.startsWith('Global Warming Potential (GWP)')),
  );
  const ofEpa = epaRows.slice(table).flatMap((row) => {
    const value = row.findLast((cell) => cell !== '');
    const gas = row.find((cell) => cell !== '');
    return gas !== undefined && isNumber(value) && !gas.startsWith('R-')
      ? [[canonicalGas(gas), value] as const]
      : [];
  });
  for (const [gas, printed] of [...ofEpa, ...uk]) {
    const own = potentials.get(gas);
    if (own === undefined) continue;
    compared += 1;
    if (Number(own) !== Number(printed)) throw new Error(`AR5 ${gas}: ${own} here, ${printed} there`);
  }
  console.log(`${compared} potentials of AR5 agree with the EPA's hub and the UK conversion factors`);
}

const TITLE =
  'ANSI/ASHRAE Standard 34, designated compositions, as transcribed in openscm-units (mixtures.py)';

/** Returns the other publications with which a composition agrees. */
function checksOf(blend: string, shares: Shares): string[] {
  const printed = epa.get(blend);
  const isSame = printed !== undefined && same(shares, printed);
  if (printed !== undefined && !isSame) console.log(`${blend} has another composition in the EPA's hub`);
  const total = uk.get(blend);
  const gives = total !== undefined && giveUkPotential(shares, total);
  if (total !== undefined && !gives) console.log(`${blend} does not give the ${total} of the UK`);
  return [...(isSame ? ["EPA's hub"] : []), ...(gives ? ['UK factors'] : [])];
}

function rowsOf(blend: string, shares: Shares, checks: readonly string[]): StarterRow[] {
  const source = {
    title: checks.length === 0 ? TITLE : `${TITLE}; agrees with ${checks.join(' and ')}`,
    url: 'https://github.com/openscm/openscm-units/blob/main/src/openscm_units/data/mixtures.py',
  };
  return [...shares].map(([gas, share]) => ({
    key: `${blend}/${gas}`,
    value: String(share),
    unit: '1',
    detail: { row: 'blend-share', blend, gas, source },
  }));
}

compareAr5();
const checked = [...blends].map(([blend, shares]) => ({ blend, shares, checks: checksOf(blend, shares) }));
const agreeing = checked.filter(({ checks }) => checks.length > 0);
console.log(`${agreeing.length} of ${blends.size} blends agree with a second publication`);
writeStarterFile(
  'blends.csv',
  checked.flatMap(({ blend, shares, checks }) => rowsOf(blend, shares, checks)),
);
