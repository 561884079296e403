import { Button } from '@mantine/core';
import { useFormat } from '../../language/format.ts';
import { useDecisionTexts } from './decision-texts.ts';
import type { News } from './use-news.ts';

/** When a disclosure was verified, whether something newer is registered since, and the button to verify it again. */
export function Checked({ at, news }: { at: number; news: News }) {
  const texts = useDecisionTexts();
  const format = useFormat();
  const time = format.time(at);
  return (
    <div className="row">
      <span className="quiet" role="status">
        {news.isVerifying
          ? texts.verifyingAgain
          : news.isOld
            ? texts.checkedOld(time)
            : texts.checkedAt(time)}
      </span>
      <Button variant="default" size="compact-sm" disabled={news.isVerifying} onClick={news.verify}>
        {texts.again}
      </Button>
    </div>
  );
}
