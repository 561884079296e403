import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import { KINDS } from '../../../../core/records/kind.ts';
import { useOwnRecordTexts } from './own-record-texts.ts';

/** Where the next version of a record is made, and where figures of a result are disclosed. */
export function NextVersion({ view, hasFigures }: { view: RecordView; hasFigures: boolean }) {
  const texts = useOwnRecordTexts();
  const { id, record } = view;
  const subject = encodeURIComponent(record.subject);
  const target =
    record.kind === KINDS.dataset
      ? `/company/import?subject=${subject}`
      : record.kind === KINDS.result
        ? `/company/compute?from=${id}`
        : `/company/disclose/${record.sources[0] ?? id}?subject=${subject}`;
  return (
    <section className="card stack" aria-labelledby="next-version">
      <div>
        <h2 id="next-version">{texts.next}</h2>
        <p className="quiet">{texts.nextLead}</p>
      </div>
      <div className="row">
        {hasFigures && (
          <Button component={Link} to={`/company/disclose/${id}`}>
            {texts.disclose}
          </Button>
        )}
        <Button component={Link} to={target} variant="default">
          {record.kind === KINDS.dataset
            ? texts.importAgain
            : record.kind === KINDS.result
              ? texts.restate
              : texts.discloseAgain}
        </Button>
      </div>
    </section>
  );
}
