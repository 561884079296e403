import { computeSteelworks, computeSteelworksGoods, computeSteelworksInventory } from './steelworks.ts';
import { GHG_PROTOCOL } from './story.ts';
import { describe, inputOf, registerDataset, registerResult, type Stage } from './stage.ts';
import type { StoryRecord } from './story-record.ts';

/** The records of act three, by name. */
export type ActThreeRecords = Readonly<Record<ActThreeName, StoryRecord>>;
export type ActThreeName =
  | 'steelworks-materials'
  | 'steelworks-streams'
  | 'steelworks-goods'
  | 'constants'
  | 'steelworks'
  | 'steelworks-inventory'
  | 'steelworks-embedded';

/**
 * Plays act three, how a plant works: materials and streams of the company's steelworks, and what its units emit; from the same
 * rows its inventory, and the embedded emissions of its goods. The potentials are those of the first act. The constants are public, all else is private.
 */
export async function playActThree(stage: Stage, gwps: StoryRecord): Promise<ActThreeRecords> {
  const materials = await registerDataset(stage, 'steelworks-materials', {
    actor: 'company',
    subject: 'materials/harbour',
    file: 'example/steelworks-materials.csv',
    statement: describe('Materials of the steelworks', '', '2006 IPCC Guidelines, volume 2; own analyses'),
  });
  const streams = await registerDataset(stage, 'steelworks-streams', {
    actor: 'company',
    subject: 'streams/harbour',
    file: 'example/steelworks-streams.csv',
    statement: describe('Streams of the steelworks', '2024', ''),
  });
  const goods = await registerDataset(stage, 'steelworks-goods', {
    actor: 'company',
    subject: 'goods/harbour',
    file: 'example/steelworks-goods.csv',
    statement: describe('Goods of the steelworks', '2024', ''),
  });
  const constants = await registerDataset(stage, 'constants', {
    actor: 'provider',
    subject: 'constants/rule-sets',
    file: 'constants.csv',
    statement: describe(
      'Constants of rule sets',
      '',
      '2006 IPCC Guidelines; regulations of the European Union',
    ),
  });
  const inputs = { materials: inputOf(materials), streams: inputOf(streams), gwps: inputOf(gwps) };
  const plant = await registerResult(stage, 'steelworks', {
    actor: 'company',
    subject: 'plant/harbour',
    computed: await computeSteelworks(inputs),
    statement: describe('The steelworks 2024', '2024', '2006 IPCC Guidelines'),
  });
  const inventory = await registerResult(stage, 'steelworks-inventory', {
    actor: 'company',
    subject: 'inventory/harbour',
    computed: await computeSteelworksInventory(inputs),
    statement: describe('Inventory of the steelworks', '2024', GHG_PROTOCOL),
  });
  const embedded = await registerResult(stage, 'steelworks-embedded', {
    actor: 'company',
    subject: 'embedded/harbour',
    computed: await computeSteelworksGoods(inputs, { goods: inputOf(goods), constants: inputOf(constants) }),
    statement: describe('Embedded in the goods', '2024', 'Regulation (EU) 2023/956'),
  });
  await stage.settle([materials, streams, goods, constants, plant, inventory, embedded]);
  return {
    'steelworks-materials': materials,
    'steelworks-streams': streams,
    'steelworks-goods': goods,
    constants,
    steelworks: plant,
    'steelworks-inventory': inventory,
    'steelworks-embedded': embedded,
  };
}
