import { queryOptions, useQuery } from '@tanstack/react-query';
import type { RecordView } from '../../client/generated/openapi.ts';
import { isWithdrawn } from '../../core/records/statement.ts';
import { ledger } from '../data/ledger.ts';
import { useFormat } from '../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import { useSourceNewsTexts } from './source-news-texts.ts';

/** How many steps are listed: the newest. */
const MOST = 5;

/** The newest versions after one, the oldest first: each says why it replaced the one before. */
const stepsQuery = (newest: RecordView, from: number) =>
  queryOptions({
    queryKey: ['version-steps', newest.id, from],
    queryFn: async () => {
      const steps = [newest];
      while (steps[0]!.record.sequence > from + 1 && steps.length < MOST)
        steps.unshift(await ledger.readRecord({ id: steps[0]!.record.previous }));
      return steps;
    },
    staleTime: Infinity,
  });

/** What was said at each step from one version to the newest: why it was replaced, and by which version. */
export function VersionSteps({ from, newest }: { from: number; newest: RecordView }) {
  const texts = useSourceNewsTexts();
  const format = useFormat();
  const { data = [newest] } = useQuery(stepsQuery(newest, from));
  const earlier = data[0]!.record.sequence - 1 - from;
  return (
    <ul className="marked">
      {earlier > 0 && <li className="quiet">{texts.earlierSteps(earlier, format.number(earlier))}</li>}
      {data.map((version) => {
        const { sequence } = version.record;
        const { reason } = version.statement;
        const said = typeof reason === 'string' && reason !== '' ? showOutside(reason, MOST_OF_TITLE) : null;
        const [before, after] = [format.number(sequence - 1), format.number(sequence)];
        return (
          <li key={version.id}>
            {isWithdrawn(version) ? texts.withdrawalStep(before, said) : texts.step(before, after, said)}
          </li>
        );
      })}
    </ul>
  );
}
