import type { Hex } from '../../core/encoding/hex.ts';
import { isStarterName } from '../import/starter-dataset.ts';
import type { Option } from './list-options.ts';

/** Offers of one file of the starter data, which must become a record before a result can take them. */
export interface StarterOffers {
  /** `data/uk-2024/fuels.csv`. */
  readonly input: string;
  readonly offers: readonly Option[];
}

/** Returns the offers of records, and those of each file of the starter data, whether the run has tried that file already or not. */
export function splitOffers(offers: readonly Option[]): {
  readonly registered: readonly Option[];
  readonly starter: readonly StarterOffers[];
} {
  const starter = Map.groupBy(
    offers.filter(({ input }) => isStarterName(input)),
    ({ input }) => input,
  );
  return {
    registered: offers.filter(({ input }) => !isStarterName(input)),
    starter: [...starter].map(([input, own]) => ({ input, offers: own })),
  };
}

/** Returns offers of a file of the starter data as those of the record that has its rows. */
export function offerRecord(offers: readonly Option[], record: Hex): Option[] {
  return offers.map((offer) => ({
    ...offer,
    ...{ input: record, isGiven: false },
    proxy: offer.proxy === null ? null : { ...offer.proxy, record },
  }));
}
