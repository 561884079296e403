import { discloseFigure } from '../../jobs/disclose/disclosed-figure.ts';
import { KINDS } from '../../core/records/kind.ts';
import { subjectOfAnswers } from '../../core/records/record.ts';
import { computeFirstInventory, computeRestatedInventory, type InventoryDatasets } from './inventory.ts';
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

/** A year of a company on a ledger. */
export interface YearStage extends Stage {
  /** Called before newer versions replace some of these records, for their proof files. `last` was registered last. */
  prove(records: Partial<StoryRecords>, last: StoryRecord): Promise<void>;
}

/** The records of the story, by name. */
export type StoryRecords = Readonly<Record<StoryName, StoryRecord>>;
export type StoryName =
  | 'grid-factors-2022'
  | 'fuel-defaults'
  | 'gwps'
  | 'activity'
  | 'inventory'
  | 'disclosure'
  | 'assurance'
  | 'decision'
  | 'grid-factors-2023'
  | 'inventory-restated';

/** The keys of the three figures that the company discloses. */
const DISCLOSED = ['scope1/total', 'scope2/location', 'scope2/market'];
export const GHG_PROTOCOL = 'GHG Protocol Corporate Standard; Scope 2 Guidance';
const INVENTORY = { actor: 'company', subject: 'inventory/2023' } as const;

/** Plays a typical year: factors, activity data, inventory, disclosure, assurance, decision, new factors, restatement. */
export async function playStory(stage: YearStage): Promise<StoryRecords> {
  const datasets = await registerDatasets(stage);
  const { inventory, disclosure } = await registerInventory(stage, datasets);
  const answers = await registerAnswers(stage, inventory, disclosure);
  await stage.prove({ ...datasets, inventory, disclosure, ...answers }, answers.decision);
  const restated = await registerRestatement(stage, datasets, inventory);
  return { ...datasets, inventory, disclosure, ...answers, ...restated };
}

type Datasets = Record<'grid-factors-2022' | 'fuel-defaults' | 'gwps' | 'activity', StoryRecord>;

async function registerDatasets(stage: Stage): Promise<Datasets> {
  const drafts = {
    'grid-factors-2022': await registerDataset(stage, 'grid-factors-2022', {
      actor: 'provider',
      subject: 'grid-factors/cn',
      file: 'grid-factors-cn-2022.csv',
      statement: describe(
        'Chinese grid factors 2022',
        '2022',
        'MEE and NBS notice on 2022 electricity CO2 emission factors',
      ),
    }),
    'fuel-defaults': await registerDataset(stage, 'fuel-defaults', {
      actor: 'provider',
      subject: 'fuels/ipcc-2006',
      file: 'fuel-defaults-ipcc-2006.csv',
      statement: describe(
        'Fuel defaults IPCC 2006',
        '',
        '2006 IPCC Guidelines for National Greenhouse Gas Inventories, volume 2',
      ),
    }),
    gwps: await registerDataset(stage, 'gwps', {
      actor: 'provider',
      subject: 'gwp/ar5',
      file: 'gwp-ar5.csv',
      statement: describe('Warming potentials AR5', '', 'IPCC Fifth Assessment Report'),
    }),
    activity: await registerDataset(stage, 'activity', {
      actor: 'company',
      subject: 'activity/2023',
      file: 'activity-2023.csv',
      statement: describe('Activity data 2023', '2023', ''),
    }),
  };
  await stage.settle(Object.values(drafts));
  return drafts;
}

async function registerInventory(
  stage: Stage,
  datasets: Datasets,
): Promise<{ inventory: StoryRecord; disclosure: StoryRecord }> {
  const computed = await computeFirstInventory(inputsOf(datasets, datasets['grid-factors-2022']));
  const inventory = await registerResult(stage, 'inventory', {
    ...INVENTORY,
    computed,
    statement: describe('Inventory 2023', '2023', GHG_PROTOCOL),
  });
  const figures = computed.entries.filter(({ key }) => DISCLOSED.includes(key));
  const disclosure = await registerPlan(stage, 'disclosure', 'company', {
    ...signedBy(stage, 'company'),
    kind: KINDS.disclosure,
    subject: 'open-carbon-exchange/2023',
    before: null,
    entries: figures.map((figure) => discloseFigure(figure, inventory.id)),
    public: false,
    sources: [inventory.id],
    statement: {
      ...describe('Disclosure 2023', '2023', GHG_PROTOCOL),
      addressees: [signedBy(stage, 'exchange').party],
    },
  });
  await stage.settle([inventory, disclosure]);
  return { inventory, disclosure };
}

async function registerAnswers(
  stage: Stage,
  inventory: StoryRecord,
  disclosure: StoryRecord,
): Promise<{ assurance: StoryRecord; decision: StoryRecord }> {
  const subject = subjectOfAnswers(disclosure.record);
  const common = { subject, before: null, entries: [], public: false };
  const assurance = await registerPlan(stage, 'assurance', 'auditor', {
    ...signedBy(stage, 'auditor'),
    ...common,
    kind: KINDS.assurance,
    sources: [disclosure.id, inventory.id],
    statement: {
      ...describe('Assurance of disclosure 2023', '2023', 'ISO 14064-3'),
      answers: disclosure.id,
      level: 'limited',
      scope: 'scope 1 and scope 2, both bases',
      opinion: 'unqualified',
    },
  });
  await stage.settle([assurance]);
  const decision = await registerPlan(stage, 'decision', 'exchange', {
    ...signedBy(stage, 'exchange'),
    ...common,
    kind: KINDS.decision,
    sources: [disclosure.id, assurance.id],
    statement: {
      ...describe('Decision on disclosure 2023', '2023', ''),
      answers: disclosure.id,
      outcome: 'accepted',
      reason: 'the disclosure and its assurance were verified from the chain',
    },
  });
  await stage.settle([decision]);
  return { assurance, decision };
}

async function registerRestatement(
  stage: Stage,
  datasets: Datasets,
  inventory: StoryRecord,
): Promise<{ 'grid-factors-2023': StoryRecord; 'inventory-restated': StoryRecord }> {
  const factors = await registerDataset(stage, 'grid-factors-2023', {
    actor: 'provider',
    subject: 'grid-factors/cn',
    file: 'grid-factors-cn-2023.csv',
    statement: {
      ...describe(
        'Chinese grid factors 2023',
        '2023',
        'MEE and NBS notice on 2023 electricity CO2 emission factors',
      ),
      reason: 'the factors of 2023 were published; those of 2022 stay valid for 2022',
    },
    before: datasets['grid-factors-2022'],
  });
  const computed = await computeRestatedInventory(inputsOf(datasets, factors));
  const restated = await registerResult(stage, 'inventory-restated', {
    ...INVENTORY,
    computed,
    before: inventory,
    statement: {
      ...describe('Inventory 2023, restated', '2023', GHG_PROTOCOL),
      change: 'restatement',
      reason:
        'the electricity factors of 2023 were published; the first inventory used those of 2022 as declared proxies',
    },
  });
  await stage.settle([factors, restated]);
  return { 'grid-factors-2023': factors, 'inventory-restated': restated };
}

function inputsOf(datasets: Datasets, gridFactors: StoryRecord): InventoryDatasets {
  const { gwps, activity } = datasets;
  return {
    gridFactors: inputOf(gridFactors),
    fuelDefaults: inputOf(datasets['fuel-defaults']),
    gwps: inputOf(gwps),
    activity: inputOf(activity),
  };
}
