import type { SamplePlan } from '../../../../jobs/sample/draw-sample.ts';
import { useFormat } from '../../../language/format.ts';
import { useSamplingTexts } from './sampling-texts.ts';

/** A plan in words: which rows of what, and how they are chosen. */
export function useSampleWords(): {
  readonly about: (plan: SamplePlan, title: string) => string;
  readonly chosenBy: (plan: SamplePlan) => string;
} {
  const texts = useSamplingTexts();
  const format = useFormat();
  return {
    about: ({ unit, selection }, title) =>
      unit === null
        ? texts.aboutAll(title)
        : texts.about(title, selection.rows?.join(', ') ?? '–', format.unit(unit)),
    chosenBy: (plan) => {
      const method = texts.methods[plan.method];
      if (plan.method === 'above')
        return texts.drawnFrom(method, format.decimal(plan.least), format.unit(plan.unit));
      return plan.method === 'chosen' ? texts.chosenFor(plan.reason) : texts.drawnBy(method);
    },
  };
}
