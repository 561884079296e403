import { Invariant } from '../../core/errors.ts';
import type { Period } from '../rows/row.ts';
import type { Draft, Expression, LinearSystem, Quantity, RowSum } from './draft.ts';

/** What a rewriting changes. */
export interface Rewriting {
  /** Returns the key of a draft, and of each part that a total covers. */
  readonly key?: (key: string) => string;
  /** The period of all drafts. */
  readonly period?: Period;
  /** Returns what a draft states besides. */
  readonly stated?: (
    own: Draft,
  ) => Partial<Pick<Draft, 'consolidation' | 'entity' | 'documents' | 'scope' | 'warnings'>>;
  /** Returns what takes the place of a sum of rows. */
  readonly rows?: (node: RowSum) => Expression;
  /** Returns what takes the place of the quantity of one row. */
  readonly quantity?: (node: Quantity) => Expression;
  /** Returns what takes the place of the whole of a figure, once its nodes are rewritten. */
  readonly whole?: (own: Draft, expression: Expression) => Expression;
}

/** Returns drafts with the same graphs, but for what is changed. What two of them share is rewritten once, and they still share it. */
export function rewriteDrafts(drafts: readonly Draft[], rewriting: Rewriting): Draft[] {
  const rewriter = new Rewriter(rewriting);
  return drafts.map((draft) => rewriter.draft(draft));
}

class Rewriter {
  readonly #key: (key: string) => string;
  readonly #period: Pick<Rewriting, 'period'>;
  readonly #stated: NonNullable<Rewriting['stated']>;
  readonly #rows: (node: RowSum) => Expression;
  readonly #quantity: (node: Quantity) => Expression;
  readonly #whole: NonNullable<Rewriting['whole']>;
  readonly #changesRows: boolean;
  readonly #drafts = new Map<Draft, Draft>();
  readonly #nodes = new Map<Expression, Expression>();

  readonly #systems = new Map<LinearSystem, LinearSystem>();

  constructor({
    key = (own) => own,
    rows,
    quantity = (own) => own,
    whole = (_own, expression) => expression,
    stated = () => ({}),
    ...period
  }: Rewriting) {
    this.#key = key;
    this.#period = period;
    this.#stated = stated;
    this.#rows = rows ?? ((own) => own);
    this.#quantity = quantity;
    this.#whole = whole;
    this.#changesRows = rows !== undefined;
  }

  draft(own: Draft): Draft {
    const known = this.#drafts.get(own);
    if (known !== undefined) return known;
    const { covers, closing } = own;
    const draft = {
      ...own,
      ...this.#period,
      ...this.#stated(own),
      key: this.#key(own.key),
      expression: this.#whole(own, this.#node(own.expression)),
      ...(covers === undefined
        ? {}
        : { covers: covers.map((part) => ({ ...part, key: this.#key(part.key) })) }),
      ...(closing === undefined
        ? {}
        : { closing: { ...closing, expression: this.#node(closing.expression) } }),
    };
    this.#drafts.set(own, draft);
    return draft;
  }

  #node(own: Expression): Expression {
    const node = this.#nodes.get(own) ?? this.#rewrite(own);
    this.#nodes.set(own, node);
    return node;
  }

  #nodesOf(own: readonly Expression[]): Expression[] {
    return own.map((node) => this.#node(node));
  }

  #rewrite(own: Expression): Expression {
    switch (own.kind) {
      case 'constant':
        return own;
      case 'quantity':
        return this.#quantity(own);
      case 'row-sum':
        return this.#rows(own);
      case 'figure':
        return { ...own, draft: this.draft(own.draft) };
      case 'sum':
        return { ...own, parts: own.parts.flatMap((part) => this.#part(part)) };
      case 'difference':
        return { ...own, from: this.#node(own.from), less: this.#node(own.less) };
      case 'product':
        return { ...own, factors: this.#nodesOf(own.factors) };
      case 'quotient':
        return { ...own, over: this.#node(own.over), under: this.#node(own.under) };
      case 'function':
      case 'rounded':
        return { ...own, of: this.#node(own.of) };
      case 'solution':
        return { ...own, system: this.#system(own.system) };
      case 'form':
        if (this.#changesRows) throw new Invariant('the rows of a table are never rewritten');
        return own;
    }
  }

  /** Returns a part of a sum. What takes the place of rows can be a sum itself, whose parts then belong to the outer one. */
  #part(own: Expression): readonly Expression[] {
    const node = this.#node(own);
    return own.kind === 'row-sum' && node.kind === 'sum' ? node.parts : [node];
  }

  #system(own: LinearSystem): LinearSystem {
    const known = this.#systems.get(own);
    if (known !== undefined) return known;
    const cell = (node: Expression | null): Expression | null => (node === null ? null : this.#node(node));
    const system = { ...own, matrix: own.matrix.map((row) => row.map(cell)), vector: own.vector.map(cell) };
    this.#systems.set(own, system);
    return system;
  }
}
