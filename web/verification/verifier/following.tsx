import { Button } from '@mantine/core';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../language/format.ts';
import { EnglishNote } from '../verdict/english-note.tsx';
import { useFollowTexts } from './follow-texts.ts';
import type { FollowState } from './use-followed.ts';

/** Says how many records behind an answer were restated since, and names those that may have been: nobody here knows. */
export function Following({
  following,
  onAgain,
}: {
  readonly following: FollowState;
  readonly onAgain: () => void;
}) {
  const texts = useFollowTexts();
  const format = useFormat();
  switch (following.state) {
    case 'no-records':
      return null;
    case 'asking':
      return <p className="quiet">{texts.asking}</p>;
    case 'no-server':
      return <p className="quiet">{texts.noServer}</p>;
    case 'other-ledger':
      return <p className="quiet">{texts.otherLedger}</p>;
    case 'failed':
      return (
        <Notice tone="unsure" title={texts.failed}>
          <EnglishNote text={following.message} />
          <Button variant="default" size="compact-sm" onClick={onAgain}>
            {texts.again}
          </Button>
        </Notice>
      );
    case 'followed': {
      const { restated, unknown } = following.followed;
      return (
        <>
          {restated.length > 0 && (
            <Notice tone="unsure" title={texts.restated(format.number(restated.length))} isLive />
          )}
          {unknown.length > 0 && (
            <div className="quiet">
              <p>{texts.unknown(format.number(unknown.length))}</p>
              <ul>
                {unknown.map((id) => (
                  <li key={id}>
                    <code>{id}</code>
                  </li>
                ))}
              </ul>
            </div>
          )}
          {restated.length + unknown.length === 0 && <p className="quiet">{texts.current}</p>}
        </>
      );
    }
  }
}
