import { describe, expect, it } from 'vitest';
import { answerQuestion, type Answered } from '../../agents/coordinator/answer-question.ts';
import { findProcedure } from '../../agents/coordinator/procedures.ts';
import type { GivenRun } from '../../agents/procedures/workbench.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import type { CandidateItem } from '../../agents/handles/item.ts';
import { openOfferPorts } from '../../cli/inputs/offer-ports.ts';
import { takeOffers } from '../../jobs/compute/offers.ts';
import { findCataloguedMethod } from '../../jobs/engines/methods-catalogue.ts';
import { entry } from '../engine/dataset.ts';
import { seededRandom } from '../engine/planted/random.ts';
import { given } from '../../agents/evaluate/rows/entries.ts';
import { TASKS } from './tasks/all-tasks.ts';
import { compute, POLICY } from './tasks/task-run.ts';

const YEAR_2025 = { from: 1735689600, until: 1767225600 };
const options = openOfferPorts(() => null);
const diesel = given(
  'a',
  'inventory@2',
  [
    entry(
      'van',
      '80000',
      'L',
      { row: 'fuel-use', category: '1.A.3', geography: 'GB', fuel: 'diesel' },
      YEAR_2025,
    ),
  ],
  { period: YEAR_2025, gwpSet: 'AR5', grids: { location: 'national', residual: 'national' } },
);

const { runs } = TASKS.find(({ question }) => question === 'forest-and-scope1')!;
const forest = runs(seededRandom(1)).find(({ run }) => run === 'b')!;

function answer(run: GivenRun): Promise<Answered> {
  const procedure = findProcedure('forest-and-scope1')!;
  const question = {
    procedure,
    text: 'Net my forest?',
    language: 'en',
    runs: [run, forest],
    policy: POLICY,
  } as const;
  const ports = { compute, options, onProgress: () => {}, signal: new AbortController().signal };
  return answerQuestion(question, 'forms', ports);
}

const textOf = ({ admitted }: Answered): string => plainText(render(admitted, plainWriting('en')));
const candidatesOf = ({ workbench: { handles } }: Answered): readonly CandidateItem[] =>
  handles.list().flatMap((handle) => {
    const item = handles.find(handle)!;
    return item.kind === 'candidate' ? item : [];
  });

describe('a run that lacks a factor', () => {
  it('is refused with candidates, each with its reason and what it changes, and none is taken', async () => {
    const answered = await answer(diesel);
    const [first] = candidatesOf(answered);
    expect(first).toMatchObject({ place: 1, isAccepted: false, needed: 'CO2 factor of diesel' });
    expect(first!.effect).toMatchObject({ unit: 't{CO2e}', value: '212.924', change: '0' });
    const text = textOf(answered);
    expect(text).toContain('Accept what fits by its name');
    expect(text).toContain(first!.name);
    expect(text).toContain('no CO2 factor of diesel for 2025-01-01 to 2025-12-31 in GB was given');
  });

  it('computes with the choice that its person accepted, and the answer says so', async () => {
    const [{ name }] = candidatesOf(await answer(diesel)) as [CandidateItem];
    const { reads } = await findCataloguedMethod('inventory@2');
    const { inputs, parameters, taken } = await takeOffers({ ...diesel, reads }, [name], {
      ...options,
      compute: async (run) =>
        (
          await compute(
            {
              ...{ method: diesel.method, ...run, given: [] },
              ...{ leftOut: 'listed', warnings: 'listed', entries: 'not-needed' },
            },
            new AbortController().signal,
          )
        ).figures,
    });
    const accepted = taken.map((option) => ({ name: option.name, reason: option.proxy?.reason ?? null }));
    const answered = await answer({ ...diesel, inputs, parameters, accepted });
    expect(textOf(answered)).toContain(`Its person accepted this choice: ${name}`);
  });
});
