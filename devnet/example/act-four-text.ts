import type { Screen } from '../terminal/screen.ts';
import type { ActFourRecords } from './act-four.ts';
import { openFigures } from './shown-figures.ts';

/** Shows what act four found: what a tonne of steel bar emits, where, and what the customer gets of it. */
export function showActFour(records: ActFourRecords, screen: Screen): void {
  const cycle = openFigures(records['bar-life-cycle'].entries);
  const parts = ['power-plant', 'sinter-plant', 'blast-furnace'].map(
    (process) => `${process} ${cycle(`product/bar/process/${process}`)}`,
  );
  screen.line(
    `A tonne of steel bar, from cradle to gate: ${cycle('product/bar/total')}; ${parts.join(', ')}.`,
  );
  const footprint = openFigures(records['bar-footprint'].entries);
  const attribute = (name: string): string => footprint(`footprint/steel-bar/${name}`);
  screen.line(
    `What the units of the steelworks emit is its registered result; coal, rail, ships and gas are public unit ` +
      `processes. ${attribute('primaryDataShare')} are primary data. Bridge Works gets the footprint, ` +
      `${attribute('pcfExcludingBiogenicUptake')}, and none of the rows behind it.`,
  );
}
