import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { focusNew } from '../../components/page-focus.ts';
import { useAttempt } from '../../components/use-attempt.ts';
import { PrepareFailure } from './action-form.tsx';
import { FollowTransaction } from './follow-transaction.tsx';
import type { Review } from '../../../jobs/change-party/prepare-review.ts';
import type { RegistrarAccount } from '../../../jobs/change-party/registrar-wallet.ts';
import { useRegistrarTexts } from './registrar-texts.ts';
import { ReviewFacts } from './review-facts.tsx';

interface SendCallProps {
  readonly account: RegistrarAccount;
  readonly chainId: number;
  readonly review: Review;
  /** Back to the form as it was filled in. */
  readonly onChange: () => void;
  /** To an empty form. */
  readonly onAnother: () => void;
}

/** Shows what an action does, sends it by the wallet, and follows it until its block is final. */
export function SendCall({ account, chainId, review, onChange, onAnother }: SendCallProps) {
  const texts = useRegistrarTexts();
  const [transaction, setTransaction] = useState<Hex | null>(null);
  const { isBusy, error, attempt } = useAttempt();
  const send = (): Promise<void> =>
    attempt(async () => {
      const { sendCall } = await import('../../../jobs/change-party/registrar-wallet.ts');
      setTransaction(await sendCall(account, review.call));
    });
  return (
    <div className="stack">
      <div>
        <h3 tabIndex={-1} ref={focusNew}>
          {transaction === null ? texts.reviewTitle : texts.sentTitle}
        </h3>
        {transaction === null && <p className="quiet">{texts.reviewLead}</p>}
      </div>
      <ReviewFacts review={review} chainId={chainId} isSent={transaction !== null} />
      {error !== null && <PrepareFailure error={error} />}
      {transaction === null ? (
        <div className="row">
          <Button loading={isBusy} onClick={() => void send()}>
            {texts.send}
          </Button>
          <Button variant="default" disabled={isBusy} onClick={onChange}>
            {texts.change}
          </Button>
          <span role="status">{isBusy && texts.sending}</span>
        </div>
      ) : (
        <>
          <FollowTransaction account={account} call={review.call} transaction={transaction} />
          <div className="row">
            <LinkButton variant="default" to="/parties/$party" params={{ party: review.party }}>
              {texts.openParty}
            </LinkButton>
            <Button variant="default" onClick={onAnother}>
              {texts.another}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
