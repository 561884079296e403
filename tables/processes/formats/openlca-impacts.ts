import { type Given, idIn, listGiven, textIn } from '../bounded-json.ts';
import { findCompartment, isGeneral } from '../compartment.ts';
import type { ReadFactor } from '../inventory.ts';
import type { LeftOut } from '../left-out.ts';
import { countedUnit, readUnitName } from '../units.ts';
import { readAmount } from './openlca-exchanges.ts';
import type { OpenlcaPackage } from './openlca-package.ts';
import { openScopes } from './openlca-parameters.ts';

/** Returns the characterisation factors of the categories of impact of a package. @throws DatasetRefused */
export async function readImpacts(own: OpenlcaPackage, leftOut: LeftOut): Promise<ReadFactor[]> {
  const factors: ReadFactor[] = [];
  for await (const [path, object] of own.list('lcia_categories'))
    factors.push(...readCategory(own, object, path, leftOut));
  return factors;
}

function readCategory(own: OpenlcaPackage, object: Given, path: string, leftOut: LeftOut): ReadFactor[] {
  const category = textIn(object, 'name') ?? path;
  const year = Number(/^(\d{4})-/.exec(textIn(object, 'lastChange') ?? '')?.[1] ?? 0);
  if (year === 0) {
    leftOut.note('impact-date', category);
    return [];
  }
  const unitName = textIn(object, 'refUnit') ?? textIn(object, 'referenceUnitName') ?? '';
  const unit = readUnitName(unitName);
  const find = openScopes(object, own.parameters);
  return listGiven(object, 'impactFactors').flatMap((factor): ReadFactor[] => {
    const flow = own.flowOf(idIn(factor, 'flow'));
    const about = `${category}: ${flow?.name ?? 'unknown flow'}`;
    const compartment = flow === null ? null : findCompartment(flow.categories);
    if (flow === null || compartment === null) {
      leftOut.note('compartment', about);
      return [];
    }
    const place = own.placeOf(factor);
    if (place !== null && place.code === null) {
      leftOut.note('impact-place', `${about} in ${place.text}`);
      return [];
    }
    const per = own.quantityOf(flow, factor, about);
    const value = readAmount(factor, { path, about, find, leftOut, member: 'value', formula: 'formula' });
    const amount = signOf(object, compartment) < 0 ? value.minus(value).minus(value) : value;
    return [
      {
        ...{ category, flow: flow.name, compartment, year, place: place?.code ?? null },
        isGeneral: isGeneral(flow.categories),
        unit: unit?.unit ?? countedUnit(unitName),
        per: per.unit,
        amount: (unit === null ? amount : amount.times(unit.ratio)).div(per.ratio),
      },
    ];
  });
}

/** A category with a direction counts flows of the other direction negatively. */
function signOf(category: Given, compartment: string): 1 | -1 {
  const direction = textIn(category, 'direction');
  if (direction === null) return 1;
  return (direction === 'INPUT') === (compartment === 'resource') ? 1 : -1;
}
