import type * as z from 'zod';
import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { carbonLine } from './carbon.ts';
import { CO2_FIGURES, draftFuels, FUEL_ROWS } from './figures.ts';
import type { Method } from '../method.ts';
import { divideByBiomass } from './biomass.ts';
import { commonParameters, constants } from '../parameters.ts';

const parameters = commonParameters.extend({ constants });
type Parameters = z.output<typeof parameters>;

/** Fuel combustion by the formula of the Chinese ETS: FC × NCV × CC × OF × 44/12, in tonnes of CO2 for each fuel. */
export const combustionCarbon: Method<Parameters> = {
  id: 'combustion-carbon',
  version: 2,
  title: 'Combustion of fossil fuels by carbon content, as in the Chinese ETS',
  standard:
    'Guideline on accounting and reporting of greenhouse gas emissions of enterprises, power generation facilities (MEE, 2022), chapter on the combustion of fossil fuels; 2006 IPCC Guidelines, volume 2, chapter 1, table 1.3 (carbon content per energy)',
  reads: [...FUEL_ROWS, 'carbon-content', 'constant'],
  parameters,
  figures: [
    {
      key: 'scope1/combustion/{fuel}/CO2',
      unit: 't{CO2}',
      meaning: 'Mass of CO2 from burning a fuel: FC × NCV × CC × OF × 44/12.',
    },
    ...CO2_FIGURES,
  ],
  traps: [
    'Carbon content is per energy (t{C}/GJ or kg{C}/GJ) or per mass of fuel (t{C}/t). Per mass, no calorific value is needed.',
    'The default carbon content of coal changed in 2022 from 0.03356 to 0.03085 t{C}/GJ. State the valid time in the row.',
    'The figure covers CO2 alone. It is not scope 1 in CO2e.',
    'CO2 per carbon is 44/12, as in the guideline, unless parameters.constants names a rule set whose row constant gives another value.',
  ],
  compute: computeCombustionCarbon,
};

function computeCombustionCarbon(given: MethodContext, { constants: ruleSet }: Parameters): Draft[] {
  const context = { ...given, constants: ruleSet };
  return draftFuels(
    (use) => divideByBiomass([carbonLine(use, context).line], use, context),
    { method: 'combustion-carbon@2' },
    context,
  );
}
