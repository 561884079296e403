import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { StreamPlace } from '../../../client/http/fetch-records.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { Notice } from '../../components/notice.tsx';
import { newestQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { useAssureTexts } from './shared/assure-texts.ts';
import type { Material } from '../../../jobs/reperform/material.ts';

/** Returns the newest version of the stream of a record where that is newer than the record; it comes by itself. */
export function useNewer({ id, record }: RecordView): StreamPlace | null {
  const { party, kind, subject, sequence } = record;
  const { data } = useQuery(newestQuery({ party, kind: nameOfKind(kind), subject }));
  return data != null && data.sequence > sequence && data.record !== id ? data : null;
}

/** Says that the record is not on the chain yet. */
export function EarlyNotice({ view: { state } }: { view: RecordView }) {
  const texts = useAssureTexts();
  if (state === 'final' || state === 'anchored') return null;
  return <Notice tone="unsure" title={texts.early} />;
}

/** Says that there is a newer version, with ways to it and to the comparison. */
export function NewerNotice({
  view: { record },
  newer,
}: {
  view: RecordView;
  newer: Pick<StreamPlace, 'record' | 'sequence'>;
}) {
  const texts = useAssureTexts();
  const format = useFormat();
  const { party, kind, subject, sequence } = record;
  return (
    <Notice tone="unsure" isLive title={texts.newer(format.number(newer.sequence))}>
      <div className="row">
        <Link to="/auditor/$id" params={{ id: newer.record }}>
          {texts.openNewer}
        </Link>
        <Link
          to="/streams/$party/$kind/$"
          params={{ party, kind: nameOfKind(kind), _splat: subject }}
          search={{ a: sequence, b: newer.sequence }}
        >
          {texts.compare}
        </Link>
      </div>
    </Notice>
  );
}

/** Says which figures and rows the reader may not read, or that they come from a file. */
export function ClosedNotice({ id, material: { closed, isFile } }: { id: Hex; material: Material }) {
  const texts = useAssureTexts();
  const format = useFormat();
  if (isFile)
    return (
      <Notice title={texts.fromFile}>
        <p>{texts.fromFileLead}</p>
      </Notice>
    );
  if (closed.length === 0) return null;
  const isItself = closed.some((each) => each.id === id);
  const sources = closed.filter((each) => each.id !== id);
  return (
    <Notice tone="unsure" title={isItself ? texts.closedItself : texts.closed}>
      <p>{texts.closedAdvice}</p>
      {sources.length > 0 && (
        <>
          {isItself && <p>{texts.closedAlso}</p>}
          <ul>
            {sources.map(({ id: source, title, sequence }) => (
              <li key={source}>
                <Link to="/records/$id" params={{ id: source }}>
                  {texts.versioned(title, format.number(sequence))}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
