import { Button } from '@mantine/core';
import { Tag } from '../components/tag.tsx';
import { useFormat } from '../language/format.ts';
import { useOrigin, useWords } from './context.tsx';
import { DocumentFacts, EntryFacts, SetFacts } from './entry-facts.tsx';
import { FigureFacts } from './figure-facts.tsx';
import type { Graph, GraphNode, NamedUse } from './graph.ts';
import { useGraphTexts } from './graph-texts.ts';
import { STANDING_TONES } from './node-words.ts';
import { usePanelTexts } from './panel-texts.ts';
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
}

/** Everything about one node: its facts, what it was made from and used in, and its proof. */
export function NodePanel({ graph, node, onChoose, onOpen, onFigure }: NodePanelProps) {
  const texts = useGraphTexts();
  const panel = usePanelTexts();
  const format = useFormat();
  const { renderLinks } = useOrigin();
  const { what, title } = useWords()(node);
  const isEntry = node.type === 'figure' || node.type === 'row' || node.type === 'document';
  return (
    <div className={classes['panel']}>
      <div>
        <div className="row">
          <span className="quiet">{what}</span>
          <span title={texts.standingHelp[node.standing]}>
            <Tag tone={STANDING_TONES[node.standing]}>{texts.standings[node.standing]}</Tag>
          </span>
        </div>
        <h3>{title}</h3>
        {node.standing !== 'current' && <div className="quiet">{texts.standingHelp[node.standing]}</div>}
      </div>
      {node.type === 'record' && (
        <RecordFacts known={node.known} onFigure={onFigure} isRoot={isRootRecord(graph, node)} />
      )}
      {node.type === 'figure' && <FigureFacts node={node} />}
      {node.type === 'row' && <EntryFacts {...node} />}
      {node.type === 'set' && <SetFacts node={node} />}
      {node.type === 'document' && <DocumentFacts node={node} />}
      {node.hidden > 0 && node.type !== 'more' && (
        <div>
          <Button variant="default" size="compact-md" onClick={() => onOpen(node.id)}>
            {node.type === 'set' && node.rows === null
              ? panel.openRows
              : texts.more[node.type === 'set' ? 'rows' : node.type === 'record' ? 'sources' : 'inputs'](
                  format.number(node.hidden),
                )}
          </Button>
        </div>
      )}
      {isEntry && (node.type !== 'figure' || node.entry !== null) && <RowProof key={node.id} node={node} />}
      <Neighbours {...{ graph, node, onChoose }} side="from" />
      <Neighbours {...{ graph, node, onChoose }} side="to" />
      {renderLinks !== null && node.type !== 'unknown' && (
        <div className="row">{renderLinks(node.record)}</div>
      )}
    </div>
  );
}

function isRootRecord(graph: Graph, node: GraphNode): boolean {
  return node.id === graph.root || graph.edges.some(({ from, to }) => from === graph.root && to === node.id);
}

interface NeighboursProps {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly onChoose: (id: string) => void;
  /** The end of an edge where the neighbours are. */
  readonly side: 'from' | 'to';
}

/** The nodes on one side of a node, each a button, with what the edge between says. */
function Neighbours({ graph, node, onChoose, side }: NeighboursProps) {
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
      <h4>{side === 'from' ? texts.madeFrom : texts.usedIn}</h4>
      <ul className={classes['members']}>
        {found.map(({ edge, neighbour }) => {
          const { title, quantity, what } = wordsOf(neighbour);
          return (
            <li key={neighbour.id}>
              <button type="button" className={classes['member']} onClick={() => onChoose(neighbour.id)}>
                <span>{title}</span>
                <span className="number">{quantity}</span>
                <small>
                  {what}
                  {' · '}
                  {edge.uses.length > 0 ? describe(edge.uses) : texts.meanings[edge.meaning]}
                </small>
              </button>
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
  const format = useFormat();
  return (uses) =>
    uses
      .map(({ name, value, unit }) =>
        value === null
          ? texts.asSymbolOnly(name)
          : texts.asSymbol(name, `${format.decimal(value)} ${format.unit(unit)}`.trim()),
      )
      .join(', ');
}
