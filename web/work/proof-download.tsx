import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { awaitProof, waitForLaterFinal } from '../../client/http/fetch-proof.ts';
import { queryForPolicy } from '../../jobs/verify/policy-evidence.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { recordFileName, saveFile } from '../components/save-file.ts';
import { Failure } from '../components/states.tsx';
import { openPortalApi } from '../data/ledger.ts';
import { recordQuery } from '../data/queries.ts';
import type { Session } from '../session/session.tsx';
import { useProofTexts } from './proof-texts.ts';
import { useVerdictRules } from './use-verdict.ts';

/** Milliseconds for which evidence that is not there yet, such as a replay, is waited for. */
const WAIT_MS = 60_000;

interface ProofDownloadProps {
  readonly session: Session;
  readonly id: Hex;
  /** Also with the rows from which the figures can be computed again. */
  readonly isReperformable?: boolean;
  /** Whether it is the first thing to do. */
  readonly isMain?: boolean;
}

/** Saves the proof file of a record, with the evidence that the policy of the page Verify asks for, once the record is final. */
export function ProofDownload(props: ProofDownloadProps) {
  const { session, id, isReperformable = false, isMain = false } = props;
  const texts = useProofTexts();
  const { data: view } = useQuery(recordQuery(id));
  const rules = useVerdictRules();
  const isFinal = view?.state === 'final';
  const proof = useMutation({
    mutationFn: async () => {
      const policy = rules?.chosen?.policy;
      const evidence = policy === undefined ? {} : queryForPolicy(policy);
      const query = { ...evidence, ...(isReperformable ? { reperformable: 'true' } : {}) };
      const api = openPortalApi(session.token);
      const waiting = { until: Date.now() + WAIT_MS, now: Date.now, report: () => {} };
      const { bytes, proof: file } = await awaitProof(api, id, query, () => {}, waiting);
      await waitForLaterFinal(api, file, waiting);
      const extent = isReperformable ? '-reperformable' : '';
      const name = recordFileName(view!.record, `${extent}.carbon-proof.json`);
      saveFile(name, 'application/json', bytes as Uint8Array<ArrayBuffer>);
    },
  });
  return (
    <>
      <Button
        variant={isMain ? 'filled' : 'default'}
        disabled={!isFinal || rules === undefined}
        loading={proof.isPending}
        onClick={() => proof.mutate()}
      >
        {isReperformable ? texts.reperformable : texts.proof}
      </Button>
      {view !== undefined && !isFinal && <span className="quiet">{texts.whenFinal}</span>}
      {proof.isSuccess && (
        <span className="quiet" role="status">
          {texts.saved}
        </span>
      )}
      {proof.error !== null && <Failure error={proof.error} onRetry={() => proof.mutate()} />}
    </>
  );
}
