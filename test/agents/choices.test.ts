import { openChoices } from '../../agents/procedures/propose.ts';
import { describe, expect, it } from 'vitest';
import type { AnswerFile } from '../../agents/answer/answer-file.ts';
import { buildAnswer } from '../../agents/answer/build-answer.ts';
import {
  answerQuestion,
  type Answered,
  type Answerer,
  type Question,
} from '../../agents/coordinator/answer-question.ts';
import { findProcedure } from '../../agents/coordinator/procedures.ts';
import type { GivenRun } from '../../agents/procedures/workbench.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import type { CandidateItem } from '../../agents/handles/item.ts';
import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { openOfferPorts } from '../../cli/inputs/offer-ports.ts';
import { findBoundaries, takeBoundaries } from '../../jobs/compute/boundary-offers.ts';
import { takeOffers } from '../../jobs/compute/offers.ts';
import { findCataloguedMethod } from '../../jobs/engines/methods-catalogue.ts';
import { dataset, entry } from '../engine/dataset.ts';
import { coalOf, entityRow, FACTORS, INVENTORY } from '../engine/entities/group-rows.ts';
import { seededRandom } from '../engine/planted/random.ts';
import { given } from '../../agents/evaluate/rows/entries.ts';
import { blocksOf } from './admitted-blocks.ts';
import { codesOf, verify } from './answer/answered-task.ts';
import { TASKS } from './tasks/all-tasks.ts';
import { scriptedModel } from './tasks/scripted-model.ts';
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

function questionOf(given: readonly GivenRun[]): Question {
  const procedure = findProcedure('forest-and-scope1')!;
  return { procedure, text: 'Net my forest?', language: 'en', runs: given, policy: POLICY };
}

function ask(question: Question, answerer: Answerer = 'forms'): Promise<Answered> {
  const ports = {
    compute,
    ...openChoices(options),
    onProgress: () => {},
    signal: new AbortController().signal,
  };
  return answerQuestion(question, answerer, ports);
}

const answer = (run: GivenRun): Promise<Answered> => ask(questionOf([run, forest]));

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
    const chinese = plainText(render(answered.admitted, plainWriting('zh-CN')));
    expect(chinese).toContain('其缺少 diesel 的 CO2 因子');
    expect(chinese).toContain('所缺：diesel 的 CO2 因子（2025-01-01 至 2025-12-31，GB）；代用因子：GB，2024');
    expect(chinese).not.toContain('was given');
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

  it('has an answer file that verifies, with its choices before all candidates', async () => {
    const accepted = [{ name: 'data/soils.csv#clay', reason: null }];
    const question = questionOf([diesel, { ...forest, accepted }]);
    const answered = await ask(question);
    expect(answered.workbench.handles.find('h1')).toMatchObject({ name: accepted[0]!.name });
    expect(await verdictOn(question, answered, 'forms')).toEqual(['verified', []]);
    // A model makes the statements of the forms planner, and asks about the candidates.
    const blocks = blocksOf(answered);
    const script = ['a', 'b'].map((run) => ({ tool: 'compute', input: { run } }));
    const model = scriptedModel([...script, { tool: 'answer', input: { blocks } }]);
    const asked = await ask(question, { model, sight: { isBlind: true, serves: null } });
    expect(asked.refused).toBeNull();
    expect(await verdictOn(question, asked, { model: 'script', host: 'none' })).toEqual(['verified', []]);
  });
});

describe('a boundary that nobody chose', () => {
  const rows = [
    entityRow('top'),
    entityRow('joint', {
      heldBy: 'top',
      interest: '0.5',
      operationalControl: 'yes',
      financialControl: 'full',
      accounting: 'group',
    }),
    coalOf('joint', '100'),
  ];
  const group: GivenRun = {
    ...{ run: 'a', method: 'inventory@2', party: null, isPrivate: false },
    inputs: [dataset('a', ...rows), FACTORS],
    parameters: INVENTORY,
  };

  it('is proposed with its values and what each changes in tonnes, and the usual one computes', async () => {
    const found = candidatesOf(await answer(group)).map(({ name, effect }) => [name, effect?.change]);
    expect(found).toEqual([
      ['consolidation=operational-control', '0'],
      ['consolidation=financial-control', '0'],
      ['consolidation=equity-share', '-100'],
    ]);
  });

  it('is proposed no longer where a person accepted a value by its name', async () => {
    const { parameters: schema } = await findCataloguedMethod(group.method);
    const names = ['consolidation=equity-share', 'consolidation=whole', 'data/fuels.csv#coal/CO2'];
    const { run, taken } = takeBoundaries(group, names, schema);
    expect(taken).toEqual([names[0]]);
    const accepted = taken.map((name) => ({ name, reason: null }));
    const answered = await answer({ ...run, accepted });
    expect(candidatesOf(answered).map(({ isAccepted }) => isAccepted)).toEqual([true]);
    expect(textOf(answered)).toContain('Its person accepted this choice: consolidation=equity-share');
    expect(textOf(answered)).toContain('100 t CO2');
  });

  it('is not proposed where no figure depends on it', async () => {
    const { parameters: schema } = await findCataloguedMethod(group.method);
    const compute = (): Promise<[]> => Promise.resolve([]);
    expect(await findBoundaries({ ...group, schema }, { compute })).toEqual([]);
  });
});

async function verdictOn(
  question: Question,
  answered: Answered,
  by: AnswerFile['transcript']['by'],
): Promise<readonly [string, readonly string[]]> {
  const engine = (await engineFolder.list()).at(-1)!.digest;
  const verdict = await verify(buildAnswer({ question, answered, by, engine, records: null, proofs: [] }));
  return [verdict.verdict, codesOf(verdict)];
}
