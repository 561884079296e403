import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Entry } from '../../../../client/generated/openapi.ts';
import { addressTo } from '../../../../client/records/addressees.ts';
import { discloseFigure } from '../../../../client/records/disclosed-figure.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { PartyPicker } from '../../../components/party-picker.tsx';
import { Failure } from '../../../components/states.tsx';
import type { PartySession } from '../../../session/require-session.tsx';
import { draftNext } from '../../../work/next-draft.ts';
import { RecordFields } from '../shared/record-fields.tsx';
import { faultsOf, statementOf } from '../shared/record-words.ts';
import { useEarlier } from '../shared/use-earlier.ts';
import type { DiscloseStepProps } from './disclose-state.ts';
import { useDiscloseTexts } from './disclose-texts.ts';

interface DescribeDisclosureProps extends DiscloseStepProps {
  readonly session: PartySession;
  readonly result: Hex;
  readonly chosen: readonly Entry[];
}

/** For whom the disclosure is meant, and what it is called. */
export function DescribeDisclosure(props: DescribeDisclosureProps) {
  const { session, result, chosen, state, onChange } = props;
  const texts = useDiscloseTexts();
  const { words, addressees } = state;
  const [isTried, setTried] = useState(false);
  const [isBuilding, setBuilding] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { earlier, readEarlier } = useEarlier(session, 'disclosure', words.subject);
  const build = async (): Promise<void> => {
    setTried(true);
    setBuilding(true);
    setError(null);
    try {
      const hasEarlier = (await readEarlier()) !== null;
      if (chosen.length === 0 || faultsOf(words, hasEarlier).size > 0) return;
      const draft = await draftNext(session, {
        ...{ kind: 'disclosure', subject: words.subject, sources: [result], public: words.isPublic },
        statement: addressTo(statementOf(words, hasEarlier), addressees),
        entries: chosen.map(({ salt: _salt, ...figure }) => discloseFigure(figure, result)),
      });
      onChange({ draft });
    } catch (failure) {
      setError(failure);
    } finally {
      setBuilding(false);
    }
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void build();
  };
  return (
    <form className="card stack" onSubmit={submit} noValidate aria-labelledby="describe">
      <h2 id="describe">{texts.describe}</h2>
      <PartyPicker
        label={texts.addressees}
        roles={['exchange', 'regulator']}
        chosen={addressees}
        onChange={(parties) => onChange({ addressees: parties })}
      />
      <p className="quiet">{texts.addresseesHelp}</p>
      <RecordFields
        kind="disclosure"
        words={words}
        earlier={earlier}
        isTried={isTried}
        onChange={(part) => onChange({ words: { ...words, ...part } })}
      />
      {isTried && chosen.length === 0 && <p role="alert">{texts.chooseFirst}</p>}
      {error !== null && <Failure error={error} />}
      <div>
        <Button type="submit" loading={isBuilding}>
          {texts.next}
        </Button>
      </div>
    </form>
  );
}
