import type { Activity, Fields } from './brightway-sections.ts';

/** An activity as others link to it. */
export interface Node {
  readonly id: string;
  readonly activity: Activity;
  /** What it makes: its reference product, else its name. */
  readonly product: string;
  /** A process; a product that processes make; or a flow to or from nature. */
  readonly kind: 'process' | 'product' | 'flow';
}

const KINDS: Readonly<Record<string, Node['kind']>> = {
  process: 'process',
  processwithreferenceproduct: 'process',
  multifunctional: 'process',
  nonlinked: 'process',
  product: 'product',
};

/** Fields by which an exchange names an activity, besides its name. */
const FIELDS = ['reference product', 'location', 'unit'] as const;

/** The activities of a file, found as exchanges name them. */
export class Nodes {
  readonly all: readonly Node[];
  readonly #byName: ReadonlyMap<string, readonly Node[]>;
  readonly #byCode: ReadonlyMap<string, Node>;

  constructor(activities: readonly Activity[]) {
    this.all = activities.map((activity) => ({
      id: activity.fields.get('code') ?? activity.place,
      activity,
      product: activity.fields.get('reference product') ?? activity.name,
      kind: KINDS[activity.fields.get('type') ?? 'process'] ?? 'flow',
    }));
    this.#byName = Map.groupBy(this.all, ({ activity }) => activity.name);
    this.#byCode = new Map(this.all.map((node) => [node.id, node]));
  }

  /** Returns the activities that an exchange can mean: by its code, else by its name and all other fields that both state. */
  find(fields: Fields, spell: (field: string, text: string) => string): readonly Node[] {
    const code = fields.get('code') ?? /^\(.*,\s*'(.*)'\)$/.exec(fields.get('input') ?? '')?.[1];
    const own = code === undefined ? undefined : this.#byCode.get(code);
    if (own !== undefined) return [own];
    const named = this.#byName.get(fields.get('name') ?? '') ?? [];
    return named.filter(({ activity }) =>
      FIELDS.every((field) => {
        const [here, there] = [fields.get(field), activity.fields.get(field)];
        return here === undefined || there === undefined || spell(field, here) === spell(field, there);
      }),
    );
  }
}
