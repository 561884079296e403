import { parseAnswer } from '../../../agents/answer/answer-file.ts';
import { renderHeld, reportAnswer } from '../../../agents/answer/report-answer.ts';
import { pieceBlock } from '../../../agents/render/plain-text.ts';
import { verifyAnswer } from '../../../agents/answer/verify-answer.ts';
import { digestPolicy } from '../../../agents/records/policy-digest.ts';
import { openGivenDocuments } from '../../../jobs/documents/given-documents.ts';
import { openEngines } from '../../../jobs/engines/engine-files.ts';
import { readSources } from '../../../jobs/engines/engine-sources.ts';
import { policyOfFile } from '../../../jobs/verify/policy-of-file.ts';
import { verifyNamed } from '../../../jobs/verify/verify-proof.ts';
import { watchReader } from '../../../jobs/verify/watched-reader.ts';
import type { AnswerRequest, ShownAnswer } from './messages.ts';

/** Verifies an answer file, its proof files under the policy of the user. Without one, these are judged by the ledgers that they name, as alone. */
export async function verifyAnswerFile(
  { file, policy: chosen, now, documents, engines, given }: AnswerRequest,
  onSlow: () => void,
): Promise<ShownAnswer> {
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
  const pieces = renderHeld(verdict).map((nodes) =>
    nodes === null ? null : { en: pieceBlock(nodes.en), 'zh-CN': pieceBlock(nodes['zh-CN']) },
  );
  return { ...reportAnswer(answer, verdict), pieces };
}
