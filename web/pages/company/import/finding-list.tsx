import type { Finding } from '../../../../tables/layout/finding.ts';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../language/format.ts';
import { useFindingTexts } from './finding-texts.ts';

interface FindingListProps {
  readonly findings: readonly Finding[];
  /** Whether only what is wrong is shown at once. */
  readonly isFolded?: boolean;
}

/** More findings are shown on request. */
const MOST_OPEN = 5;

/** What was read differently from the file: what is wrong apart, and first. */
export function FindingList({ findings, isFolded = false }: FindingListProps) {
  const texts = useFindingTexts();
  const format = useFormat();
  const wrong = findings.filter(({ isWrong }) => isWrong);
  const others = findings.filter(({ isWrong }) => !isWrong);
  return (
    <>
      {wrong.length > 0 && (
        <Notice tone="unsure" title={texts.wrong}>
          <List findings={wrong} />
        </Notice>
      )}
      {others.length > 0 && (
        <details open={!isFolded && others.length <= MOST_OPEN}>
          <summary>{texts.read(format.number(others.length))}</summary>
          <List findings={others} />
        </details>
      )}
    </>
  );
}

function List({ findings }: { readonly findings: readonly Finding[] }) {
  const texts = useFindingTexts();
  const format = useFormat();
  return (
    <ul>
      {findings.map(({ code, sheet, rows, count, detail }) => (
        <li key={`${sheet ?? ''} ${code}`}>
          {sheet !== undefined && <strong>{texts.inSheet(sheet)}</strong>} {texts.findings[code]}{' '}
          {rows.length > 0 && texts.rows(rows.map((row) => String(row)).join(', '), count > rows.length)}
          {rows.length === 0 && count > 1 && texts.count(format.number(count))}{' '}
          {detail !== '' && <q>{detail}</q>}
        </li>
      ))}
    </ul>
  );
}
