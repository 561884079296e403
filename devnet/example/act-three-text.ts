import type { Screen } from '../terminal/screen.ts';
import type { ActThreeRecords } from './act-three.ts';
import { openFigures } from './shown-figures.ts';

/** Shows what act three found: what the steelworks emits, where its carbon goes, and what does not close. */
export function showActThree(records: ActThreeRecords, screen: Screen): void {
  const shown = openFigures(records.steelworks.entries);
  const units = ['power-plant', 'blast-furnace', 'coke-oven'].map(
    (unit) => `${unit} ${shown(`scope1/plant/harbour/${unit}/CO2`)}`,
  );
  screen.line(`Steelworks 2024: ${shown('plant/harbour/total')}; ${units.join(', ')}.`);
  const carbon = (part: string): string => shown(`plant/harbour/carbon/${part}`);
  screen.line(
    `Coke, hot metal and three waste gases flow between its units; what flows within changes no total. Carbon in ` +
      `${carbon('in')}: ${carbon('out')} leave in products, ${carbon('emitted')} are emitted, and ${carbon('gap')} ` +
      `do not close: coal that did not burn.`,
  );
  const change = (scenario: string): string => shown(`scenario-difference/${scenario}/plant/harbour/total`);
  screen.line(
    `From the same rows in two scenarios: more scrap ${change('more-scrap')}, capture ${change('capture')}.`,
  );
  const inventory = openFigures(records['steelworks-inventory'].entries);
  const goods = openFigures(records['steelworks-embedded'].entries);
  const direct = (good: string): string => goods(`cbam/${good}/specific/direct`);
  screen.line(
    `From the same rows the inventory, scope 1 ${inventory('scope1/total')}, and the emissions in its goods: ` +
      `steel ${direct('steel')} direct, steel of the arc furnace ${direct('arc-steel')}.`,
  );
}
