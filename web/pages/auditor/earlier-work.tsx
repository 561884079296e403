import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { findOpinion, type OwnOpinions } from '../../../jobs/assure/own-opinions.ts';
import { Notice } from '../../components/notice.tsx';
import { recordQuery } from '../../data/queries.ts';
import { titleOf } from '../../data/record-title.ts';
import { useFormat } from '../../language/format.ts';
import { useNewer } from './assure-notices.tsx';
import { useAuditorTexts } from './auditor-texts.ts';
import { useAssureTexts } from './shared/assure-texts.ts';
import { listWorked } from './shared/audit-store.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';

/** Records whose work is looked at, at most. */
const MOST = 50;

interface EarlierWorkProps {
  readonly party: Hex;
  readonly own: OwnOpinions;
}

/** The work in hand on versions that a newer one has replaced: the queue has the newest ones only. */
export function EarlierWork({ party, own }: EarlierWorkProps) {
  const worked = listWorked(party).slice(0, MOST);
  const views = useQueries({ queries: worked.map((id) => recordQuery(id)) });
  // Where an opinion on it was given, the queue has it as outdated.
  const open = views.flatMap(({ data }) =>
    data === undefined || findOpinion(own, data.record)?.answers === data.id ? [] : [data],
  );
  return open.map((view) => <Replaced key={view.id} view={view} />);
}

function Replaced({ view }: { view: RecordView }) {
  const texts = useAuditorTexts();
  const assure = useAssureTexts();
  const format = useFormat();
  const newer = useNewer(view);
  if (newer === null) return null;
  return (
    <Notice
      tone="unsure"
      title={texts.earlier(format.number(view.record.sequence), format.number(newer.sequence))}
    >
      <div className="row">
        <Link to="/auditor/$id" params={{ id: view.id }}>
          {assure.versioned(showOutside(titleOf(view), MOST_OF_TITLE), format.number(view.record.sequence))}
        </Link>
        <Link to="/auditor/$id" params={{ id: newer.record }}>
          {assure.openNewer}
        </Link>
      </div>
    </Notice>
  );
}
