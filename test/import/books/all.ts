/** The ten books of the shelf. */
import { makeBills } from './bills.ts';
import type { Book } from './book.ts';
import { makeBroken } from './broken.ts';
import { makeEnergyStatistics } from './energy-statistics.ts';
import { makeFleet } from './fleet.ts';
import { makeFootprints } from './footprints.ts';
import { makeGroup } from './group.ts';
import { makeRefrigerants } from './refrigerants.ts';
import { makeSites } from './sites.ts';
import { makeStockMovements } from './stock-movements.ts';
import { makeTravel } from './travel.ts';

export function makeBooks(): Book[] {
  return [
    makeSites(),
    makeEnergyStatistics(),
    makeBills(),
    makeFleet(),
    makeStockMovements(),
    makeRefrigerants(),
    makeTravel(),
    makeFootprints(),
    makeGroup(),
    makeBroken(),
  ];
}
