import { Button } from '@mantine/core';
import { useState } from 'react';
import { WorkerFailure } from '../../../../client/workers/worker-calls.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { FoundOffers, Offer, OfferedGap } from '../../../../jobs/compute/offers.ts';
import { splitOffers } from '../../../../jobs/compute/starter-offers.ts';
import { isStarterName } from '../../../../jobs/import/starter-dataset.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { LongText, OutsideText } from '../../../components/outside-text.tsx';
import { RecordLink } from '../../../components/record/record-link.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { useRunFaults } from '../../../language/faults/run-faults.ts';
import { useFigureName } from '../../../language/figure-names.ts';
import { useFormat } from '../../../language/format.ts';
import { useGapWords } from '../../../language/gap-words.ts';
import { showOutside } from '../../../language/outside-text.ts';
import { usePlace } from '../../../language/place.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLedgerReads } from '../shared/use-ledger-reads.ts';
import classes from '../shared/company.module.css';
import { CodedFailure } from '../shared/coded-failure.tsx';
import type { OffersRequest } from './compute-messages.ts';
import type { ComputeStepProps } from './compute-state.ts';
import { findOffers } from './compute-work.ts';
import { useOfferTexts } from './offer-texts.ts';
import { takeOptions } from './take-options.ts';
import { takeFiles } from './take-starter.ts';

/** The refusals that another factor ends. */
const GAPS = ['missing-factor', 'factor-out-of-time', 'factor-out-of-place'];

/** Whether other factors can end a refusal. */
export function isGap(error: unknown): boolean {
  return error instanceof WorkerFailure && GAPS.includes(error.code ?? '');
}

interface FactorOffersProps extends ComputeStepProps {
  readonly session: PartySession;
  /** The run that lacks something. */
  readonly request: OffersRequest;
}

/** The factors that a refused run lacks: what exists for each, what it changes in tonnes, and one click to take it. */
export function FactorOffers({ session, state, request, onChange }: FactorOffersProps) {
  const texts = useOfferTexts();
  const reads = useLedgerReads(session);
  const { isBusy, error, attempt, stop } = useAttempt();
  const taking = useAttempt();
  const [found, setFound] = useState<FoundOffers | null>(null);
  const [taken, setTaken] = useState<readonly string[]>([]);
  const look = (): Promise<void> =>
    attempt(async (signal) => {
      setTaken([]);
      setFound(await findOffers(request, signal));
    });
  const take = (offers: readonly Offer[]): Promise<void> =>
    taking.attempt(async () => {
      const { registered, starter } = splitOffers(offers);
      const part = await takeFiles(await takeOptions(state, registered), starter, { session, reads });
      setTaken([...taken, ...offers.map(({ name }) => name)]);
      onChange({ ...part, run: null });
    });
  return (
    <div className="stack">
      <div className="row">
        <Button variant={found === null ? 'filled' : 'default'} loading={isBusy} onClick={() => void look()}>
          {texts.look}
        </Button>
        {isBusy && (
          <Button variant="default" onClick={stop}>
            {texts.stop}
          </Button>
        )}
        <span role="status">{isBusy && texts.looking}</span>
      </div>
      {error !== null && <CodedFailure error={error} />}
      {taking.error !== null && <CodedFailure error={taking.error} />}
      {found !== null && (
        <FoundGaps {...{ found, taken, method: request.method }} onTake={(offers) => void take(offers)} />
      )}
    </div>
  );
}

interface FoundGapsProps {
  readonly found: FoundOffers;
  readonly method: string;
  /** The names of the offers that were taken. */
  readonly taken: readonly string[];
  readonly onTake: (offers: readonly Offer[]) => void;
}

/** Each gap with its offers, and one click for the first of each. */
function FoundGaps({ found, method, taken, onTake }: FoundGapsProps) {
  const texts = useOfferTexts();
  const first = found.gaps.flatMap(({ offers: [offer] }) => (offer === undefined ? [] : [offer]));
  return (
    <section className="stack" aria-labelledby="factor-offers">
      <div>
        <h3 id="factor-offers">{texts.lacks}</h3>
        <p className="quiet">{texts.lead}</p>
      </div>
      {first.length > 1 && (
        <div className="row">
          <Button size="compact-sm" onClick={() => onTake(first)}>
            {texts.takeAll}
          </Button>
        </div>
      )}
      <span role="status">{taken.length > 0 && texts.taken}</span>
      {found.gaps.map((gap) => (
        <GapOffers
          key={`${gap.what} ${gap.key}`}
          gap={gap}
          method={method}
          taken={taken}
          onTake={(offer) => onTake([offer])}
        />
      ))}
      {found.refusal !== null && found.gaps.every(({ offers }) => offers.length > 0) && (
        <Refusal refusal={found.refusal} />
      )}
    </section>
  );
}

function Refusal({ refusal: { code, message } }: { refusal: NonNullable<FoundOffers['refusal']> }) {
  const texts = useOfferTexts();
  const textOf = useRunFaults();
  return <p>{texts.even(textOf(code) ?? showOutside(message))}</p>;
}

interface GapOffersProps {
  readonly gap: OfferedGap;
  readonly method: string;
  readonly taken: readonly string[];
  readonly onTake: (offer: Offer) => void;
}

/** A gap with its offers, or what to do where there are none. */
function GapOffers({ gap: { what, key, offers }, method, taken, onTake }: GapOffersProps) {
  const texts = useOfferTexts();
  const writeGap = useGapWords();
  return (
    <div>
      <strong>{texts.forRow(writeGap(what), showOutside(key))}</strong>
      {offers.length === 0 && (
        <p>
          {texts.none}{' '}
          <LinkButton to="/company/import" search={{}} size="compact-xs" variant="default">
            {texts.importOwn}
          </LinkButton>
        </p>
      )}
      <ul className={`plain ${classes['lines']}`}>
        {offers.map((offer) => (
          <li key={offer.name}>
            <OfferLine offer={offer} method={method} />
            <div className="row">
              <Button
                variant="default"
                size="compact-sm"
                disabled={taken.includes(offer.name)}
                aria-label={texts.takeOf(showOutside(offer.factor.key))}
                onClick={() => onTake(offer)}
              >
                {texts.take}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function OfferLine({
  offer: { input, factor, proxy, set, effect },
  method,
}: {
  readonly offer: Offer;
  readonly method: string;
}) {
  const texts = useOfferTexts();
  const format = useFormat();
  const placeOf = usePlace();
  const figureName = useFigureName();
  const { value, unit, title, from, until, detail, source } = factor;
  const { geography } = detail;
  const facts = [
    `${format.decimal(value)} ${format.unit(unit)}`,
    typeof geography === 'string' ? placeOf(geography) : texts.anyPlace,
    until === 0 ? texts.anyTime : format.period(from, until),
    proxy === null ? texts.fits : texts.proxy,
    ...Object.entries(set).map(([path, text]) => texts.sets(path, showOutside(text))),
  ];
  const change = effect === null || effect.change === '0' ? null : effect.change;
  return (
    <div>
      <OutsideText text={title ?? factor.key} /> · {facts.join(' · ')}
      {effect !== null && (
        <div>
          <strong>
            {texts.gives(
              figureName(effect.figure, method) ?? showOutside(effect.figure),
              `${format.decimal(effect.value)} ${format.unit(effect.unit)}`,
            )}
          </strong>
          {change !== null &&
            ` (${texts.differs(`${change.startsWith('-') ? '' : '+'}${format.decimal(change)} ${format.unit(effect.unit)}`)})`}
        </div>
      )}
      <div className="quiet">
        {isStarterName(input) ? texts.starter(input) : <RecordLink id={input as Hex} hasSubject={false} />}
        {source !== null && (
          <>
            {' '}
            · <LongText text={source.title} />
          </>
        )}
      </div>
    </div>
  );
}
