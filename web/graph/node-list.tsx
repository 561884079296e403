import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useFormat } from '../language/format.ts';
import { useWords } from './context.tsx';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { useGraphTexts } from './graph-texts.ts';
import { STANDING_TONES } from './node-words.ts';
import classes from './node-list.module.css';

interface NodeListProps {
  readonly graph: Graph;
  /** Where the list begins. */
  readonly root: string;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
  readonly onOpen: (id: string) => void;
  /** What is shown below a node that was chosen. */
  readonly renderChosen: (node: GraphNode) => ReactNode;
}

/** Levels that are open at first. */
const OPEN_LEVELS = 2;

/** The same as the picture, as nested lists: below each node what it was made from. */
export function NodeList(props: NodeListProps) {
  const { graph, root } = props;
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const sources = useMemo(() => Map.groupBy(graph.edges, ({ to }) => to), [graph]);
  const toggle = (path: string): void => setToggled((before) => before.symmetricDifference(new Set([path])));
  const node = graph.nodes.get(root);
  if (node === undefined) return null;
  return (
    <ul className={classes['list']}>
      <Item {...{ ...props, node, sources, toggled, toggle }} edge={null} path="" level={0} />
    </ul>
  );
}

interface ItemProps extends NodeListProps {
  readonly node: GraphNode;
  /** From the node to the one above it in the list. */
  readonly edge: GraphEdge | null;
  readonly sources: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly toggled: ReadonlySet<string>;
  readonly toggle: (path: string) => void;
  /** The place in the list: one node can be in several. */
  readonly path: string;
  readonly level: number;
}

function Item(props: ItemProps) {
  const { graph, node, sources, toggled, toggle, level, chosen, onOpen, renderChosen } = props;
  const texts = useGraphTexts();
  const format = useFormat();
  const words = useWords()(node);
  const path = `${props.path}/${node.id}`;
  const below = (sources.get(node.id) ?? []).filter(({ meaning }) => meaning !== 'more');
  const hasBelow = below.length > 0 || node.hidden > 0;
  const isOpen = level < OPEN_LEVELS !== toggled.has(path);
  const isChosen = chosen === node.id;
  return (
    <li>
      <div className={classes['item']}>
        {hasBelow ? (
          <button
            type="button"
            className={classes['toggle']}
            aria-expanded={isOpen}
            aria-label={texts.expand(words.title)}
            onClick={() => toggle(path)}
          >
            {isOpen ? '▾' : '▸'}
          </button>
        ) : (
          <span />
        )}
        <Name {...props} />
        {isChosen && <div className={classes['opened']}>{renderChosen(node)}</div>}
      </div>
      {hasBelow && isOpen && (
        <ul>
          {below.map((edge) => {
            const next = graph.nodes.get(edge.from);
            return (
              next !== undefined && (
                <Item key={next.id} {...{ ...props, node: next, edge, path }} level={level + 1} />
              )
            );
          })}
          {node.hidden > 0 && (
            <li className={classes['more']}>
              <Button variant="subtle" size="compact-sm" onClick={() => onOpen(node.id)}>
                {texts.more[nameHidden(node)](format.number(node.hidden))}
              </Button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Name({ node, edge, chosen, onChoose }: ItemProps) {
  const texts = useGraphTexts();
  const { what, title, quantity, note } = useWords()(node);
  const isChosen = chosen === node.id;
  const symbols = (edge?.uses ?? []).map(({ name }) => name).join(', ');
  const needsMark = node.standing !== 'current' && node.standing !== 'unknown';
  return (
    <button
      type="button"
      className={classes['name']}
      aria-expanded={isChosen}
      onClick={() => onChoose(isChosen ? null : node.id)}
    >
      <span>{title}</span>
      <strong className="number">{quantity}</strong>
      <small>
        {[what, symbols, note].filter((part) => part !== null && part !== '').join(' · ')}
        {needsMark && (
          <>
            {' · '}
            <span data-tone={STANDING_TONES[node.standing]}>{texts.standings[node.standing]}</span>
          </>
        )}
      </small>
    </button>
  );
}

/** Returns what of a node is not shown yet. */
export function nameHidden({ type }: GraphNode): 'sources' | 'inputs' | 'rows' {
  if (type === 'set') return 'rows';
  return type === 'record' ? 'sources' : 'inputs';
}
