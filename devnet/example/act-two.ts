import { computeChina, computeSteel } from './accounts.ts';
import { describe, inputOf, registerDataset, registerResult, type Stage } from './stage.ts';
import type { StoryRecord } from './story-record.ts';

/** The records of act two, by name. */
export type ActTwoRecords = Readonly<Record<ActTwoName, StoryRecord>>;
export type ActTwoName = 'china-emissions' | 'steel-table' | 'china-accounts' | 'steel-accounts';

const PROVIDER = { actor: 'provider' } as const;

/**
 * Plays act two, for whom emissions are produced: national totals of China, and a made table of three regions, each with its accounts.
 * All four records are public.
 */
export async function playActTwo(stage: Stage): Promise<ActTwoRecords> {
  const china = await registerDataset(stage, 'china-emissions', {
    ...PROVIDER,
    subject: 'national-emissions/cn',
    file: 'national-emissions-cn.csv',
    statement: describe(
      'CO2 of China 1990 to 2022',
      '1990/2022',
      'Global Carbon Budget; Our World in Data, CC BY 4.0',
    ),
  });
  const table = await registerDataset(stage, 'steel-table', {
    ...PROVIDER,
    subject: 'tables/steel',
    file: 'steel-table-invented.csv',
    statement: describe('Steel table 2022 (invented)', '2022', ''),
  });
  await stage.settle([china, table]);
  const ofChina = await registerResult(stage, 'china-accounts', {
    ...PROVIDER,
    subject: 'accounts/cn',
    computed: await computeChina(inputOf(china)),
    statement: describe('Accounts of China', '1990/2022', 'national-trade@1'),
  });
  const ofSteel = await registerResult(stage, 'steel-accounts', {
    ...PROVIDER,
    subject: 'accounts/steel',
    computed: await computeSteel(inputOf(table)),
    statement: describe('For whom steel is made', '2022', 'trade@1, uncertainty@1'),
  });
  await stage.settle([ofChina, ofSteel]);
  return {
    'china-emissions': china,
    'steel-table': table,
    'china-accounts': ofChina,
    'steel-accounts': ofSteel,
  };
}
