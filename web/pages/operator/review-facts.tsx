import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { useFormat } from '../../language/format.ts';
import { useLanguage } from '../../language/language.tsx';
import type { ActionName } from '../../../jobs/change-party/party-change.ts';
import { currencyOf, formatAmount } from './currency.ts';
import classes from './operator.module.css';
import type { OtherHolder, Review } from '../../../jobs/change-party/prepare-review.ts';
import { useRegistrarTexts } from './registrar-texts.ts';
import type { Fee } from '../../../jobs/change-party/party-state.ts';

type Fact = readonly [name: string, value: ReactNode];

interface ReviewFactsProps {
  readonly review: Review;
  readonly chainId: number;
  /** Whether it was sent: what the party had before is no longer what it has. */
  readonly isSent: boolean;
}

/** What an action does, to whom, from when it counts and what it costs, in words; the call itself on demand. */
export function ReviewFacts({ review, chainId, isSent }: ReviewFactsProps) {
  const texts = useRegistrarTexts();
  const { call, party, fee } = review;
  const facts = useReviewFacts(review, chainId, isSent);
  const format = useFormat();
  return (
    <>
      <Facts facts={facts} />
      {!isSent && <SharedKey others={review.others} now={review.now} />}
      <details>
        <summary>{texts.details}</summary>
        <div className={classes['details']}>
          <Facts
            facts={[
              [texts.partyId, <code key="party">{party}</code>],
              [texts.contract, <code key="contract">{call.to}</code>],
              [texts.chain, String(chainId)],
              [texts.call, <code key="call">{call.name}</code>],
              ...call.values.map(([name, value]): Fact => [name, <code key={name}>{value}</code>]),
              ...(fee === null
                ? []
                : [
                    [
                      texts.gas,
                      texts.gasAt(format.number(fee.gas), format.number(fee.price / 1e9, 3)),
                    ] as const,
                  ]),
              [texts.data, <code key="data">{call.data}</code>],
            ]}
          />
        </div>
      </details>
    </>
  );
}

function useReviewFacts(
  { fields, state, now, keyDelay, fee }: Review,
  chainId: number,
  isSent: boolean,
): readonly Fact[] {
  const texts = useRegistrarTexts();
  const { roles: roleWords } = useRecordTexts();
  const format = useFormat();
  const { does } = fields;
  const names = (roles: readonly (keyof typeof roleWords)[]): string =>
    roles.length === 0 ? texts.noRole : format.list(roles.map((role) => roleWords[role]));
  const keys: readonly { readonly key: string; readonly from: number }[] = state?.keys ?? [];
  const keysShown = <KeyList keys={keys} now={now} />;
  const key = <code key="key">{fields.key}</code>;
  const changes: Readonly<Record<typeof does, readonly Fact[]>> = {
    registerParty: [
      [texts.firstKey, key],
      [texts.newRoles, names(fields.roles)],
    ],
    addIdentifier: [[texts.newIdentifier, fields.identifier]],
    openRole: [[texts.role, roleWords[fields.role]]],
    closeRole: [[texts.role, roleWords[fields.role]]],
    addKey: [[texts.newKey, key]],
    closeKey: [[texts.endedKey, key]],
    suspend: [[texts.endedKeys, keysShown]],
  };
  return [
    [texts.action, <strong key="action">{texts.actions[does]}</strong>],
    [
      texts.party,
      <PartyOf key="party" identifiers={state?.identifiers ?? [fields.identifier]} isNew={state === null} />,
    ],
    ...changes[does],
    [texts.counts, <Counts key="counts" does={does} now={now} keyDelay={keyDelay} />],
    ...(state === null || isSent ? [] : [[texts.rolesNow, names(state.roles)] as const]),
    ...(state === null || isSent || does === 'suspend' ? [] : [[texts.keysNow, keysShown] as const]),
    [texts.fee, <FeeText key="fee" fee={fee} chainId={chainId} />],
  ];
}

/** From when an action counts. */
function Counts({ does, now, keyDelay }: Pick<Review, 'now' | 'keyDelay'> & { does: ActionName }) {
  const texts = useRegistrarTexts();
  const format = useFormat();
  if (does === 'addKey') return texts.afterDelay(format.time(now + keyDelay), format.duration(keyDelay));
  const ends = does === 'closeRole' || does === 'closeKey' || does === 'suspend';
  return ends ? texts.endsAtOnce : texts.atOnce;
}

function FeeText({ fee, chainId }: { fee: Fee | null; chainId: number }) {
  const texts = useRegistrarTexts();
  const { language } = useLanguage();
  if (fee === null) return texts.feeUnknown;
  const currency = currencyOf(chainId);
  const amount = formatAmount(fee.gas * fee.price, language);
  return texts.paid(currency === null ? texts.inCoins(amount) : texts.inCurrency(amount, currency));
}

function PartyOf({ identifiers, isNew }: { identifiers: readonly string[]; isNew: boolean }) {
  const texts = useRegistrarTexts();
  const [first, ...others] = identifiers;
  return (
    <>
      <strong>{first}</strong>
      {others.map((other) => (
        <div key={other} className="quiet">
          {other}
        </div>
      ))}
      {isNew && <div className="quiet">{texts.newParty}</div>}
    </>
  );
}

function KeyList({
  keys,
  now,
}: {
  keys: readonly { readonly key: string; readonly from: number }[];
  now: number;
}) {
  const texts = useRegistrarTexts();
  const format = useFormat();
  if (keys.length === 0) return texts.noKey;
  return (
    <ul className={classes['keys']}>
      {keys.map(({ key, from }) => (
        <li key={key}>
          <code>{key}</code>{' '}
          <span className="quiet">
            {from > now ? texts.waits(format.time(from)) : texts.since(format.time(from))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Warns where an address is a key of another party already. */
function SharedKey({ others, now }: { others: readonly OtherHolder[] | null; now: number }) {
  const texts = useRegistrarTexts();
  const format = useFormat();
  if (others === null) return <p className="quiet">{texts.alsoKeyUnknown}</p>;
  if (others.length === 0) return null;
  return (
    <Notice tone="unsure" title={texts.alsoKeyTitle} role="alert">
      {others.map(({ party, identifier, from }) => (
        <p key={party}>
          <Link to="/parties/$party" params={{ party }} target="_blank">
            {(from > now ? texts.alsoKeyWaits : texts.alsoKey)(identifier, format.time(from))}
          </Link>
        </p>
      ))}
      <p>{texts.alsoKeyAdvice}</p>
    </Notice>
  );
}
