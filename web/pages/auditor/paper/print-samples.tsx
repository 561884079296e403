import type { DoneWork } from '../opinion/done-work.ts';
import { OutsideText } from '../../../components/outside-text.tsx';
import { useFormat } from '../../../language/format.ts';
import { drawFrom } from '../sampling/sampled-rows.ts';
import { useSampleWords } from '../sampling/sample-words.ts';
import { useSamplingTexts } from '../sampling/sampling-texts.ts';
import classes from '../shared/auditor.module.css';
import { PrintTable } from './print-table.tsx';
import { usePrintTexts } from './print-texts.ts';

/** The sampled rows on paper: where they come from, how they were chosen, their values, and what was found at each. */
export function PrintedSamples({ done: { material, work } }: { done: DoneWork }) {
  const texts = usePrintTexts();
  const sampling = useSamplingTexts();
  const format = useFormat();
  const words = useSampleWords();
  if (material === null || work.samples.length === 0) return null;
  return (
    <section>
      <h2>{texts.samples}</h2>
      {work.samples.map(({ plan, found }, index) => {
        const { population, rows } = drawFrom(material, plan);
        const title = material.records.find(({ id }) => id === plan.record)?.title ?? '';
        return (
          <div key={index}>
            <h3>{sampling.sample(format.number(rows.length), format.number(population.count))}</h3>
            <p>
              {words.about(plan, title)}. {words.chosenBy(plan)}
              {'seed' in plan && (
                <>
                  . {sampling.seed} <code>{plan.seed}</code>
                </>
              )}
              <br />
              {texts.dataset(plan.record)}
            </p>
            <PrintTable head={[texts.row, texts.value, texts.finding, texts.note]} numbers={[1]}>
              {rows.map(({ entry: { key, value, unit } }, at) => (
                <tr key={key}>
                  <td>
                    <OutsideText text={key} most={Infinity} />
                  </td>
                  <td className="number">
                    {value === null ? '–' : `${format.decimal(value)} ${format.unit(unit)}`}
                  </td>
                  <td>{sampling.findings[found[at]?.finding ?? 'open']}</td>
                  <td className={classes['note']}>{found[at]?.note}</td>
                </tr>
              ))}
            </PrintTable>
          </div>
        );
      })}
    </section>
  );
}
