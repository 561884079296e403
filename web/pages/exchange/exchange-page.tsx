import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import { type Column, ListTable } from '../../components/list-table.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PartyName } from '../../components/party-name.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { saveFile } from '../../components/save-file.ts';
import { Empty } from '../../components/states.tsx';
import { type ItemOf, listQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { useVerdictRules, type VerdictRules, verdictQuery } from '../../work/use-verdict.ts';
import { BulkAccept } from './bulk-accept.tsx';
import { useExchangeTexts } from './exchange-texts.ts';
import { formatCsv, listExported } from './export-disclosures.ts';
import { Replays } from './replays.tsx';
import { AssuredCell, DecisionCell, findDecision, VerdictCell } from './verdict-cells.tsx';

/** The inbox of an exchange or regulator. */
export function ExchangePage() {
  const texts = useExchangeTexts();
  return (
    <div className="stack">
      <PageHeading title={texts.title} lead={texts.lead} />
      <RequireSession roles={['exchange', 'regulator']}>
        {(session) => <Inbox session={session} />}
      </RequireSession>
      <Replays />
    </div>
  );
}

type Item = ItemOf<'listRecords'>;

function Inbox({ session }: { session: PartySession }) {
  const texts = useExchangeTexts();
  const format = useFormat();
  const queries = useQueryClient();
  const rules = useVerdictRules();
  const { show, open, verdict } = useSearch({ from: '/exchange' });
  const [chosen, setChosen] = useState<ReadonlySet<Hex>>(new Set());
  const [isAccepting, setAccepting] = useState(false);
  const given = { kind: 'disclosure', ...(show === 'all' ? {} : { addressee: session.party }) } as const;
  const list = listQuery('listRecords', given);
  const query = useInfiniteQuery(list);
  const read = useCallback(
    (id: Hex) =>
      rules === undefined ? undefined : queries.getQueryData(verdictQuery(session, id, rules).queryKey),
    [queries, rules, session],
  );
  const choose = useCallback(
    (items: readonly Item[]) =>
      items.filter(({ id }) => {
        const judged = read(id);
        if (judged === undefined) return true;
        if (open === true && findDecision(judged, session.party)?.counts === true) return false;
        return verdict === undefined || judged.outcome.verdict === verdict;
      }),
    [read, open, verdict, session.party],
  );
  const loaded = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const exported = () =>
    listExported(
      choose(loaded).map((item) => ({ item, judged: read(item.id) })),
      session.party,
    );
  const columns = useColumns({ session, rules, chosen, onChoose: setChosen });
  return (
    <>
      <Filters />
      {isAccepting && rules !== undefined && (
        <BulkAccept
          session={session}
          rules={rules}
          items={loaded.filter(({ id }) => chosen.has(id))}
          onClose={() => {
            setAccepting(false);
            setChosen(new Set());
          }}
        />
      )}
      <div className="row">
        <Button disabled={chosen.size === 0} onClick={() => setAccepting(true)}>
          {texts.accept}
        </Button>
        <span role="status">{chosen.size > 0 && texts.chosen(format.number(chosen.size))}</span>
        <Button
          variant="default"
          disabled={loaded.length === 0}
          onClick={() => saveFile('disclosures.csv', 'text/csv', formatCsv(exported()))}
        >
          {texts.export}
        </Button>
        <Button
          variant="default"
          disabled={loaded.length === 0}
          onClick={() =>
            saveFile('disclosures.json', 'application/json', `${JSON.stringify(exported(), null, 2)}\n`)
          }
        >
          {texts.exportJson}
        </Button>
      </div>
      <ListTable
        label={texts.title}
        columns={columns}
        query={query}
        queryKey={list.queryKey}
        keyOf={({ id }) => id}
        choose={choose}
        empty={<Empty title={texts.none}>{texts.noneAdvice}</Empty>}
      />
      {loaded.length > 0 && <p className="quiet">{texts.exportLead(format.number(loaded.length))}</p>}
    </>
  );
}

function Filters() {
  const texts = useExchangeTexts();
  const navigate = useNavigate({ from: '/exchange' });
  const { show, open, verdict } = useSearch({ from: '/exchange' });
  return (
    <div className="stack">
      <p className="quiet">
        {texts.policy} <Link to="/verify">{texts.changePolicy}</Link>
      </p>
      <div className="row">
        <NativeSelect
          label={texts.shown}
          value={show ?? 'mine'}
          data={[
            { value: 'mine', label: texts.shownMine },
            { value: 'all', label: texts.shownAll },
          ]}
          onChange={({ target }) =>
            void navigate({ search: (now) => ({ ...now, show: target.value === 'all' ? 'all' : undefined }) })
          }
        />
        <NativeSelect
          label={texts.verdictFilter}
          value={verdict ?? ''}
          data={[
            { value: '', label: texts.anyVerdict },
            ...(['verified', 'not-verified', 'unchecked'] as const).map((value) => ({
              value,
              label: texts.verdicts[value],
            })),
          ]}
          onChange={({ target }) =>
            void navigate({
              search: (now) => ({
                ...now,
                verdict: target.value === '' ? undefined : (target.value as 'verified'),
              }),
            })
          }
        />
        <Checkbox
          label={texts.onlyOpen}
          checked={open === true}
          onChange={({ target }) =>
            void navigate({ search: (now) => ({ ...now, open: target.checked ? true : undefined }) })
          }
        />
      </div>
    </div>
  );
}

interface ColumnsGiven {
  readonly session: PartySession;
  readonly rules: VerdictRules | undefined;
  readonly chosen: ReadonlySet<Hex>;
  readonly onChoose: (chosen: ReadonlySet<Hex>) => void;
}

function useColumns({ session, rules, chosen, onChoose }: ColumnsGiven): Column<Item>[] {
  const texts = useExchangeTexts();
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
      cell: ({ id, title, record }) => (
        <div className="row">
          <Checkbox
            aria-label={texts.chooseOne(title ?? record.subject)}
            checked={chosen.has(id)}
            onChange={() => toggle(id)}
          />
          <Link to="/exchange/$id" params={{ id }}>
            {title ?? untitled}
          </Link>
        </div>
      ),
    },
    { header: texts.company, width: 'minmax(0, 2fr)', cell: ({ record }) => <PartyName id={record.party} /> },
    {
      header: texts.verdict,
      width: 'minmax(0, 2fr)',
      cell: ({ id }) => <VerdictCell session={session} id={id} rules={rules} />,
    },
    {
      header: texts.assured,
      width: 'minmax(0, 1.4fr)',
      cell: ({ id }) => <AssuredCell session={session} id={id} rules={rules} />,
    },
    {
      header: texts.decided,
      width: 'minmax(0, 1.4fr)',
      cell: ({ id }) => <DecisionCell session={session} id={id} rules={rules} />,
    },
  ];
}
