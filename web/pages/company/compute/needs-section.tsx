import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CataloguedMethod } from '../../../../jobs/engines/methods-catalogue.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { type AskedSources, findSources } from '../../../../jobs/compute/propose-sources.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { RecordLink } from '../../../components/record/record-link.tsx';
import { Failure } from '../../../components/states.tsx';
import { Tag } from '../../../components/tag.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { useFormat } from '../../../language/format.ts';
import { useRowTypeName } from '../../../language/row-type-names.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import type { ComputeStepProps } from './compute-state.ts';
import {
  listActivities,
  listNeeds,
  listOpenNeeds,
  type Need,
  type OpenNeed,
  periodOf,
  splitReads,
} from '../../../../jobs/compute/needs.ts';
import { useNeedsTexts } from './needs-texts.ts';
import { OpenNeeds, useNeedName } from './open-needs.tsx';
import { useInputs } from './use-inputs.ts';
import { useLedgerReads } from '../shared/use-ledger-reads.ts';
import classes from '../shared/company.module.css';

interface NeedsSectionProps extends ComputeStepProps {
  readonly session: PartySession;
  readonly method: CataloguedMethod;
}

/** Which kinds of data the method needs, which of the chosen records give them, and a proposal for what is missing. */
export function NeedsSection({ session, state, method, onChange }: NeedsSectionProps) {
  const texts = useNeedsTexts();
  const { sources, parameters } = state;
  const inputs = useInputs(sources);
  const { reads } = method;
  const { activities, needs } = useMemo(() => {
    const chosen = (inputs ?? []).map(({ record, entries }) => ({ id: record, entries }));
    const period = periodOf(parameters);
    return {
      activities: listActivities(reads, chosen, period),
      needs: listNeeds(reads, chosen, period),
    };
  }, [inputs, reads, parameters]);
  const add = (ids: readonly Hex[]): void =>
    onChange({ sources: [...sources, ...ids.filter((id) => !sources.includes(id))], run: null });
  const isWhole = activities.length > 0 && needs.every(({ isMet }) => isMet);
  return (
    <section className="card stack" aria-labelledby="needs">
      <div>
        <h2 id="needs">{texts.title}</h2>
        <Reads reads={reads} />
      </div>
      {activities.length > 0 && (
        <ul className={`plain ${classes['lines']}`}>
          <ActivityLine activities={activities} />
          {needs.map((need) => (
            <NeedLine key={need.name} need={need} />
          ))}
        </ul>
      )}
      {(!reads.includes('figure') || splitReads(reads).activities.length > 0) && (
        <Proposal
          session={session}
          hasChosen={sources.length > 0}
          isWhole={isWhole}
          open={inputs === null ? [] : listOpenNeeds(needs, method.name)}
          ask={{
            reads,
            chosen: (inputs ?? []).map(({ record, entries }) => ({ id: record, entries })),
            period: periodOf(parameters),
          }}
          onAdd={add}
        />
      )}
    </section>
  );
}

/** The kinds of rows that the method reads, in words. */
function Reads({ reads }: Pick<CataloguedMethod, 'reads'>) {
  const texts = useNeedsTexts();
  const format = useFormat();
  const nameType = useRowTypeName();
  const { activities, others } = splitReads(reads);
  const write = (types: readonly string[]): string =>
    format.list(types.map((type) => (type === 'figure' ? texts.figures : nameType(type))));
  if (activities.length === 0) return <p className="quiet">{texts.reads(write(others))}</p>;
  return (
    <>
      <p className="quiet">{texts.readsOnly(write(activities))}</p>
      {others.length > 0 && (
        <details>
          <summary>{texts.readsBesides}</summary>
          <p className="quiet">{write(others)}</p>
        </details>
      )}
    </>
  );
}

function ActivityLine({ activities }: { activities: ReturnType<typeof listActivities> }) {
  const texts = useNeedsTexts();
  const format = useFormat();
  const nameType = useRowTypeName();
  const kinds = activities.map(({ type, count }) => texts.counted(nameType(type), format.number(count)));
  return (
    <li>
      <div className="row">
        <Tag tone="good">{texts.given}</Tag>
        {texts.activities(format.list(kinds))}
      </div>
      <From ids={[...new Set(activities.flatMap(({ from }) => from))]} />
    </li>
  );
}

function NeedLine({ need: { name, missing, isMet, from } }: { need: Need }) {
  const texts = useNeedsTexts();
  const nameNeed = useNeedName();
  return (
    <li>
      <div className="row">
        <Tag tone={isMet ? 'good' : 'unsure'}>{isMet ? texts.given : texts.missing}</Tag>
        {nameNeed(name, missing)}
      </div>
      <From ids={from} />
    </li>
  );
}

function From({ ids }: { ids: readonly Hex[] }) {
  return (
    <div className={`row ${classes['indented']}`}>
      {ids.map((id) => (
        <RecordLink key={id} id={id} hasSubject={false} />
      ))}
    </div>
  );
}

interface ProposalProps {
  readonly session: PartySession;
  readonly hasChosen: boolean;
  /** Whether nothing is missing. */
  readonly isWhole: boolean;
  /** What is missing still. */
  readonly open: readonly OpenNeed[];
  readonly ask: AskedSources;
  readonly onAdd: (ids: readonly Hex[]) => void;
}

/** Adds the newest data that fit, with one click. */
function Proposal({ session, hasChosen, isWhole, open, ask, onAdd }: ProposalProps) {
  const texts = useNeedsTexts();
  const format = useFormat();
  const reads = useLedgerReads(session);
  const { isBusy, error, attempt } = useAttempt();
  const [count, setCount] = useState<number | null>(null);
  const start = (): Promise<void> =>
    attempt(async () => {
      setCount(null);
      const found = await findSources(ask, session.party, reads);
      setCount(found.length);
      onAdd(found);
    });
  return (
    <div className={classes['proposal']}>
      <div className="row">
        {!isWhole && (
          <Button loading={isBusy} variant={hasChosen ? 'default' : 'filled'} onClick={() => void start()}>
            {hasChosen ? texts.proposeRest : texts.propose}
          </Button>
        )}
        <span role="status">
          {isBusy && texts.proposing}
          {count !== null && (count === 0 ? texts.nothing : texts.proposed(format.number(count)))}
        </span>
      </div>
      {!isWhole && <p className="quiet">{texts.proposeWhy}</p>}
      {error !== null && <Failure error={error} />}
      {count !== null && !isBusy && open.length > 0 && (
        <>
          <OpenNeeds open={open} />
          <div className="row">
            <LinkButton to="/company/import" search={{}} size="compact-sm" variant="default">
              {texts.importOwn}
            </LinkButton>
            <span className="quiet">{texts.importHow}</span>
          </div>
        </>
      )}
    </div>
  );
}
