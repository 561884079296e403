import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PaperSample } from '../../../../jobs/sample/working-paper.ts';
import { Facts } from '../../../components/facts.tsx';
import { Hash } from '../../../components/hash.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { Notice } from '../../../components/notice.tsx';
import { focusNew } from '../../../components/page-focus.ts';
import { PartyName } from '../../../components/record/party-name.tsx';
import { RecordLink } from '../../../components/record/record-link.tsx';
import { Unread } from '../../../components/states.tsx';
import { recordQuery } from '../../../data/queries.ts';
import { titleOf } from '../../../data/record-title.ts';
import { useFormat } from '../../../language/format.ts';
import { type Session, useSession } from '../../../session/session.tsx';
import { useAssureTexts } from '../shared/assure-texts.ts';
import { useSamplingTexts } from '../sampling/sampling-texts.ts';
import { useOpenedTexts } from './opened-texts.ts';
import { checkedSamplesQuery, namingOpinionQuery } from './paper-queries.ts';
import type { OpenedPaper } from './read-paper.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';

interface OpenedPaperCardProps {
  readonly opened: OpenedPaper;
  readonly onClose: () => void;
}

/** A working paper that was opened again: what it is about, which opinion cites it, what it holds, and whether its samples can be drawn again. */
export function OpenedPaperCard({ opened, onClose }: OpenedPaperCardProps) {
  const texts = useOpenedTexts();
  const assure = useAssureTexts();
  const format = useFormat();
  const { session } = useSession();
  const { paper, sha256 } = opened;
  const { data: view } = useQuery(recordQuery(paper.record));
  const { recomputed } = paper;
  const name =
    view === undefined
      ? '…'
      : assure.versioned(showOutside(titleOf(view), MOST_OF_TITLE), format.number(view.record.sequence));
  return (
    <section className="card stack" aria-labelledby="opened-paper">
      <h2 id="opened-paper" tabIndex={-1} ref={focusNew}>
        {texts.title(name)}
      </h2>
      <Naming opened={opened} />
      <Facts
        facts={[
          [texts.sha256, <Hash key="sha256" value={sha256} isWhole />],
          [texts.by, <PartyName key="party" id={paper.party} />],
          [texts.written, format.time(paper.writtenAt)],
          [
            texts.figures,
            recomputed === null
              ? texts.notComputed
              : texts.figuresOf(format.number(recomputed.equal), format.number(recomputed.figures)),
          ],
          [texts.samples, <Samples key="samples" samples={paper.samples} />],
          ...(paper.notes === '' ? [] : [[texts.notes, paper.notes] as const]),
        ]}
      />
      {paper.samples.length > 0 &&
        (session === null ? (
          <p className="quiet">{texts.signIn}</p>
        ) : (
          <Checked session={session} opened={opened} />
        ))}
      <div className="row">
        <LinkButton to="/auditor/$id" params={{ id: paper.record }} search={{}} variant="default">
          {texts.open}
        </LinkButton>
        <Button variant="default" onClick={onClose}>
          {texts.close}
        </Button>
      </div>
    </section>
  );
}

function Naming({ opened }: Pick<OpenedPaperCardProps, 'opened'>) {
  const texts = useOpenedTexts();
  const query = useQuery(namingOpinionQuery(opened));
  const { data } = query;
  if (data === undefined) return <Unread query={query} label={texts.loading} />;
  if (data === null) return <Notice tone="unsure" isLive title={texts.notNamed} />;
  return (
    <Notice tone="good" isLive title={texts.named}>
      <RecordLink id={data.id} />
      <div>
        <Hash value={data.id} />
      </div>
    </Notice>
  );
}

function Samples({ samples }: { samples: readonly PaperSample[] }) {
  const texts = useOpenedTexts();
  const { methods } = useSamplingTexts();
  const format = useFormat();
  if (samples.length === 0) return texts.noSamples;
  return samples.map(({ plan, population, rows }, index) => {
    const count = (finding: string): string =>
      format.number(rows.filter((row) => row.finding === finding).length);
    return (
      <div key={index}>
        {texts.sample(methods[plan.method], format.number(rows.length), format.number(population.count))}
        <div className="quiet">
          {texts.findings(count('agrees'), count('differs'), count('no-evidence'), count('open'))}
        </div>
      </div>
    );
  });
}

function Checked({ session, opened }: { session: Session; opened: OpenedPaper }) {
  const texts = useOpenedTexts();
  const format = useFormat();
  const query = useQuery(checkedSamplesQuery(session, opened));
  const { data } = query;
  if (data === undefined) return <Unread query={query} label={texts.checking} />;
  return data.length === 0 ? (
    <Notice tone="good" isLive title={texts.sound} />
  ) : (
    <Notice tone="bad" isLive title={texts.unsound(format.list(data.map((at) => format.number(at + 1))))} />
  );
}
