import { EngineError, placeOf, placeOfAsked } from '../errors/engine-error.ts';
import { warnOfGaps, type GasUses } from '../factors/gas-set.ts';
import type { Draft } from '../figures/draft.ts';
import { distinctTexts } from '../rows/row.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { rowOfPart, totalOf } from '../figures/total.ts';
import type { Row, RowOf } from '../rows/row.ts';
import type { UseClass } from './use-class.ts';

/** A figure, and those of its gases where several gases have factors: it adds them up. */
export interface GasFigures {
  readonly figure: Draft;
  readonly gases: readonly Draft[];
}

/** Uses whose details are alike, of one place, and the gases that their factors give. */
export interface PlacedClass<R extends Row> extends GasUses {
  readonly first: R;
  readonly own: UseClass<R>;
}

/** Returns classes with the gases of their factors, which `gasesOf` finds for one of their uses. */
export function placeClasses<R extends RowOf<'electricity-use' | 'heat-use' | 'value-chain-activity'>>(
  classes: readonly UseClass<R>[],
  gasesOf: (first: R) => readonly string[],
): PlacedClass<R>[] {
  return classes.map((own) => {
    const first = own.uses[0]!;
    return { own, first, place: first.detail.geography, gases: gasesOf(first) };
  });
}

/** What is computed gas by gas. */
interface ByGas<P extends GasUses> {
  readonly key: string;
  readonly method: string;
  readonly scope: number | null;
  /** By what gases become CO2e. Absent where the parameters do not name one. */
  readonly gwpSet: string | undefined;
  /** What the factors are of, for warnings. */
  readonly subject: string;
  readonly places: readonly P[];
  /** Returns the figure of one gas, or of CO2e, of the places that have it. */
  readonly draftGas: (gas: string, key: string, places: readonly P[]) => Draft;
}

/**
 * Returns one figure where all factors are of one gas, or in CO2e. Else one for each gas, and their sum in CO2e. A place whose factors lack a
 * gas of others gives a warning.
 * @throws EngineError `mixed-gases` for a place with CO2 alone beside one in CO2e, `bad-parameters` without a GWP set, and as `totalOf`
 */
export function draftByGas<P extends GasUses>(asked: ByGas<P>, context: MethodContext): GasFigures {
  const { key, method, scope, gwpSet, subject, places, draftGas } = asked;
  const names = distinctTexts(places.flatMap(({ gases }) => gases));
  const placesOf = (gas: string): P[] => places.filter(({ gases }) => gases.includes(gas));
  if (names.length === 1) return { figure: draftGas(names[0]!, key, places), gases: [] };
  const alone = places.filter(({ gases }) => gases.join() === 'CO2');
  if (names.includes('CO2e') && alone.length > 0)
    throw refuseCo2Beside(alone, placesOf('CO2e')[0]!, () => draftGas('CO2', key, alone));
  if (gwpSet === undefined) {
    const text = `the factors of ${subject} are of ${names.join(', ')}: set parameters.gwpSet, so that they can be added up in CO2e`;
    throw new EngineError('bad-parameters', text, null, placeOfAsked('parameters.gwpSet'));
  }
  const gases = names.map((gas) => draftGas(gas, `${key}/${gas}`, placesOf(gas)));
  const total = totalOf(gases, { key, method, scope, gwpSet }, context);
  return { figure: { ...total, warnings: warnOfGaps(places, subject) }, gases };
}

/** Returns the error for factors of CO2 alone beside others in CO2e. It is about an instrument where one of them states such a gas. */
function refuseCo2Beside(
  alone: readonly GasUses[],
  { first: other }: GasUses,
  draftAlone: () => Draft,
): EngineError {
  const instrument = [other, alone[0]!.first].find(isInstrument);
  const text = `${alone[0]!.first.key} counts by a mass of CO2 alone, and ${other.key} in CO2e: give both in CO2e, or both as one factor for each gas`;
  if (instrument !== undefined)
    return new EngineError(
      'mixed-gases',
      text,
      instrument.detail.factorUnit,
      placeOf(instrument, 'detail.factorUnit'),
    );
  return new EngineError('mixed-gases', text, 'CO2', placeOf(rowOfPart(draftAlone()), 'unit'));
}

function isInstrument(row: Row): row is RowOf<'instrument'> {
  return row.detail.row === 'instrument';
}
