import { discloseFigure } from '../../jobs/disclose/disclosed-figure.ts';
import { KINDS } from '../../core/records/kind.ts';
import type { ActThreeRecords } from './act-three.ts';
import { computeBarCycle, computeBarFootprint } from './steel-bar.ts';
import {
  describe,
  inputOf,
  registerDataset,
  registerPlan,
  registerResult,
  signedBy,
  type Stage,
} from './stage.ts';
import type { StoryRecord } from './story-record.ts';

/** The records of act four, by name. */
export type ActFourRecords = Readonly<Record<ActFourName, StoryRecord>>;
export type ActFourName =
  | 'gwps-ar6'
  | 'unit-processes'
  | 'steel-bar'
  | 'bar-life-cycle'
  | 'bar-footprint'
  | 'bar-disclosure';

/** The attributes of the footprint that the customer gets. */
const DISCLOSED = [
  'pcfExcludingBiogenicUptake',
  'pcfIncludingBiogenicUptake',
  'fossilGhgEmissions',
  'biogenicCarbonContent',
  'primaryDataShare',
].map((attribute) => `footprint/steel-bar/${attribute}`);
const PACT = 'PACT Technical Specifications 3.0';

/**
 * Plays act four, what a product emits: the life cycle of a steel bar, with the result of the steelworks as unit processes, and its footprint,
 * which the company discloses to a customer. Unit processes and potentials are public, all else is private.
 */
export async function playActFour(
  stage: Stage,
  { steelworks, constants }: ActThreeRecords,
): Promise<ActFourRecords> {
  const datasets = await registerDatasets(stage);
  const bar = inputOf(datasets['steel-bar']);
  const cycle = await registerResult(stage, 'bar-life-cycle', {
    actor: 'company',
    subject: 'life-cycle/steel-bar',
    computed: await computeBarCycle({
      ...{ steelworks: inputOf(steelworks), bar },
      ...{ processes: inputOf(datasets['unit-processes']), gwps: inputOf(datasets['gwps-ar6']) },
    }),
    statement: describe('Life cycle of the steel bar', '2024', ''),
  });
  const computed = await computeBarFootprint(inputOf(cycle), { bar, constants: inputOf(constants) });
  const footprint = await registerResult(stage, 'bar-footprint', {
    actor: 'company',
    subject: 'footprint/steel-bar',
    computed,
    statement: describe('Footprint of the steel bar', '2024', PACT),
  });
  const disclosed = computed.entries.filter(({ key }) => DISCLOSED.includes(key));
  const disclosure = await registerPlan(stage, 'bar-disclosure', 'company', {
    ...signedBy(stage, 'company'),
    kind: KINDS.disclosure,
    subject: 'bridge-works/steel-bar',
    before: null,
    entries: disclosed.map((figure) => discloseFigure(figure, footprint.id)),
    public: false,
    sources: [footprint.id],
    statement: {
      ...describe('Footprint for Bridge Works', '2024', PACT),
      addressees: [signedBy(stage, 'customer').party],
    },
  });
  const results = {
    'bar-life-cycle': cycle,
    'bar-footprint': footprint,
    'bar-disclosure': disclosure,
  };
  await stage.settle([...Object.values(datasets), ...Object.values(results)]);
  return { ...datasets, ...results };
}

async function registerDatasets(
  stage: Stage,
): Promise<Record<'gwps-ar6' | 'unit-processes' | 'steel-bar', StoryRecord>> {
  return {
    'gwps-ar6': await registerDataset(stage, 'gwps-ar6', {
      actor: 'provider',
      subject: 'gwp/ar6',
      file: 'gwp-ar6.csv',
      statement: describe('Warming potentials AR6', '', 'IPCC Sixth Assessment Report'),
    }),
    'unit-processes': await registerDataset(stage, 'unit-processes', {
      actor: 'provider',
      subject: 'processes/uslci',
      file: 'uslci/processes.csv',
      statement: describe('Unit processes', '', 'U.S. Life Cycle Inventory Database'),
    }),
    'steel-bar': await registerDataset(stage, 'steel-bar', {
      actor: 'company',
      subject: 'processes/steel-bar',
      file: 'example/steel-bar.csv',
      statement: describe('Processes of the steel bar', '2024', ''),
    }),
  };
}
