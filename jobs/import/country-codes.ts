import { listCountries } from '../../engine/datasets/country.ts';

/** The codes of all countries, which a place can be. */
export const COUNTRY_CODES: readonly string[] = listCountries();
