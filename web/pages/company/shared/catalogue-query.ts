import { readMethodsCatalogue } from '../../../../jobs/engines/methods-catalogue.ts';

/** All methods of the engine and the rows that they read, as data. */
export const catalogueQuery = {
  queryKey: ['methods-catalogue'],
  queryFn: readMethodsCatalogue,
  staleTime: Infinity,
} as const;
