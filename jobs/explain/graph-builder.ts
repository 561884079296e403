import type { Hex } from '../../core/encoding/hex.ts';
import { type GraphEdge, type GraphNode, MAX_NODES, type Meaning, type NamedUse } from './graph.ts';
import type { KnownRecord, KnownRecords } from './known-record.ts';
import { judgeStanding, type Standing } from './standing.ts';

/** What is shown of what a graph could show. */
export interface GraphView {
  readonly root: Hex;
  /** The key of a figure; null for the record as a whole. */
  readonly figure: string | null;
  /** How many inputs of a node are shown, by its id, where that was asked. */
  readonly opened: ReadonlyMap<string, number>;
}

/** Collects nodes and edges, each once, and what they need that is not here. */
export class GraphBuilder {
  readonly nodes = new Map<string, GraphNode>();
  readonly wantedRecords = new Set<Hex>();
  readonly wantedEntries = new Set<Hex>();
  isFull = false;
  readonly #edges = new Map<string, GraphEdge>();
  readonly #standings: ReadonlyMap<Hex, Standing>;
  readonly records: KnownRecords;
  readonly view: GraphView;

  constructor(records: KnownRecords, view: GraphView) {
    this.records = records;
    this.view = view;
    this.#standings = judgeStanding(records);
  }

  standingOf(id: Hex): Standing {
    return this.#standings.get(id) ?? 'unknown';
  }

  /** Returns a record, and notes that it is missing where it is not here. */
  find(id: Hex): KnownRecord | null {
    const known = this.records.get(id);
    if (known === undefined) this.wantedRecords.add(id);
    return known ?? null;
  }

  /** Returns a record whose entries are needed, and notes that they are missing where they are not read. */
  findEntries(id: Hex): KnownRecord | null {
    const known = this.find(id);
    if (known?.access === 'unread') this.wantedEntries.add(id);
    return known;
  }

  /** Adds a node, if it is not there already and there is room. Returns whether it was added. */
  add(node: GraphNode): boolean {
    if (this.nodes.has(node.id)) return false;
    if (this.nodes.size >= MAX_NODES) {
      this.isFull = true;
      return false;
    }
    this.nodes.set(node.id, node);
    return true;
  }

  /** Adds an edge between two nodes that are there. Two edges with the same ends are one, with the uses of both. */
  connect(from: string, to: string, meaning: Meaning, uses: readonly NamedUse[] = []): void {
    if (!this.nodes.has(from) || !this.nodes.has(to) || from === to) return;
    const id = JSON.stringify([from, to]);
    const before = this.#edges.get(id);
    this.#edges.set(id, {
      from,
      to,
      meaning: before?.meaning ?? meaning,
      uses: [...(before?.uses ?? []), ...uses],
    });
  }

  /** How many of `count` inputs of a node are shown, and how many are not. */
  divide(id: string, count: number, unasked: number): { readonly shown: number; readonly hidden: number } {
    const shown = Math.min(count, this.view.opened.get(id) ?? unasked);
    return { shown, hidden: count - shown };
  }

  /** Returns the edges, without those that would close a circle: seen from the first node, they lead back to what it was made from. */
  listEdges(): GraphEdge[] {
    const above = Map.groupBy(this.#edges.values(), ({ to }) => to);
    const left = new Set<GraphEdge>();
    const done = new Set<string>();
    for (const start of this.nodes.keys()) {
      const path = new Set<string>();
      const stack: { readonly id: string; readonly edges: Iterator<GraphEdge> }[] = [];
      const enter = (id: string): void => {
        path.add(id);
        stack.push({ id, edges: (above.get(id) ?? []).values() });
      };
      if (!done.has(start)) enter(start);
      while (stack.length > 0) {
        const { id, edges } = stack.at(-1)!;
        const next = edges.next();
        if (next.done === true) {
          stack.pop();
          path.delete(id);
          done.add(id);
        } else if (path.has(next.value.from)) left.add(next.value);
        else if (!done.has(next.value.from)) enter(next.value.from);
      }
    }
    return [...this.#edges.values()].filter((edge) => !left.has(edge));
  }
}
