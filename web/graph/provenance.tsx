import { Alert, CloseButton, NativeSelect, SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { Entry } from '../../core/records/entry.ts';
import { listFigures } from '../../jobs/explain/result-parts.ts';
import { useRecordTexts } from '../components/record-texts.ts';
import { Loading } from '../components/states.tsx';
import { useEntryName } from '../language/row-names.ts';
import { useFormat } from '../language/format.ts';
import { buildGraph } from '../../jobs/explain/build-graph.ts';
import { OriginProvider, type ProvenanceOrigin } from './context.tsx';
import type { Graph } from '../../jobs/explain/graph.ts';
import { useGraphTexts } from './picture/graph-texts.ts';
import { type KnownRecord, type KnownRecords, titleOf } from '../../jobs/explain/known-record.ts';
import { idOfRecord } from '../../jobs/explain/node-ids.ts';
import { NodeList } from './node-list.tsx';
import { NodePanel } from './node-panel.tsx';
import { usePanelTexts } from './panel-texts.ts';
import { focusBox } from './picture/picture.tsx';
import { ProvenancePicture } from './provenance-picture.tsx';
import { useQuantity } from './quantity.ts';
import { useProvenanceTexts } from './provenance-texts.ts';
import classes from './provenance.module.css';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';

/** How the graph is shown. */
export type ProvenanceLook = 'picture' | 'list';

interface ProvenanceProps extends ProvenanceOrigin {
  /** Records of a ledger or of a proof file; `listKnownRecords` gives those of a file. */
  readonly records: KnownRecords;
  /** The key of the figure that is followed; null for the record as a whole. */
  readonly figure: string | null;
  readonly onFigure: (key: string | null) => void;
  readonly look: ProvenanceLook;
  readonly onLook: (look: ProvenanceLook) => void;
  /** Called with records, and with records whose entries, the graph needs and lacks. */
  readonly onWant?: (wanted: Pick<Graph, 'wantedRecords' | 'wantedEntries'>) => void;
}

/** How many more inputs of a node are shown at least when that is asked for; else as many more as there are. */
const MORE = 24;

/**
 * What a figure was computed from, down to rows and documents, or what a record was made from: as a picture with time from left to right,
 * or as nested lists. It shows what records and files state, and checks the proof of an entry when it is asked for.
 */
export function Provenance(props: ProvenanceProps) {
  const { records, root, figure, look, onWant } = props;
  const texts = useProvenanceTexts();
  const graphTexts = useGraphTexts();
  const format = useFormat();
  const [opened, setOpened] = useState<ReadonlyMap<string, number>>(new Map());
  const [chosen, setChosen] = useState<string | null>(null);
  const graph = useMemo(() => buildGraph(records, { root, figure, opened }), [records, root, figure, opened]);
  useEffect(() => onWant?.(graph), [graph, onWant]);
  useEffect(() => setChosen(null), [root, figure]);
  const open = (id: string): void => {
    const node = graph.nodes.get(id);
    const shown = graph.edges.filter(
      ({ to, meaning }) => to === id && meaning !== 'holds' && meaning !== 'more',
    );
    if (node !== undefined)
      setOpened((before) => new Map(before).set(id, shown.length + Math.max(MORE, shown.length)));
  };
  const known = records.get(root);
  if (known === undefined) return <Loading />;
  const lacking = graph.wantedRecords.length + graph.wantedEntries.length;
  const choose = (id: string | null): void => {
    const node = id === null ? undefined : graph.nodes.get(id);
    if (node?.type === 'more') {
      open(node.of);
      // The box itself is replaced by what it stood for.
      focusBox(node.of);
    } else setChosen(id);
  };
  const shared = { ...props, graph, chosen, choose, open };
  return (
    <OriginProvider value={props}>
      <div className="stack">
        <Controls {...props} known={known} />
        <Notes {...props} known={known} />
        {graph.isFull && <Alert color="yellow">{graphTexts.full(format.number(graph.nodes.size))}</Alert>}
        {props.origin === 'ledger' && lacking > 0 && (
          <Loading label={texts.loading(format.number(lacking))} />
        )}
        {look === 'picture' ? <PictureWithPanel {...shared} known={known} /> : <Lists {...shared} />}
      </div>
    </OriginProvider>
  );
}

function Controls({ known, figure, onFigure, look, onLook }: ProvenanceProps & { known: KnownRecord }) {
  const texts = useProvenanceTexts();
  const graphTexts = useGraphTexts();
  const write = useQuantity();
  const nameOf = useEntryName();
  const figures = listFigures(known.entries);
  return (
    <div className={classes['controls']}>
      {figures.length > 0 && (
        <NativeSelect
          label={texts.figure}
          className={classes['figures']}
          value={figure ?? ''}
          onChange={({ currentTarget: { value } }) => onFigure(value === '' ? null : value)}
          data={[
            { value: '', label: texts.wholeRecord },
            ...listChoices(figures, figure).map(({ key, value, unit, detail }) => ({
              value: key,
              label: [nameOf({ key, detail }), value === null ? null : write(value, unit), key]
                .filter((part) => part !== null)
                .join(' · '),
            })),
          ]}
        />
      )}
      <SegmentedControl
        aria-label={graphTexts.shownAs}
        value={look}
        onChange={(value) => onLook(value === 'list' ? 'list' : 'picture')}
        data={[
          { value: 'picture', label: graphTexts.picture },
          { value: 'list', label: graphTexts.list },
        ]}
      />
    </div>
  );
}

/** More are found by the search among the facts of the record. */
const MOST_CHOICES = 400;

function listChoices(figures: readonly Entry[], chosen: string | null): readonly Entry[] {
  if (figures.length <= MOST_CHOICES) return figures;
  const own = figures.filter(({ key }) => key === chosen);
  return [...own, ...figures.slice(0, MOST_CHOICES).filter(({ key }) => key !== chosen)];
}

function Notes({ known, figure, records, root, signIn }: ProvenanceProps & { known: KnownRecord }) {
  const texts = useProvenanceTexts();
  if (known.access === 'private')
    return (
      <Alert variant="light" color="gray" title={texts.private}>
        <p>{texts.privateAdvice}</p>
        {signIn}
      </Alert>
    );
  const isRead = known.access === 'all' || known.access === 'some';
  const isThere = records.get(root)?.entries.some(({ key }) => key === figure);
  return isRead && figure !== null && isThere !== true ? (
    <Alert color="yellow">{texts.notFound(figure)}</Alert>
  ) : null;
}

interface ShownProps extends ProvenanceProps {
  readonly graph: Graph;
  readonly chosen: string | null;
  readonly choose: (id: string | null) => void;
  readonly open: (id: string) => void;
}

function PictureWithPanel({
  graph,
  chosen,
  choose,
  open,
  onFigure,
  known,
}: ShownProps & { known: KnownRecord }) {
  const texts = useProvenanceTexts();
  const panelTexts = usePanelTexts();
  const records = useRecordTexts();
  const node = chosen === null ? undefined : graph.nodes.get(chosen);
  const title = showOutside(titleOf(known) ?? records.untitled, MOST_OF_TITLE);
  return (
    <div className={classes['sides']} data-has-panel={node !== undefined || undefined}>
      <ProvenancePicture label={texts.label(title)} graph={graph} chosen={chosen} onChoose={choose} />
      <div aria-live="polite">
        {node !== undefined && (
          <section aria-label={panelTexts.details} className={`card ${classes['panel']}`}>
            <CloseButton
              className={classes['close']}
              aria-label={panelTexts.close}
              onClick={() => {
                choose(null);
                focusBox(node.id);
              }}
            />
            <NodePanel
              {...{ graph, node, onFigure }}
              onChoose={choose}
              onOpen={open}
              hasTitle
              canChoose={() => true}
              key={node.id}
            />
          </section>
        )}
      </div>
    </div>
  );
}

function Lists({ graph, root, open, onFigure }: ShownProps) {
  const texts = useProvenanceTexts();
  const answers = graph.edges.filter(
    ({ from, meaning }) => from === idOfRecord(root) && meaning === 'answers',
  );
  const list = (from: string) => (
    <NodeList
      key={from}
      graph={graph}
      root={from}
      onOpen={open}
      renderChosen={(node, ways) => (
        <NodePanel {...{ graph, node, onFigure, ...ways }} onOpen={open} hasTitle={false} />
      )}
    />
  );
  return (
    <>
      <div className="card">{list(graph.root)}</div>
      {answers.length > 0 && (
        <section className="card">
          <h2>{texts.answers}</h2>
          {answers.map(({ to }) => list(to))}
        </section>
      )}
    </>
  );
}
