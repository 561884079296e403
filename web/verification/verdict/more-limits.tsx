import type { Hex } from '../../../core/encoding/hex.ts';
import { shorten } from '../../components/hash.tsx';
import { defineTexts } from '../../language/texts.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { findAnswered } from '../../../jobs/verify/answered-record.ts';
import { useServerHints } from './server-hints.ts';

const useTexts = defineTexts(
  {
    about: 'Whether what it is about was replaced or withdrawn since: verify that record.',
    basis: 'Whether somebody objects to the results that it cites: verify them too.',
    lost: 'Whether a party has lost its role or key since it signed.',
  },
  {
    about: '所针对的记录此后是否被取代或撤回：请验证该记录。',
    basis: '是否有主体对其引用的核算结果提出异议：请一并验证。',
    lost: '签名之后，相关主体是否已失去其角色或密钥。',
  },
);

/** What a verdict leaves open because it lies in other records, or later; with links that verify these. */
export function MoreLimits({
  outcome: { summary, bundle },
}: {
  outcome: Pick<ProofVerification, 'summary' | 'bundle'>;
}) {
  const texts = useTexts();
  const answered = findAnswered({ bundle });
  const cited = (summary?.basis ?? []).map(({ record }) => record);
  return (
    <>
      {answered !== null && (
        <li>
          {texts.about} <Links records={[answered]} />
        </li>
      )}
      {cited.length > 0 && (
        <li>
          {texts.basis} <Links records={cited} />
        </li>
      )}
      <li>{texts.lost}</li>
    </>
  );
}

/** Links that are listed. */
const MOST_LINKS = 8;

function Links({ records }: { records: readonly Hex[] }) {
  const hints = useServerHints();
  if (hints === null) return null;
  return records
    .slice(0, MOST_LINKS)
    .map((record) => <span key={record}> {hints.renderVerify(record, shorten(record))}</span>);
}
