import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { type ChosenPolicy, keep, readKept, wordsOf } from '../policy/chosen-policy.ts';
import { Answers } from './answer-verdict.tsx';
import { useAnswers } from './use-answers.ts';
import { PolicyBar } from '../policy/policy-bar.tsx';
import { policyFor } from '../policy/policy-for.ts';
import type { KnownEngine } from '../policy/policy-form.tsx';
import { DropZone } from './drop-zone.tsx';
import { EngineNotice } from './engine-notice.tsx';
import { JobBody, JobHead } from './job.tsx';
import { BesideList, JobList } from './job-list.tsx';
import { isOfLedger, type Job, type Opened, openNothing, useVerifications } from './use-verifications.ts';
import type { VerifierTools } from './verifier-tools.ts';
import { prepareWorker } from '../work/run-worker.ts';
import { useShownHeadline } from '../verdict/headline.ts';
import { chooseShown } from '../../../jobs/verify/present.ts';
import { PrintHead } from '../verdict/print-head.tsx';
import { doubtOf } from '../verdict/summary-facts.tsx';
import { NO_SURROUNDINGS, type Surroundings, SurroundingsProvider } from '../verdict/surroundings.tsx';
import { useVerifierTexts } from './verifier-texts.ts';
import classes from './verifier.module.css';

interface VerifierProps {
  readonly tools: VerifierTools;
  readonly engines: readonly KnownEngine[];
  /** The policy that the server of the page suggests; null where there is no server. */
  readonly suggested: ChosenPolicy | null;
  /** Returns the link to a record; null where there is no server. */
  readonly linkOf: ((record: string) => string) | null;
  /** What the page can do around a verdict on a file of the server’s own ledger. */
  readonly surroundings?: Surroundings;
  /** What was open before another page was shown; nothing if not given. */
  readonly opened?: Opened;
  /** Whether the form of the policy is open when the page is: the user came to change it. */
  readonly isPolicyOpen?: boolean;
  /** Another way to open a proof file than dropping it. */
  readonly others?: (given: {
    add: (files: readonly File[]) => void;
    chosen: ChosenPolicy | null;
  }) => ReactNode;
}

/** Verifies the proof files that the user opens, by the user’s policy: all of it in this browser. */
export function Verifier(props: VerifierProps) {
  const { tools, engines, suggested, linkOf, isPolicyOpen = false, others, surroundings } = props;
  const [opened] = useState(() => props.opened ?? openNothing());
  const [kept, setKept] = useState(readKept);
  const chosen = kept ?? suggested;
  const choose = (policy: ChosenPolicy | null): void => {
    keep(policy);
    setKept(policy);
  };
  const {
    jobs,
    beside,
    add: addFiles,
    remove,
    removeBeside,
    askAgain,
  } = useVerifications(chosen, tools, opened);
  useEffect(() => prepareWorker(tools.openWorker), [tools.openWorker]);
  const [picked, setPicked] = useState<number | null>(null);
  const { answers, add } = useAnswers(opened, addFiles, setPicked);
  const isEmpty = [...jobs, ...answers].length === 0;
  const current = jobs.find(({ id }) => id === picked) ?? jobs.at(-1);
  const judged = current?.judged ?? null;
  const named = useMemo(() => judged?.outcome.bundle ?? null, [judged]);
  const useNamed = (): void => {
    if (named === null) return;
    const { chainId, ledger } = named;
    choose({ ...wordsOf(null), policy: policyFor({ chainId, ledger }, engines) });
  };
  return (
    <div className={classes['verifier']}>
      <Spoken job={current} />
      {isEmpty && (
        <>
          <DropZone isSmall={false} onFiles={add} />
          {others?.({ add, chosen })}
        </>
      )}
      {jobs.length > 1 && current !== undefined && (
        <JobList jobs={jobs} current={current.id} onPick={setPicked} onRemove={remove} />
      )}
      <SurroundingsProvider value={surroundingsOf(current, tools, surroundings)}>
        {judged !== null && <PrintHead judged={judged} />}
        {current !== undefined && (
          <JobHead key={current.id} job={current} chosen={chosen} onAgain={() => askAgain(current.id)} />
        )}
        {judged !== null && (
          <EngineNotice
            outcome={judged.outcome}
            engines={engines}
            given={beside.given}
            chosen={chosen}
            onFiles={add}
            onChoose={choose}
          />
        )}
        <div className={classes['bar']}>
          <PolicyBar
            key="policy"
            chosen={chosen}
            engines={engines}
            suggested={suggested}
            isOpenFirst={isPolicyOpen}
            named={named}
            onUseNamed={useNamed}
            onChoose={choose}
          />
        </div>
        <BesideList
          files={[...beside.rows, ...beside.documents, ...beside.given.map(({ file }) => file)]}
          onRemove={removeBeside}
        />
        {current !== undefined && (
          <JobBody
            key={`body ${current.id}`}
            job={current}
            chosen={chosen}
            linkOf={linkOf}
            onRemove={() => remove(current.id)}
          />
        )}
      </SurroundingsProvider>
      <Answers files={answers} chosen={chosen} tools={tools} beside={beside} surroundings={surroundings} />
      {!isEmpty && <DropZone isSmall onFiles={add} />}
    </div>
  );
}

/** Only records of the server’s own ledger have pages there, and only a file that is not altered names them. */
function surroundingsOf(
  job: Job | undefined,
  { ledger }: VerifierTools,
  given: Surroundings = NO_SURROUNDINGS,
): Surroundings {
  const outcome = job?.judged?.outcome;
  if (outcome === undefined) return NO_SURROUNDINGS;
  return isOfLedger(outcome, ledger) && doubtOf(outcome) === null
    ? given
    : { ...NO_SURROUNDINGS, renderSources: given.renderSources };
}

/** Tells screen readers when a verification begins and how it ends. */
function Spoken({ job }: { job: Job | undefined }) {
  const texts = useVerifierTexts();
  const headline = useShownHeadline();
  const outcome = job?.judged?.outcome;
  const said =
    outcome !== undefined
      ? headline(chooseShown(outcome, job?.present ?? null))
      : job?.refusal == null
        ? texts.verifying(job?.file.name ?? '')
        : '';
  return (
    <div role="status" className="hidden-text">
      {job === undefined ? '' : said}
    </div>
  );
}
