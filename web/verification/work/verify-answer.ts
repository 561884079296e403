import { parseAnswer } from '../../../agents/answer/answer-file.ts';
import { type AnswerReport, reportAnswer } from '../../../agents/answer/report-answer.ts';
import { verifyAnswer } from '../../../agents/answer/verify-answer.ts';
import { digestPolicy } from '../../../agents/records/policy-digest.ts';
import { openGivenDocuments } from '../../../jobs/documents/given-documents.ts';
import { openEngines } from '../../../jobs/engines/engine-files.ts';
import { readSources } from '../../../jobs/engines/engine-sources.ts';
import { policyOfFile } from '../../../jobs/verify/policy-of-file.ts';
import { verifyNamed } from '../../../jobs/verify/verify-proof.ts';
import { watchReader } from '../../../jobs/verify/watched-reader.ts';
import type { AnswerRequest } from './messages.ts';

/** Verifies an answer file, its proof files under the policy of the user. Without one, these are judged by the ledgers that they name, as alone. */
export async function verifyAnswerFile(
  { file, policy: chosen, now, documents, engines, given }: AnswerRequest,
  onSlow: () => void,
): Promise<AnswerReport> {
  const answer = parseAnswer(new Uint8Array(await file.arrayBuffer()));
  const readEngine = readSources(chosen === null ? engines : [...given, ...engines]);
  const [openEngine, openDocument] = [openEngines(readEngine), openGivenDocuments(documents)];
  const here = engines.map(({ digest }) => digest);
  const verdict = await verifyAnswer(answer, {
    ...{ readEngine, openDocument, engines: chosen?.engines ?? null },
    finish: (prepared) => prepared.finish(),
    verifyProof: (proof) =>
      verifyNamed(
        { file: proof, policy: chosen ?? policyOfFile(proof, here), now },
        { openEngine, openDocument, watch: (reader) => watchReader(reader, onSlow) },
      ),
    policy: digestPolicy(chosen),
    signal: new AbortController().signal,
  });
  return reportAnswer(answer, verdict);
}
