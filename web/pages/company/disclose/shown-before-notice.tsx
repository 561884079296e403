import { Notice } from '../../../components/notice.tsx';
import { RecordLink } from '../../../components/record/record-link.tsx';
import { FigureName } from '../../../components/record/figure-name.tsx';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { useFormat } from '../../../language/format.ts';
import { useDiscloseTexts } from './disclose-texts.ts';
import type { ShownBefore } from './use-shown-before.ts';

/** At most so many figures of a disclosure are named. */
const MOST = 10;

/** What the readers of a new disclosure have seen already: they keep it, whatever the new one says. */
export function ShownBeforeNotice({ shown }: { shown: readonly ShownBefore[] }) {
  const texts = useDiscloseTexts();
  const words = useRecordTexts();
  const format = useFormat();
  if (shown.length === 0) return null;
  return (
    <Notice isLive title={texts.shownBefore}>
      <ul>
        {shown.map(({ view: { id, record }, entries }) => (
          <li key={id}>
            <RecordLink id={id} hasSubject={false} />{' '}
            <span className="quiet">{words.version(record.sequence)}</span>
            <ul>
              {entries.slice(0, MOST).map(({ key, detail, value, unit }) => (
                <li key={key}>
                  <FigureName figure={{ key, detail }} />{' '}
                  {value !== null && (
                    <strong className="unbroken">
                      {format.decimal(value)} {format.unit(unit)}
                    </strong>
                  )}
                </li>
              ))}
            </ul>
            {entries.length > MOST && texts.andMore(format.number(entries.length - MOST))}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
