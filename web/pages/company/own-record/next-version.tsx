import type { RecordView } from '../../../../client/generated/openapi.ts';
import { KINDS } from '../../../../core/records/kind.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { useOwnRecordTexts } from './own-record-texts.ts';

/** Where the next version of a record is made, and where figures of a result are disclosed. */
export function NextVersion({ view: { id, record } }: { view: RecordView }) {
  const texts = useOwnRecordTexts();
  const { kind, subject, sources } = record;
  return (
    <section className="card stack" aria-labelledby="next-version">
      <div>
        <h2 id="next-version">{texts.next}</h2>
        <p className="quiet">{texts.nextLead}</p>
      </div>
      <div className="row">
        {kind === KINDS.dataset && (
          <LinkButton to="/company/import" search={{ subject }} variant="default">
            {texts.importAgain}
          </LinkButton>
        )}
        {kind === KINDS.result && (
          <>
            <LinkButton to="/company/disclose/$id" params={{ id }} search={{}}>
              {texts.disclose}
            </LinkButton>
            <LinkButton to="/company/compute" search={{ from: id }} variant="default">
              {texts.restate}
            </LinkButton>
          </>
        )}
        {kind === KINDS.disclosure && (
          <LinkButton
            to="/company/disclose/$id"
            params={{ id: sources[0] ?? id }}
            search={{ subject }}
            variant="default"
          >
            {texts.discloseAgain}
          </LinkButton>
        )}
      </div>
    </section>
  );
}
