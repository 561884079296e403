import type { RecordView } from '../../../../client/generated/openapi.ts';
import type { Json } from '../../../../core/encoding/json.ts';
import { Facts } from '../../../components/facts.tsx';
import { Hash } from '../../../components/hash.tsx';
import { useFormat } from '../../../language/format.ts';
import { wordOf } from '../../../language/word-of.ts';
import { useStatementTexts } from '../../../work/statement-texts.ts';
import { useOpinionTexts } from '../opinion/opinion-texts.ts';
import { usePrintTexts } from './print-texts.ts';
import { readPaper } from '../shared/read-paper-name.ts';

/** An opinion as it was signed: what it says, its record id, and the working paper that it names. */
export function PrintedOpinion({ opinion }: { opinion: RecordView | null }) {
  const texts = usePrintTexts();
  const { basis } = useOpinionTexts();
  const { members, values } = useStatementTexts();
  const { size } = useFormat();
  if (opinion === null)
    return (
      <section>
        <h2>{texts.opinion}</h2>
        <p>{texts.noOpinion}</p>
      </section>
    );
  const { statement } = opinion;
  const textOf = (name: string): string => readText(statement[name]);
  const given = textOf('opinion');
  const paper = readPaper(statement['workingPaper']);
  const reason = given === 'qualified' || given === 'adverse' ? basis : members.reason;
  const said = [
    [members.level, wordOf(values, textOf('level'))],
    [members.standard, textOf('standard')],
    [members.scope, textOf('scope')],
    [members.materiality, textOf('materiality')],
    [reason, textOf('reason')],
  ] as const;
  return (
    <section>
      <h2>{texts.opinion}</h2>
      <Facts
        facts={[
          [texts.opinion, <strong key="opinion">{wordOf(values, given)}</strong>],
          ...said.filter(([, text]) => text !== ''),
          [texts.opinionId, <Hash key="id" value={opinion.id} isWhole />],
          [
            texts.paper,
            paper === null ? texts.paperNotNamed : texts.paperNamed(paper.sha256, size(paper.size)),
          ],
        ]}
      />
    </section>
  );
}

function readText(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
