import type * as z from 'zod';
import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { linesOf } from './combustion-lines.ts';
import { CO2_FIGURES, draftFuels, FUEL_ROWS } from './figures.ts';
import type { Method } from '../method.ts';
import { divideByBiomass } from './biomass.ts';
import { commonParameters, constants, gwpSet } from '../parameters.ts';

const parameters = commonParameters.extend({
  constants,
  gwpSet: gwpSet
    .optional()
    .describe('The GWP set of factors in CO2e. It is needed only where such factors are used.'),
});
type Parameters = z.output<typeof parameters>;

/**
 * Fuel combustion by AD × NCV × EF × OF, in tonnes of each gas, or of CO2e where factors are in CO2e. Biogenic CO2 is outside the
 * scopes.
 */
export const combustion: Method<Parameters> = {
  id: 'combustion',
  version: 2,
  title:
    'Combustion of fuels, by the IPCC formula, by factors per litre, kilogram or kilowatt-hour, or by carbon content',
  standard:
    '2006 IPCC Guidelines, volume 2, chapter 2, section 2.3.1 (its contents were read; its equation 2.1 was not), with calorific values and carbon contents of chapter 1, tables 1.2 and 1.3; GHG Protocol Corporate Standard (2004), chapter 9 (reporting: biogenic CO2 apart; its contents were read)',
  reads: [...FUEL_ROWS, 'emission-factor', 'carbon-content', 'constant'],
  parameters,
  figures: [
    {
      key: 'scope1/combustion/{fuel}/{gas}',
      unit: 't{gas}',
      meaning:
        'Mass of a gas from burning a fuel: AD × NCV × EF × OF; or mass of CO2e, where the factors are in CO2e. OF only for CO2 by factors per energy; properties of the fuel only where the factor is not per unit of AD.',
    },
    ...CO2_FIGURES,
  ],
  traps: [
    'Energies and factors per energy are on the net or on the gross calorific value, which differ by 5 to 10 %. State detail.calorific; they are converted by a calorific-ratio. An energy without a basis counts as net, with a warning.',
    'Of several factors of one gas, the one counts that needs the fewest conversions: per litre for litres, per kilowatt-hour for kilowatt-hours.',
    'Biogenic CO2 is not part of scope 1 and is shown separately. CH4 and N2O are part of scope 1 for every origin.',
    'A use needs a factor of fossil CO2 unless its detail.origin is biogenic or land-use. Biogenic factors add lines and replace none.',
    'Factors in CO2e and factors of single gases of the same fuel are refused, if they count a gas twice. Carbon content gives the CO2 only where no emission factor does.',
    'Well-to-tank factors describe the supply of the fuel, not its combustion. They are ignored.',
    'A biomass-fraction of a fuel divides its CO2: 1 − BF of it is fossil, and BF of it biogenic, outside the scopes. CH4 and N2O are not divided.',
    'A volume of gas depends on its temperature and pressure. Where a use and its factor state other detail.conditions, such as 0C and 15C, the volume is converted as that of an ideal gas, by 288.15/273.15, which the derivation shows; ISO 13443 was not read. A conversion factor named in detail.factors takes its place. Where only one of them states its conditions, that is a warning.',
    "IPCC's default CO2 factors assume full oxidation. An oxidation above 1 is an error. Oxidation does not change CH4, N2O, CO2e and factors per mass or volume.",
  ],
  compute: computeCombustion,
};

function computeCombustion(
  given: MethodContext,
  { gwpSet: set, constants: ruleSet }: Pick<Parameters, 'gwpSet' | 'constants'>,
): Draft[] {
  const context = { ...given, constants: ruleSet };
  return draftFuels(
    (use) => divideByBiomass(linesOf(use, set, context), use, context),
    { method: 'combustion@2', gwpSet: set },
    context,
  );
}
