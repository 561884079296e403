import type { Entry } from '../../../../client/generated/openapi.ts';
import { addressTo } from '../../../../jobs/register/addressees.ts';
import { discloseResult } from '../../../../jobs/disclose/disclose-result.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { PartyPicker } from '../../../components/record/party-picker.tsx';
import type { PartySession } from '../../../session/require-session.tsx';
import { DescribeRecord } from '../shared/describe-record.tsx';
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
  return (
    <DescribeRecord
      session={session}
      kind="disclosure"
      title={texts.describe}
      words={words}
      onWords={(next) => onChange({ words: next })}
      sketch={(statement) =>
        chosen.length === 0
          ? null
          : {
              statement: addressTo(statement, addressees),
              ...discloseResult({
                record: result,
                figures: chosen,
                keys: chosen.map(({ key }) => key),
              }),
            }
      }
      onDraft={(draft) => onChange({ draft })}
      below={({ isTried }) => isTried && chosen.length === 0 && <p role="alert">{texts.chooseFirst}</p>}
    >
      <PartyPicker
        label={texts.addressees}
        roles={['exchange', 'regulator']}
        chosen={addressees}
        onChange={(parties) => onChange({ addressees: parties })}
      />
      <p className="quiet">{texts.addresseesHelp}</p>
    </DescribeRecord>
  );
}
