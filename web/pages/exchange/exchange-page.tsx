import { PageHeading } from '../../components/page-heading.tsx';
import { RequireSession } from '../../session/require-session.tsx';
import { useExchangeTexts } from './exchange-texts.ts';
import { Inbox } from './inbox/inbox.tsx';
import { Replays } from './inbox/replays.tsx';

/** The inbox of an exchange or regulator. */
export function ExchangePage() {
  const texts = useExchangeTexts();
  return (
    <div className="stack">
      <PageHeading title={texts.title} lead={texts.lead} />
      <RequireSession roles={['exchange', 'regulator']}>
        {(session) => <Inbox session={session} />}
      </RequireSession>
      <Replays />
    </div>
  );
}
