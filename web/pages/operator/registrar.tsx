import { useState } from 'react';
import type { Status } from '../../../client/generated/openapi.ts';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { type ActionName, startFields } from '../../../jobs/change-party/party-change.ts';
import { ActionForm } from './action-form.tsx';
import { ConnectWallet } from './connect-wallet.tsx';
import classes from './operator.module.css';
import type { Review } from '../../../jobs/change-party/prepare-review.ts';
import type { RegistrarAccount } from '../../../jobs/change-party/registrar-wallet.ts';
import { useRegistrarTexts } from './registrar-texts.ts';
import { SendCall } from './send-call.tsx';

type Chain = NonNullable<Status['chain']>;

interface RegistrarProps {
  readonly chain: Chain;
  /** What the form is to be opened with. */
  readonly action?: ActionName | undefined;
  readonly party?: string | undefined;
}

/** Connects the wallet of a registrar, and takes an action from its form to the final block. */
export function Registrar({ chain, action, party }: RegistrarProps) {
  const texts = useRegistrarTexts();
  const [account, setAccount] = useState<RegistrarAccount | null>(null);
  const [fields, setFields] = useState(() => startFields({ action, party }));
  const [review, setReview] = useState<Review | null>(null);
  const connect = <ConnectWallet chain={chain} account={account} onAccount={setAccount} />;
  return (
    <section className="card stack" aria-labelledby="registrar">
      <div>
        <h2 id="registrar">{texts.title}</h2>
        <p className="quiet">{texts.lead}</p>
      </div>
      {account !== null && <AccountSays account={account} />}
      {account?.isRegistrar === true ? (
        <details>
          <summary>{texts.aboutAccount}</summary>
          <div className={classes['details']}>
            <div className="stack">
              <RegistryFacts chain={chain} account={account} />
              {connect}
            </div>
          </div>
        </details>
      ) : (
        <>
          {connect}
          {account !== null && <RegistryFacts chain={chain} account={account} />}
        </>
      )}
      {account?.isRegistrar === true &&
        (review === null ? (
          <ActionForm
            account={account}
            registry={chain.registry}
            fields={fields}
            onChange={setFields}
            onPrepared={setReview}
          />
        ) : (
          <SendCall
            account={account}
            chainId={chain.chainId}
            review={review}
            onChange={() => setReview(null)}
            onAnother={() => {
              setFields(startFields());
              setReview(null);
            }}
          />
        ))}
    </section>
  );
}

function AccountSays({ account: { account, isRegistrar } }: { account: RegistrarAccount }) {
  const texts = useRegistrarTexts();
  if (isRegistrar)
    return (
      <p role="status">
        {texts.isRegistrar} <code className={classes['account']}>{account}</code>
      </p>
    );
  return (
    <Notice isLive title={texts.notRegistrar}>
      <p>
        <code className={classes['account']}>{account}</code>
      </p>
      <p>{texts.notRegistrarAdvice}</p>
    </Notice>
  );
}

function RegistryFacts({ chain, account }: { chain: Chain; account: RegistrarAccount }) {
  const texts = useRegistrarTexts();
  const { registrars } = account;
  return (
    <Facts
      facts={[
        [texts.registry, <code key="registry">{chain.registry}</code>],
        [texts.chain, String(chain.chainId)],
        ...(registrars === null
          ? []
          : [[texts.registrars, <code key="registrars">{registrars.join(', ')}</code>] as const]),
      ]}
    />
  );
}
