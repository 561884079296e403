import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { Column } from '../../../components/list/list-table.tsx';
import { useRecordTexts } from '../../../components/record-texts.ts';
import type { ItemOf } from '../../../data/queries.ts';
import { titleOr } from '../../../data/record-title.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import type { VerdictRules } from '../../../work/use-verdict.ts';
import { useExchangeTexts } from '../exchange-texts.ts';
import classes from '../exchange.module.css';
import type { OwnDecisions } from '../known-verdicts.ts';
import { Proven, ProvenParty } from '../proven.tsx';
import {
  AssuredCell,
  DecisionCell,
  FiguresCell,
  NewerCell,
  SourceCell,
  VerdictCell,
} from './verdict-cells.tsx';
import { OutsideText } from '../../../components/outside-text.tsx';

type Item = ItemOf<'listRecords'>;

interface ColumnsGiven {
  readonly session: PartySession;
  readonly rules: VerdictRules | undefined;
  readonly decisions: OwnDecisions;
  readonly chosen: ReadonlySet<Hex>;
  readonly onChoose: (chosen: ReadonlySet<Hex>) => void;
}

/** The columns of the inbox: whose disclosure it is, what it shows, and how it stands. */
export function useInboxColumns({
  session,
  rules,
  decisions,
  chosen,
  onChoose,
}: ColumnsGiven): Column<Item>[] {
  const texts = useExchangeTexts();
  const format = useFormat();
  const { untitled } = useRecordTexts();
  const toggle = (id: Hex): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return [
    {
      header: texts.disclosure,
      width: 'minmax(0, 3fr)',
      cell: (item) => (
        <Proven session={session} item={item} rules={rules}>
          {({ id, title, record, acceptedAt }, judged) => (
            <div className={classes['chosen']}>
              <Checkbox
                aria-label={texts.chooseOne(title ?? record.subject)}
                checked={chosen.has(id)}
                onChange={() => toggle(id)}
              />
              <div>
                <Link to="/exchange/$id" params={{ id }}>
                  <OutsideText text={titleOr(title, untitled)} />
                </Link>
                <div>
                  <ProvenParty id={record.party} parties={judged?.outcome.parties} />
                </div>
                <div className={classes['small']}>{format.date(acceptedAt)}</div>
                <NewerCell record={record} />
                <SourceCell record={record} />
              </div>
            </div>
          )}
        </Proven>
      ),
    },
    {
      header: texts.figures,
      width: 'minmax(0, 1.8fr)',
      cell: (item) => <FiguresCell session={session} item={item} rules={rules} />,
    },
    {
      header: texts.verdict,
      width: 'minmax(0, 2fr)',
      cell: (item) => <VerdictCell session={session} item={item} rules={rules} decisions={decisions} />,
    },
    {
      header: texts.assured,
      width: 'minmax(0, 1.6fr)',
      cell: (item) => <AssuredCell session={session} item={item} rules={rules} />,
    },
    {
      header: texts.decided,
      width: 'minmax(0, 1.5fr)',
      cell: (item) => <DecisionCell session={session} item={item} rules={rules} decisions={decisions} />,
    },
  ];
}
