import { Button } from '@mantine/core';
import { offerRecord } from '../../../../jobs/compute/starter-offers.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { ReviewAndSign } from '../../../work/review-and-sign.tsx';
import type { ComputeStepProps } from './compute-state.ts';
import { useOfferTexts } from './offer-texts.ts';
import { takeOptions } from './take-options.ts';

/** The tables of the starter data from which a run takes factors: each is signed and registered, then the computation goes on. */
export function RegisterTaken({
  session,
  state,
  onChange,
}: ComputeStepProps & { readonly session: PartySession }) {
  const texts = useOfferTexts();
  const [first, ...others] = state.taken;
  if (first === undefined) return null;
  return (
    <>
      <p>{texts.registers(first.input)}</p>
      <ReviewAndSign
        key={first.input}
        session={session}
        draft={first.draft}
        onBack={() => onChange({ taken: [] })}
        onRegistered={({ id }) =>
          void takeOptions(state, offerRecord(first.offers, id)).then((run) =>
            onChange({ ...run, run: null }),
          )
        }
      >
        {() => (
          <Button onClick={() => onChange({ taken: others })}>
            {others.length === 0 ? texts.goOn : texts.next(others[0]!.input)}
          </Button>
        )}
      </ReviewAndSign>
    </>
  );
}
