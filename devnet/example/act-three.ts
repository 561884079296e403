import { computeSteelworks } from './steelworks.ts';
import { describe, inputOf, registerDataset, registerResult, type Stage } from './stage.ts';
import type { StoryRecord } from './story-record.ts';

/** The records of act three, by name. */
export type ActThreeRecords = Readonly<Record<ActThreeName, StoryRecord>>;
export type ActThreeName = 'steelworks-materials' | 'steelworks-streams' | 'steelworks';

/**
 * Plays act three, how a plant works: materials and streams of the company's steelworks, and what its units emit. The potentials are those of
 * the first act. All three records are private.
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
  const computed = await computeSteelworks({
    materials: inputOf(materials),
    streams: inputOf(streams),
    gwps: inputOf(gwps),
  });
  const plant = await registerResult(stage, 'steelworks', {
    actor: 'company',
    subject: 'plant/harbour',
    computed,
    statement: describe('The steelworks 2024', '2024', '2006 IPCC Guidelines'),
  });
  await stage.settle([materials, streams, plant]);
  return { 'steelworks-materials': materials, 'steelworks-streams': streams, steelworks: plant };
}
