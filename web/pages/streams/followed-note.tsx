import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../language/format.ts';
import type { Followed } from '../../../jobs/compare/compare-entries.ts';
import { useStreamTexts } from './stream-texts.ts';

/** Says that rows of one period are followed by those of a later one, and stay valid for their own. */
export function FollowedNote({ followed: { count, before, after } }: { followed: Followed }) {
  const texts = useStreamTexts();
  const format = useFormat();
  const period = format.period(before.from, before.until);
  return (
    <Notice
      title={texts.followed(count, format.number(count), period, format.period(after.from, after.until))}
    >
      {texts.staysValid(period)}
    </Notice>
  );
}
