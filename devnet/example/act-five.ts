import {
  computeAvoided,
  computeCountries,
  computeGermanLand,
  computeGermany,
  computeGermanySeries,
  computeMaking,
  computeWindSolar,
  computeWorld,
} from './panorama.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { ComputedResult } from './computed-result.ts';
import { describe, inputOf, registerDataset, registerResult, type Stage } from './stage.ts';
import type { StoryRecord } from './story-record.ts';

/** The records of act five, by name. */
export type ActFiveRecords = Readonly<Record<ActFiveName, StoryRecord>>;
export type ActFiveName = DatasetName | ResultName;

const PROVIDER = { actor: 'provider' } as const;

/** What its datasets are: their file, and what their statement says. */
const DATASETS = {
  'germany-table': [
    'mrio-germany-2009.csv',
    'Table of Germany 2009',
    '2009',
    'UN Handbook on Input-Output Tables',
  ],
  'germany-emissions': [
    'national-emissions-de.csv',
    'CO2 of Germany 1990 to 2022',
    '1990/2022',
    'Global Carbon Budget; Our World in Data, CC BY 4.0',
  ],
  'germany-land': [
    'germany/land-2010-2023.csv',
    'Land of Germany 2010 to 2023',
    '2010/2023',
    'Common reporting tables 2025',
  ],
  'world-table': ['mrio-wiod-2009.csv', 'Six regions in 2009', '2009', 'WIOD 2013; JRC'],
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
  'germany-series': ['Germany by year', '1990/2022', 'national-trade@1'],
  'germany-nature': ['Land of Germany', '2010/2022', 'nature@1'],
  'world-accounts': ['For whom six regions emit', '2009', 'trade@1'],
  'wind-solar-making': ['Emitted in making', '2024', 'life-cycle@1, uncertainty@1'],
  'wind-solar-avoided': ['Avoided abroad', '2024', 'avoided@2, uncertainty@1'],
  'panorama-countries': ['Panorama of two countries', '1990/2022', 'panorama@1'],
  'panorama-wind-solar': ['Panorama of exports of 2024', '2024', 'panorama@1, uncertainty@1'],
} as const;

type DatasetName = keyof typeof DATASETS;
type ResultName = keyof typeof RESULTS;

/** Records of earlier acts that act five uses: the accounts of China, and potentials. */
interface Earlier {
  readonly china: StoryRecord;
  readonly gwps: StoryRecord;
}

/**
 * Plays act five, one view: production, consumption, nature and avoided side by side. All records are public. It cites the accounts of China of act
 * two, and takes the potentials of act four.
 */
export async function playActFive(stage: Stage, earlier: Earlier): Promise<ActFiveRecords> {
  const datasets = await registerDatasets(stage);
  const records = { ...datasets, ...(await registerResults(stage, datasets, earlier)) };
  await stage.settle(Object.values(records));
  return records;
}

async function registerDatasets(stage: Stage): Promise<Readonly<Record<DatasetName, StoryRecord>>> {
  const records: Partial<Record<DatasetName, StoryRecord>> = {};
  for (const name of Object.keys(DATASETS) as DatasetName[]) {
    const [file, title, period, standard] = DATASETS[name];
    const statement = describe(title, period, standard);
    records[name] = await registerDataset(stage, name, {
      ...{ ...PROVIDER, subject: `panorama/${name}`, file, statement },
    });
  }
  return records as Record<DatasetName, StoryRecord>;
}

async function registerResults(
  stage: Stage,
  datasets: Readonly<Record<DatasetName, StoryRecord>>,
  { china, gwps }: Earlier,
): Promise<Readonly<Record<ResultName, StoryRecord>>> {
  const result = async (name: ResultName, computed: Promise<ComputedResult>): Promise<StoryRecord> => {
    const [title, period, standard] = RESULTS[name];
    const plan = { ...PROVIDER, subject: `panorama/${name}`, statement: describe(title, period, standard) };
    return registerResult(stage, name, { ...plan, computed: await computed });
  };
  const rows = (name: DatasetName): InputRecord => inputOf(datasets[name]);
  const germany = await result('germany-accounts', computeGermany(rows('germany-table')));
  const series = await result('germany-series', computeGermanySeries(rows('germany-emissions')));
  const nature = await result('germany-nature', computeGermanLand(rows('germany-land')));
  const world = await result('world-accounts', computeWorld(rows('world-table')));
  const processes = [rows('wind-solar-processes'), rows('solar-modules'), inputOf(gwps)];
  const making = await result('wind-solar-making', computeMaking(processes));
  const saved = computeAvoided(rows('wind-solar-exports'), rows('wind-solar-factors'));
  const avoided = await result('wind-solar-avoided', saved);
  const published = rows('published-figures');
  const ofCountries = computeCountries({
    ...{ china: inputOf(china), series: inputOf(series), germany: inputOf(germany) },
    ...{ world: inputOf(world), land: inputOf(nature), published },
  });
  const ofExports = computeWindSolar(inputOf(making), inputOf(avoided), published);
  return {
    'germany-accounts': germany,
    'germany-series': series,
    'germany-nature': nature,
    'world-accounts': world,
    'wind-solar-making': making,
    'wind-solar-avoided': avoided,
    'panorama-countries': await result('panorama-countries', ofCountries),
    'panorama-wind-solar': await result('panorama-wind-solar', ofExports),
  };
}
