import type { Screen } from '../terminal/screen.ts';
import type { ActTwoRecords } from './act-two.ts';
import { shortenId } from './record-line.ts';
import { openFigures } from './shown-figures.ts';

/** Shows what act two found: figures with their definitions, and why figures without them can't be compared. */
export function showActTwo(records: ActTwoRecords, screen: Screen): void {
  showChina(records, screen);
  showSteel(records, screen);
}

function showChina(
  { 'china-accounts': { entries }, 'china-emissions': { id } }: ActTwoRecords,
  screen: Screen,
): void {
  const shown = openFigures(entries);
  const of = (figure: string): string => shown(`${figure}/CN/CO2/2022`);
  screen.line(
    `China 2022: production ${of('production')}, net imports ${of('net-imports')}, ` +
      `consumption ${of('consumption')}: ${of('net-imports-share')}.`,
  );
  screen.line(
    `Another system shows -17.7 % for the same country and year. Both can be right: other gases, land use, trade tables ` +
      `or versions give other shares. Without them two figures can't be compared. Ours carries them: CO2 of fuels, cement ` +
      `and flaring, without land use; national-trade@1, consumption = production + net imports; rows of the Global Carbon ` +
      `Budget, record ${shortenId(id)}.`,
  );
}

function showSteel({ 'steel-accounts': { entries } }: ActTwoRecords, screen: Screen): void {
  const shown = openFigures(entries);
  const flows = ['Northland', 'Eastland', 'Southland'].map(
    (to) => `${shown(`flow/Northland/${to}/steel`)} for ${to}`,
  );
  screen.line(
    `An invented table. Steel that Northland makes: ${shown('pba/Northland/steel')}; of this ${flows.join(', ')}. Each interval covers 95 %.`,
  );
}
