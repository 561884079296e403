import type { Hex } from '../../../core/encoding/hex.ts';
import { RecordLink } from '../../components/record/record-link.tsx';
import { useRecordPageTexts } from './record-page-texts.ts';
import classes from './record-page.module.css';

/** Sources that are shown at once; the others on demand. */
const MOST = 12;

/** The records that a record names as its sources. */
export function RecordSources({ ids }: { ids: readonly Hex[] }) {
  const texts = useRecordPageTexts();
  if (ids.length === 0) return <span className="quiet">{texts.noSources}</span>;
  const list = (part: readonly Hex[]) => (
    <ul className={`plain ${classes['links']}`}>
      {part.map((id) => (
        <li key={id}>
          <RecordLink id={id} />
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {list(ids.slice(0, MOST))}
      {ids.length > MOST && (
        <details>
          <summary>{texts.moreSources(ids.length - MOST)}</summary>
          {list(ids.slice(MOST))}
        </details>
      )}
    </>
  );
}
