import {
  computeAvoided,
  computeCountries,
  computeGermany,
  computeMaking,
  computeWindSolar,
} from './panorama.ts';
import { describe, inputOf, registerDataset, registerResult, type Stage } from './stage.ts';
import type { StoryRecord } from './story-record.ts';

/** The records of act five, by name. */
export type ActFiveRecords = Readonly<Record<ActFiveName, StoryRecord>>;
export type ActFiveName = keyof typeof DATASETS | keyof typeof RESULTS;

const PROVIDER = { actor: 'provider' } as const;

/** What its datasets are: their file, and what their statement says. */
const DATASETS = {
  'germany-table': [
    'mrio-germany-2009.csv',
    'Table of Germany 2009',
    '2009',
    'UN Handbook on Input-Output Tables',
  ],
  'published-figures': ['published-figures.csv', 'Published headlines', '', ''],
  'solar-modules': ['pv-ice.csv', 'Solar modules of PV ICE', '2010/2024', 'NREL'],
  'wind-solar-exports': ['wind-solar/exports.csv', 'Exports of 2024', '2024', ''],
  'wind-solar-factors': [
    'wind-solar/factors.csv',
    'Yields, grids and lifetimes',
    '2024',
    'Ember; IRENA; assumptions',
  ],
  'wind-solar-processes': [
    'wind-solar/making.csv',
    'Making turbines and modules',
    '2024',
    'PV_ICE; assumptions',
  ],
} as const;
const RESULTS = {
  'germany-accounts': ['Accounts of Germany', '2009', 'trade@1'],
  'wind-solar-making': ['Emitted in making', '2024', 'life-cycle@1, uncertainty@1'],
  'wind-solar-avoided': ['Avoided abroad', '2024', 'avoided@2, uncertainty@1'],
  'panorama-countries': ['Panorama of two countries', '1990/2022', 'panorama@1'],
  'panorama-wind-solar': ['Panorama of exports of 2024', '2024', 'panorama@1, uncertainty@1'],
} as const;

/**
 * Plays act five, one view: production, consumption, nature and avoided side by side. All records are public. It cites the accounts of China of act
 * two, and takes the potentials of act four.
 */
export async function playActFive(
  stage: Stage,
  { china, gwps }: { readonly china: StoryRecord; readonly gwps: StoryRecord },
): Promise<ActFiveRecords> {
  const dataset = (name: keyof typeof DATASETS): Promise<StoryRecord> => {
    const [file, title, period, standard] = DATASETS[name];
    const subject = `panorama/${name}`;
    return registerDataset(stage, name, {
      ...PROVIDER,
      subject,
      file,
      statement: describe(title, period, standard),
    });
  };
  const result = async (
    name: keyof typeof RESULTS,
    computed: ReturnType<typeof computeGermany>,
  ): Promise<StoryRecord> => {
    const [title, period, standard] = RESULTS[name];
    const plan = { ...PROVIDER, subject: `panorama/${name}`, statement: describe(title, period, standard) };
    return registerResult(stage, name, { ...plan, computed: await computed });
  };
  const table = await dataset('germany-table');
  const published = await dataset('published-figures');
  const modules = await dataset('solar-modules');
  const uses = await dataset('wind-solar-exports');
  const factors = await dataset('wind-solar-factors');
  const processes = await dataset('wind-solar-processes');
  const germany = await result('germany-accounts', computeGermany(inputOf(table)));
  const making = await result('wind-solar-making', computeMaking([processes, modules, gwps].map(inputOf)));
  const avoided = await result('wind-solar-avoided', computeAvoided(inputOf(uses), inputOf(factors)));
  const [headlines, ofMaking, ofAvoided] = [published, making, avoided].map(inputOf);
  const countries = await result(
    'panorama-countries',
    computeCountries(inputOf(china), inputOf(germany), headlines!),
  );
  const windSolar = await result('panorama-wind-solar', computeWindSolar(ofMaking!, ofAvoided!, headlines!));
  const records = {
    'germany-table': table,
    'published-figures': published,
    'solar-modules': modules,
    'wind-solar-exports': uses,
    'wind-solar-factors': factors,
    'wind-solar-processes': processes,
    'germany-accounts': germany,
    'wind-solar-making': making,
    'wind-solar-avoided': avoided,
    'panorama-countries': countries,
    'panorama-wind-solar': windSolar,
  };
  await stage.settle(Object.values(records));
  return records;
}
