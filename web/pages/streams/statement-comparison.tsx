import type { RecordView } from '../../../client/generated/openapi.ts';
import { isEqualJson } from '../../../core/encoding/json.ts';
import { RecordLink } from '../../components/record/record-link.tsx';
import { wordOf } from '../../language/word-of.ts';
import { StatementValue } from '../../work/statement-facts.tsx';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useStreamTexts } from './stream-texts.ts';
import classes from './stream.module.css';
import { OutsideText } from '../../components/outside-text.tsx';

const OF_CHANGES = ['change', 'reason'];

/** The members of two statements that differ, beside each other. */
export function StatementComparison({ before, after }: { before: RecordView; after: RecordView }) {
  const texts = useStreamTexts();
  const labels: Readonly<Record<string, string>> = useStatementTexts().members;
  const names = [...new Set([...Object.keys(before.statement), ...Object.keys(after.statement)])];
  const different = names.filter((name) => !isEqualJson(before.statement[name], after.statement[name]));
  // A first version changes nothing: it has no reason to state for that.
  const isFirst = ({ record }: RecordView): boolean => record.sequence === 1;
  return (
    <div className={classes['pair']}>
      {[before, after].map((view) => (
        <div key={view.id}>
          <RecordLink id={view.id} hasSubject={false} />
          {isFirst(view) && <div className="quiet">{texts.firstVersion}</div>}
          <dl className={classes['members']}>
            {different
              .filter((name) => name !== 'title')
              .filter((name) => !isFirst(view) || name in view.statement || !OF_CHANGES.includes(name))
              .map((name) => (
                <div key={name}>
                  <dt>
                    <OutsideText text={wordOf(labels, name)} />
                  </dt>
                  <dd>
                    {name in view.statement ? (
                      <StatementValue member={name} value={view.statement[name]!} />
                    ) : (
                      <span className="quiet">{texts.absent}</span>
                    )}
                  </dd>
                </div>
              ))}
          </dl>
        </div>
      ))}
    </div>
  );
}
