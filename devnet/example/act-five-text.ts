import type { Screen } from '../terminal/screen.ts';
import type { ActFiveRecords } from './act-five.ts';
import { openFigures } from './shown-figures.ts';

/** Shows what act five found: accounts of China and Germany, Germany's partners and land, and two accounts of what China exported in 2024. */
export function showActFive(records: ActFiveRecords, screen: Screen): void {
  const countries = openFigures(records['panorama-countries'].entries);
  const china = (line: string): string => countries(`panorama/CN/${line}/2022`);
  screen.line(
    `China 2022: production ${china('production/total/GCB')}, consumption ${china('consumption/total/GCB')}, nature ` +
      `${china('nature/land-use-change/GCB')}; the gap of ${china('gap/trade/gap')} is net imports, and ${china('gap/trade/unexplained')} are unexplained. ` +
      `No data here decide between ${china('trade/net-imports-share/GCB')} and ${china('trade/net-imports-share/ScienceOne-Yuheng')}: both stay.`,
  );
  const germany = (line: string, year = 2009): string => countries(`panorama/DE/${line}/${year}`);
  screen.line(
    `Germany 2022: production ${germany('production/total/GCB', 2022)}, consumption ${germany('consumption/total/GCB', 2022)}; its land ` +
      `gave off ${germany('nature/emissions/inventory', 2022)} and took up ${germany('nature/removals/inventory', 2022)}. Not in its ` +
      `tables: soils of settlements, wood products.`,
  );
  screen.line(
    `Germany 2009 by partner: consumption ${germany('consumption/total/world-table')}, production ` +
      `${germany('production/total/world-table')}. Of the gap of ${germany('gap/partners/gap')}, China is ${germany('gap/partners/with-CN')}, ` +
      `Russia ${germany('gap/partners/with-RU')}, the rest of the EU ${germany('gap/partners/with-rest-of-EU27')}.`,
  );
  screen.line(
    `A table of Germany alone has production ${germany('production/total/io-table')}: its own demand is ` +
      `${germany('consumption/without-imports/io-table')}, exports the rest. It has no imports, so it gives no line of consumption.`,
  );
  const exported = openFigures(records['panorama-wind-solar'].entries);
  const of = (line: string): string => exported(`panorama/CN-wind-solar/${line}/2024`);
  screen.line(
    `Turbines and modules exported from China in 2024, two accounts that are never netted. Made: ${of('production/making/whole-modules-and-turbines')}. ` +
      `Published are 2 Mt: assembly of modules alone gives ${of('production/making/assembly-of-modules-alone')}, turbines alone ${of('production/making/turbines-alone')}.`,
  );
  screen.line(
    `Avoided abroad: ${of('avoided/abroad/lifetime-in-average-grids')} in 25 years, ${of('avoided/abroad/one-year-in-average-grids')} in one. ` +
      `Published are 350 Mt: one year for fossil power, cells and wafers too, gives ${of('avoided/abroad/one-year-for-fossil-power-with-cells-and-wafers')}.`,
  );
}
