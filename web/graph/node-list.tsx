import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useFormat } from '../language/format.ts';
import { useWords } from './context.tsx';
import { type Graph, type GraphEdge, type GraphNode, nameHidden } from '../../jobs/explain/graph.ts';
import { useGraphTexts } from './picture/graph-texts.ts';
import { STANDING_TONES } from './node-words.ts';
import classes from './node-list.module.css';

/** How what is shown below an item leads to other items. */
export interface ListWays {
  readonly onChoose: (id: string) => void;
  /** Whether a node is in the list. */
  readonly canChoose: (id: string) => boolean;
}

interface NodeListProps {
  readonly graph: Graph;
  /** Where the list begins. */
  readonly root: string;
  readonly onOpen: (id: string) => void;
  /** What is shown below an item that was chosen. */
  readonly renderChosen: (node: GraphNode, ways: ListWays) => ReactNode;
}

/** Levels that are open at first; below a row there is only its record. */
const OPEN_LEVELS = 2;

/** The same as the picture, as nested lists: below each node what it was made from. */
export function NodeList({ graph, root, onOpen, renderChosen }: NodeListProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const sources = useMemo(() => Map.groupBy(graph.edges, ({ to }) => to), [graph]);
  const paths = useMemo(() => findPaths(root, sources), [root, sources]);
  const node = graph.nodes.get(root);
  if (node === undefined) return null;
  const shared: Shared = {
    graph,
    sources,
    toggled,
    chosen,
    onToggle: (path) => setToggled((before) => before.symmetricDifference(new Set([path]))),
    onChoose: (path) => setChosen(path),
    onOpen,
    renderChosen: (each) =>
      renderChosen(each, {
        onChoose: (id) => {
          const path = paths.get(id) ?? null;
          setChosen(path);
          requestAnimationFrame(() => focusItem(list.current, path));
        },
        canChoose: (id) => paths.has(id),
      }),
  };
  return (
    <ul className={classes['list']} ref={list}>
      <Item {...{ shared, node }} edge={null} above="" level={0} />
    </ul>
  );
}

function focusItem(list: HTMLElement | null, path: string | null): void {
  if (path !== null) list?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus();
}

/** Returns the first place of each node in the list. A path is the ids of the nodes from the root on. */
function findPaths(
  root: string,
  sources: ReadonlyMap<string, readonly GraphEdge[]>,
): ReadonlyMap<string, string> {
  const paths = new Map([[root, `/${root}`]]);
  for (const [id, path] of paths)
    for (const { from, meaning } of sources.get(id) ?? [])
      if (meaning !== 'more' && !paths.has(from)) paths.set(from, `${path}/${from}`);
  return paths;
}

interface Shared {
  readonly graph: Graph;
  readonly sources: ReadonlyMap<string, readonly GraphEdge[]>;
  /** Paths whose items are not as they were at first: open or closed. */
  readonly toggled: ReadonlySet<string>;
  /** The path of the item that was chosen. */
  readonly chosen: string | null;
  readonly onToggle: (path: string) => void;
  readonly onChoose: (path: string | null) => void;
  readonly onOpen: (id: string) => void;
  readonly renderChosen: (node: GraphNode) => ReactNode;
}

interface ItemProps {
  readonly shared: Shared;
  readonly node: GraphNode;
  /** From the node to the one above it in the list. */
  readonly edge: GraphEdge | null;
  /** The path of the item above: one node can be in several places. */
  readonly above: string;
  readonly level: number;
}

function Item({ shared, node, edge, above, level }: ItemProps) {
  const { graph, sources, toggled, chosen, onToggle, onOpen, renderChosen } = shared;
  const texts = useGraphTexts();
  const format = useFormat();
  const words = useWords()(node);
  const path = `${above}/${node.id}`;
  const below = (sources.get(node.id) ?? []).filter(({ meaning }) => meaning !== 'more');
  const hasBelow = below.length > 0 || node.hidden > 0;
  const isOpenFirst = level < OPEN_LEVELS && node.type !== 'row' && node.type !== 'document';
  const isOpen = isOpenFirst !== toggled.has(path) || chosen?.startsWith(`${path}/`) === true;
  return (
    <li>
      <div className={classes['item']}>
        {hasBelow ? (
          <button
            type="button"
            className={classes['toggle']}
            aria-expanded={isOpen}
            aria-label={texts.expand(words.title)}
            onClick={() => onToggle(path)}
          >
            {isOpen ? '▾' : '▸'}
          </button>
        ) : (
          <span />
        )}
        <Name {...{ shared, node, edge, path }} />
        {chosen === path && <div className={classes['opened']}>{renderChosen(node)}</div>}
      </div>
      {hasBelow && isOpen && (
        <ul className={classes['below']}>
          {below.map((each) => {
            const next = graph.nodes.get(each.from);
            return (
              next !== undefined && (
                <Item key={next.id} {...{ shared, node: next, edge: each, above: path }} level={level + 1} />
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

function Name({ shared, node, edge, path }: Pick<ItemProps, 'shared' | 'node' | 'edge'> & { path: string }) {
  const texts = useGraphTexts();
  const { what, title, code, quantity, note } = useWords()(node);
  const isChosen = shared.chosen === path;
  const symbols = (edge?.uses ?? []).map(({ name }) => name).join(', ');
  const needsMark = node.standing !== 'current' && node.standing !== 'unknown';
  return (
    <button
      type="button"
      className={classes['name']}
      data-path={path}
      aria-expanded={isChosen}
      onClick={() => shared.onChoose(isChosen ? null : path)}
    >
      <span>{title}</span>
      <strong className="number">{quantity}</strong>
      <small>
        {[what, code, symbols, note].filter((part) => part !== null && part !== '').join(' · ')}
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
