import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Entry } from '../../../../client/generated/openapi.ts';
import { FigureName } from '../../../components/record/figure-name.tsx';
import { orderFigures } from '../../../components/record/figure-order.ts';
import { Notice } from '../../../components/notice.tsx';
import { entriesQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLedger } from '../../../session/session.tsx';
import { compareEntries, type EntryChange } from '../../../data/compare-entries.ts';
import { useEarlier } from '../shared/use-earlier.ts';
import type { ComputedFigures } from '../../../../jobs/compute/compute-figures.ts';
import type { ComputeState } from './compute-state.ts';
import { useComputeTexts } from './compute-texts.ts';

interface RestatingProps {
  readonly session: PartySession;
  readonly state: ComputeState;
}

/** Says that the new result replaces a version of an earlier one, from the moment that its subject is chosen. */
export function RestatingNotice({ session, state: { words } }: RestatingProps) {
  const texts = useComputeTexts();
  const format = useFormat();
  const { earlier } = useEarlier(session, 'result', words.subject);
  if (earlier == null) return null;
  const [now, next] = [earlier.sequence, earlier.sequence + 1].map((version) => format.number(version));
  return <Notice isLive title={texts.restating(words.subject, now!, next!)} />;
}

/** At most so many figures are listed; the others are counted. */
const MOST = 100;

/** What changes against the version that the result replaces: each figure before and after. */
export function ChangedFigures({ session, state, run }: RestatingProps & { readonly run: ComputedFigures }) {
  const texts = useComputeTexts();
  const format = useFormat();
  const { earlier } = useEarlier(session, 'result', state.words.subject);
  const { data } = useQuery({
    ...entriesQuery(earlier?.record ?? '0x', useLedger()),
    enabled: earlier != null,
    retry: false,
  });
  const changes = useMemo(
    () => (data === undefined ? null : listChanges(data.entries, run.figures as unknown as Entry[])),
    [data, run],
  );
  if (earlier == null || changes === null) return null;
  const title = texts.changesAgainst(format.number(earlier.sequence));
  const write = (entry: EntryChange['before']): string =>
    entry?.value == null ? texts.noFigure : `${format.decimal(entry.value)} ${format.unit(entry.unit)}`;
  return (
    <div>
      <h3>{title}</h3>
      {changes.length === 0 ? (
        <p>{texts.noChange}</p>
      ) : (
        <table className="lined" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{texts.figure}</th>
              <th scope="col" className="number">
                {texts.before}
              </th>
              <th scope="col" className="number">
                {texts.after}
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, MOST).map(({ key, before, after }) => (
              <tr key={key}>
                <td>
                  <FigureName figure={{ key, detail: (after ?? before)!.detail }} />
                </td>
                <td className="number">{write(before)}</td>
                <td className="number">{write(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {changes.length > MOST && (
        <p className="quiet">{texts.moreFigures(format.number(changes.length - MOST))}</p>
      )}
    </div>
  );
}

/** Returns the figures whose value or unit differs, as an accountant reads them. */
function listChanges(before: readonly Entry[], after: readonly Entry[]): readonly EntryChange[] {
  const changes = compareEntries(
    before.filter(({ unit }) => unit !== ''),
    after,
  );
  return orderFigures(
    changes.filter(
      (change) => change.before?.value !== change.after?.value || change.others.includes('unit'),
    ),
  );
}
