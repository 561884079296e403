import type { GraphNode } from '../../jobs/explain/graph.ts';
import { useGraphTexts } from './picture/graph-texts.ts';
import { type NodeWords, STANDING_TONES } from './node-words.ts';
import classes from './node.module.css';

/** What is in the box of a node: what it is, its title, its quantity or version. A standing is named where it needs attention. */
export function NodeBox({ node, words, party }: { node: GraphNode; words: NodeWords; party: string | null }) {
  const texts = useGraphTexts();
  if (node.type === 'more') return <span>{words.title}</span>;
  const isEntry = node.type === 'row' || node.type === 'figure';
  const isKey = node.type === 'document' || (isEntry && words.code === null);
  const about = words.code ?? party;
  const needsMark = node.standing !== 'current' && node.standing !== 'unknown';
  const isPrivate = node.type === 'record' && node.known.access === 'private';
  return (
    <>
      <span className={classes['head']}>
        <span>{about === null ? words.what : `${words.what} · ${about}`}</span>
        {needsMark && (
          <span className={classes['mark']} data-tone={STANDING_TONES[node.standing]}>
            {texts.standings[node.standing]}
          </span>
        )}
      </span>
      <span className={classes['title']} data-is-key={isKey || undefined} title={words.code ?? words.title}>
        {words.title}
      </span>
      <span className={classes['line']}>
        {words.quantity !== null && <span className={classes['quantity']}>{words.quantity}</span>}
        {words.note !== null && <span className="quiet">{words.note}</span>}
        {isPrivate && <span className="quiet">{texts.isPrivate}</span>}
      </span>
    </>
  );
}

const WIDTH = 264;
const HEIGHTS: Record<GraphNode['type'], number> = {
  record: 78,
  unknown: 78,
  figure: 76,
  set: 76,
  row: 70,
  document: 70,
  more: 34,
};

/** Returns the size of the box of a node, in pixels. */
export function sizeOf({ type }: GraphNode): { readonly width: number; readonly height: number } {
  return { width: type === 'more' ? 140 : WIDTH, height: HEIGHTS[type] };
}
