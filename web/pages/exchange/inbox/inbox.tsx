import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { ListTable } from '../../../components/list/list-table.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { Empty } from '../../../components/states.tsx';
import { type ItemOf, listQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import type { Judged } from '../../../verification/verdict/report.tsx';
import { useVerdictRules, type VerdictRules } from '../../../work/use-verdict.ts';
import { BulkAccept } from '../bulk/bulk-accept.tsx';
import { asProven } from '../../../../jobs/decide/judged-disclosure.ts';
import { chooseDisclosures } from './choose-disclosures.ts';
import { useExchangeTexts } from '../exchange-texts.ts';
import { formatCsv, listExported } from './export-disclosures.ts';
import { InboxFiltersForm } from './inbox-filters.tsx';
import { useInboxColumns } from './inbox-columns.tsx';
import { useKnownVerdicts, useOwnDecisions } from '../known-verdicts.ts';
import { findSourceAnswers } from '../use-source-answers.ts';

type Item = ItemOf<'listRecords'>;

/** What of a list of disclosures is shown, once the filters of the address have chosen. */
function useInboxList(session: PartySession, rules: VerdictRules | undefined) {
  const { show, party, ...filters } = useSearch({ from: '/exchange' });
  const list = listQuery('listRecords', {
    kind: 'disclosure',
    ...(show === 'all' ? {} : { addressee: session.party }),
    ...(party === undefined ? {} : { party }),
  });
  const query = useInfiniteQuery(list);
  const read = useKnownVerdicts(session, rules);
  const key = JSON.stringify(filters);
  const choose = useCallback(
    (items: readonly Item[]) =>
      chooseDisclosures(items, read, JSON.parse(key) as typeof filters, session.party),
    [read, key, session.party],
  );
  const pages = query.data?.pages;
  const loaded = useMemo(() => pages?.flatMap(({ items }) => items) ?? [], [pages]);
  const shown = useMemo(() => choose(loaded), [choose, loaded]);
  const isFiltered = key !== '{}' || party !== undefined;
  return { query, queryKey: list.queryKey, choose, loaded, shown, read, isFiltered };
}

/** The disclosures that were sent to a party, or all, each verified in this browser while it is on the screen. */
export function Inbox({ session }: { session: PartySession }) {
  const texts = useExchangeTexts();
  const format = useFormat();
  const rules = useVerdictRules();
  const search = useSearch({ from: '/exchange' });
  const [chosen, setChosen] = useState<ReadonlySet<Hex>>(new Set());
  const [isAccepting, setAccepting] = useState(false);
  const { loaded, shown, read, isFiltered, ...list } = useInboxList(session, rules);
  const decisions = useOwnDecisions(session.party);
  const columns = useInboxColumns({ session, rules, decisions, chosen, onChoose: setChosen });
  const isWhole = shown.length > 0 && shown.every(({ id }) => chosen.has(id));
  if (isAccepting && rules !== undefined)
    return (
      <BulkAccept
        {...{ session, rules, decisions }}
        items={loaded.filter(({ id }) => chosen.has(id))}
        onClose={() => {
          setAccepting(false);
          setChosen(new Set());
        }}
      />
    );
  return (
    <>
      <InboxFiltersForm search={search} rules={rules} />
      <div className="row">
        <Button disabled={chosen.size === 0 || rules === undefined} onClick={() => setAccepting(true)}>
          {texts.accept}
        </Button>
        <Button
          variant="default"
          disabled={shown.length === 0}
          onClick={() => setChosen(isWhole ? new Set() : new Set(shown.map(({ id }) => id)))}
        >
          {isWhole ? texts.chooseNone : texts.chooseAll(format.number(shown.length))}
        </Button>
        <Checked outcomes={shown.map(({ id }) => read(id)?.outcome)} />
        <span role="status">{chosen.size > 0 && texts.chosen(format.number(chosen.size))}</span>
      </div>
      <ListTable
        {...list}
        label={texts.title}
        columns={columns}
        keyOf={({ id }) => id}
        empty={
          isFiltered ? <NoneFound show={search.show} /> : <Empty title={texts.none}>{texts.noneAdvice}</Empty>
        }
      />
      {loaded.length > 0 && <SaveDisclosures session={session} shown={shown} read={read} />}
    </>
  );
}

/** Says that the filters leave nothing, and takes them off. */
function NoneFound({ show }: { show: 'all' | undefined }) {
  const texts = useExchangeTexts();
  const navigate = useNavigate({ from: '/exchange' });
  return (
    <Empty title={texts.noneFound}>
      <Button
        variant="default"
        onClick={() => void navigate({ search: { ...(show === undefined ? {} : { show }) } })}
      >
        {texts.clear}
      </Button>
    </Empty>
  );
}

interface SaveDisclosuresProps {
  readonly session: PartySession;
  readonly shown: readonly Item[];
  readonly read: (id: Hex) => Judged | undefined;
}

/** Saves what is shown, as far as it was verified, and verifies it again. */
function SaveDisclosures({ session, shown, read }: SaveDisclosuresProps) {
  const texts = useExchangeTexts();
  const format = useFormat();
  const queries = useQueryClient();
  const exported = () =>
    listExported(
      shown.map((item) => {
        const judged = read(item.id);
        const proven = asProven(item, judged);
        return { item: proven, judged, sources: findSourceAnswers(queries, proven.record) };
      }),
      session.party,
    );
  return (
    <div className="row">
      <Button
        variant="default"
        onClick={() => saveFile('disclosures.csv', 'text/csv', formatCsv(exported()))}
      >
        {texts.export}
      </Button>
      <Button
        variant="default"
        onClick={() =>
          saveFile('disclosures.json', 'application/json', `${JSON.stringify(exported(), null, 2)}\n`)
        }
      >
        {texts.exportJson}
      </Button>
      <Button
        variant="subtle"
        onClick={() => void queries.invalidateQueries({ queryKey: [PRIVATE, 'verdict'] })}
      >
        {texts.again}
      </Button>
      <span className="quiet">{texts.exportLead(shown.length, format.number(shown.length))}</span>
    </div>
  );
}

/** Tells screen readers when every disclosure that is shown has its verdict. */
function Checked({ outcomes }: { outcomes: readonly (Judged['outcome'] | undefined)[] }) {
  const texts = useExchangeTexts();
  const format = useFormat();
  const isDone = outcomes.length > 0 && outcomes.every((outcome) => outcome !== undefined);
  const verified = outcomes.filter(
    (outcome) => outcome?.verdict === 'verified' && !outcome.hidesFigures,
  ).length;
  return (
    <span role="status" className="hidden-text">
      {isDone && texts.allChecked(format.number(verified), format.number(outcomes.length))}
    </span>
  );
}
