import { useQuery } from '@tanstack/react-query';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { RecordLink } from '../../../components/record/record-link.tsx';
import { Tag, type Tone } from '../../../components/tag.tsx';
import { recordQuery } from '../../../data/queries.ts';
import { canBeSource } from '../../../../jobs/compute/record-input.ts';
import { useSession } from '../../../session/session.tsx';
import { type Asker, useVerdict, useVerdictRules } from '../../../work/use-verdict.ts';
import { useAskTexts } from '../ask-texts.ts';

const TONES: Readonly<Record<string, Tone>> = {
  verified: 'good',
  'not-verified': 'bad',
  unchecked: 'unsure',
};

/** Returns who asks for proof files on this page. */
export function useAsker(): Asker {
  const { session } = useSession();
  return session === null || session.party === null ? null : { ...session, party: session.party };
}

/** A record with its verdict: its proof file is verified in this browser, by the policy of its user. */
export function RecordVerdict({ id }: { id: Hex }) {
  const { data: view } = useQuery(recordQuery(id));
  return (
    <span className="row" data-ref={id}>
      <RecordLink id={id} />
      {view !== undefined && canBeSource(view.state) && <VerdictTag id={id} />}
    </span>
  );
}

function VerdictTag({ id }: { id: Hex }) {
  const texts = useAskTexts();
  const { data, error } = useVerdict(useAsker(), id, useVerdictRules());
  if (error !== null) return <Tag tone="unsure">{texts.verdicts.unchecked}</Tag>;
  if (data === undefined) return <span className="quiet">{texts.verifying}</span>;
  const { verdict } = data.outcome;
  return <Tag tone={TONES[verdict] ?? 'unsure'}>{texts.verdicts[verdict]}</Tag>;
}
