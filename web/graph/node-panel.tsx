import { Button } from '@mantine/core';
import { Tag } from '../components/tag.tsx';
import { useFormat } from '../language/format.ts';
import { useOrigin, useWords } from './context.tsx';
import { DocumentFacts, EntryFacts, SetFacts } from './entry-facts.tsx';
import { FigureFacts } from './figure-facts.tsx';
import {
  type FigureNode,
  type Graph,
  type GraphNode,
  type NamedUse,
  nameHidden,
} from '../../jobs/explain/graph.ts';
import { useGraphTexts } from './picture/graph-texts.ts';
import { STANDING_TONES } from './node-words.ts';
import { usePanelTexts } from './panel-texts.ts';
import { useQuantity } from './quantity.ts';
import { RecordFacts } from './record-facts.tsx';
import { RowProof } from './row-proof.tsx';
import classes from './node.module.css';

interface NodePanelProps {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly onChoose: (id: string) => void;
  /** Shows more of what a node was made from. */
  readonly onOpen: (id: string) => void;
  /** Chooses a figure of the record at the end; null for the whole record. */
  readonly onFigure: (key: string | null) => void;
  /** Whether its title is shown; below an item of a list it is not. */
  readonly hasTitle: boolean;
  /** Whether a neighbour can be chosen where the panel is. */
  readonly canChoose: (id: string) => boolean;
}

/** Everything about one node: its facts, what it was made from and used in, and its proof. */
export function NodePanel(props: NodePanelProps) {
  const { graph, node, onChoose, canChoose } = props;
  const texts = useGraphTexts();
  const { renderLinks } = useOrigin();
  const { what, title, code } = useWords()(node);
  const isProvable = node.type === 'row' || node.type === 'document' || hasEntry(node);
  return (
    <div className={classes['panel']}>
      <div>
        <div className="row">
          {props.hasTitle && <span className="quiet">{what}</span>}
          <span title={texts.standingHelp[node.standing]}>
            <Tag tone={STANDING_TONES[node.standing]}>{texts.standings[node.standing]}</Tag>
          </span>
        </div>
        <h2 className={props.hasTitle ? undefined : 'hidden-text'}>{title}</h2>
        {code !== null && <code className={classes['code']}>{code}</code>}
        {node.standing !== 'current' && <div className="quiet">{texts.standingHelp[node.standing]}</div>}
      </div>
      <NodeFacts {...props} />
      <OpenButton {...props} />
      {isProvable && <RowProof key={node.id} node={node} />}
      <Neighbours {...{ graph, node, onChoose, canChoose }} side="from" />
      <Neighbours {...{ graph, node, onChoose, canChoose }} side="to" />
      {renderLinks !== null && node.type !== 'unknown' && (
        <div className="row">{renderLinks(node.record)}</div>
      )}
    </div>
  );
}

function hasEntry(node: GraphNode): node is FigureNode {
  return node.type === 'figure' && node.entry !== null;
}

/** The facts of a node, by its type. */
function NodeFacts({ graph, node, onFigure }: NodePanelProps) {
  const texts = useGraphTexts();
  const { origin } = useOrigin();
  switch (node.type) {
    case 'record':
      return <RecordFacts known={node.known} onFigure={onFigure} isRoot={isRootRecord(graph, node)} />;
    case 'figure':
      return <FigureFacts node={node} />;
    case 'row':
      return <EntryFacts value={node.value} unit={node.unit} entry={node.entry} />;
    case 'set':
      return <SetFacts node={node} />;
    case 'document':
      return <DocumentFacts node={node} />;
    case 'unknown':
      return origin === 'file' ? <p>{texts.notHereHelp}</p> : null;
    case 'more':
      return null;
  }
}

/** Shows more of what a node was made from. */
function OpenButton({ node, onOpen }: NodePanelProps) {
  const texts = useGraphTexts();
  const panel = usePanelTexts();
  const format = useFormat();
  if (node.hidden === 0 || node.type === 'more') return null;
  const isClosedSet = node.type === 'set' && node.rows === null;
  return (
    <div>
      <Button variant="default" size="compact-md" onClick={() => onOpen(node.id)}>
        {isClosedSet ? panel.openRows : texts.more[nameHidden(node)](format.number(node.hidden))}
      </Button>
    </div>
  );
}

function isRootRecord(graph: Graph, node: GraphNode): boolean {
  return node.id === graph.root || graph.edges.some(({ from, to }) => from === graph.root && to === node.id);
}

interface NeighboursProps extends Pick<NodePanelProps, 'graph' | 'node' | 'onChoose' | 'canChoose'> {
  /** The end of an edge where the neighbours are. */
  readonly side: 'from' | 'to';
}

/** The nodes on one side of a node, each a button, with what the edge between says. */
function Neighbours({ graph, node, onChoose, canChoose, side }: NeighboursProps) {
  const texts = useGraphTexts();
  const wordsOf = useWords();
  const describe = useUses();
  const other = side === 'from' ? 'to' : 'from';
  const found = graph.edges
    .filter((edge) => edge[other] === node.id && edge.meaning !== 'more')
    .flatMap((edge) => {
      const neighbour = graph.nodes.get(edge[side]);
      return neighbour === undefined ? [] : [{ edge, neighbour }];
    });
  if (found.length === 0) return null;
  return (
    <section>
      <h3>{side === 'from' ? texts.madeFrom : texts.usedIn}</h3>
      <ul className={classes['members']}>
        {found.map(({ edge, neighbour }) => {
          const { title, quantity, what } = wordsOf(neighbour);
          const content = (
            <>
              <span>{title}</span>
              <span className="number">{quantity}</span>
              <small>
                {what}
                {' · '}
                {edge.uses.length > 0 ? describe(edge.uses) : texts.meanings[edge.meaning]}
              </small>
            </>
          );
          return (
            <li key={neighbour.id}>
              {canChoose(neighbour.id) ? (
                <button type="button" className={classes['member']} onClick={() => onChoose(neighbour.id)}>
                  {content}
                </button>
              ) : (
                <div className={classes['member']}>{content}</div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Returns a function that says as which symbols of a formula something is used. */
function useUses(): (uses: readonly NamedUse[]) => string {
  const texts = usePanelTexts();
  const write = useQuantity();
  return (uses) =>
    uses
      .map(({ name, value, unit }) =>
        value === null ? texts.asSymbolOnly(name) : texts.asSymbol(name, write(value, unit)),
      )
      .join(', ');
}
