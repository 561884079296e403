import { useMemo } from 'react';
import { useOrigin, useWords } from './context.tsx';
import type { Graph, GraphEdge, GraphNode } from '../../jobs/explain/graph.ts';
import { useGraphTexts } from './picture/graph-texts.ts';
import { NodeBox, sizeOf } from './node-box.tsx';
import { STANDING_TONES } from './node-words.ts';
import { Picture, type PictureBox } from './picture/picture.tsx';

interface ProvenancePictureProps {
  readonly label: string;
  readonly graph: Graph;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

/** The picture of a graph of records and entries. */
export function ProvenancePicture({ label, graph, chosen, onChoose }: ProvenancePictureProps) {
  const texts = useGraphTexts();
  const { names } = useOrigin();
  const boxes = [...graph.nodes.values()].map((node): PictureBox => {
    const look = node.type === 'more' ? 'more' : node.id === graph.root ? 'root' : 'plain';
    const party = node.type === 'record' ? (names.get(node.known.record.party) ?? null) : null;
    return {
      id: node.id,
      ...sizeOf(node),
      look,
      tone: node.standing === 'current' ? 'neutral' : STANDING_TONES[node.standing],
      content: <NodeContent node={node} party={party} />,
    };
  });
  const edges = useMemo(
    () =>
      graph.edges.map((edge) => ({
        from: edge.from,
        to: edge.to,
        isQuiet: QUIET.has(edge.meaning),
        label: labelOf(edge, texts.meanings),
      })),
    [graph, texts],
  );
  return <Picture {...{ label, boxes, edges, chosen, onChoose }} root={graph.root} />;
}

/** Finds the words of a node when its box is drawn. */
function NodeContent({ node, party }: { node: GraphNode; party: string | null }) {
  const wordsOf = useWords();
  return <NodeBox node={node} words={wordsOf(node)} party={party} />;
}

/** Meanings that say only where something is. */
const QUIET: ReadonlySet<GraphEdge['meaning']> = new Set(['holds', 'part', 'more', 'consulted']);
const NAMED: ReadonlySet<GraphEdge['meaning']> = new Set(['answers', 'cites', 'document', 'consulted']);
const LONGEST = 12;

function labelOf({ uses, meaning }: GraphEdge, meanings: Readonly<Record<GraphEdge['meaning'], string>>) {
  if (uses.length === 0) return NAMED.has(meaning) ? meanings[meaning] : null;
  const names = [...new Set(uses.map(({ name }) => name))].join(', ');
  return names.length <= LONGEST ? names : `${names.slice(0, LONGEST - 1)}…`;
}
