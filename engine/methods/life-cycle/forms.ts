import type { Demand, FlowCell, Line } from './chain.ts';

/** A number that the solution of a chain gives. `demand`, `line` and all places are those of the chain. */
export type CycleForm = FlowForm | InputForm | LinkForm | RunForm;

/** What supplies emit of a line for a functional unit, all of them or some. */
export interface FlowForm {
  readonly kind: 'flow';
  readonly demand: number;
  readonly line: number;
  /** Null: all. */
  readonly of: ReadonlySet<number> | null;
  /** Whether only rows of primary data count. */
  readonly isPrimary?: true;
  /** What these are, for the formula. */
  readonly about: string;
}

/** What is emitted of a line for some rows of the process that supplies a functional unit: anywhere for its inputs, and what it emits itself. */
export interface InputForm {
  readonly kind: 'input';
  readonly demand: number;
  readonly line: number;
  /** Places of cells of A and B in the column of the supply. */
  readonly cells: readonly number[];
  readonly flows: readonly number[];
  readonly about: string;
}

/** What is emitted of a line, anywhere, for what processes supply to others: negative for avoided products and treatments. */
export interface LinkForm {
  readonly kind: 'link';
  readonly demand: number;
  readonly line: number;
  /** Places of cells of A. */
  readonly cells: readonly number[];
  readonly about: string;
}

/** How much of a process is run for a functional unit: its amount over that of its rows. */
export interface RunForm {
  readonly kind: 'run';
  readonly demand: number;
  readonly of: ReadonlySet<number>;
  readonly about: string;
}

/** Whether a form counts a flow of its line. */
export function isOfForm({ to, emission }: FlowCell, form: FlowForm): boolean {
  if (form.of?.has(to) === false) return false;
  return form.isPrimary !== true || emission?.data === 'primary';
}

/** Returns the formula of a form, whose symbols the definitions explain. @param name of the line of the form */
export function writeForm(form: CycleForm, demand: Demand, line: string): string {
  const { name } = demand.unit;
  switch (form.kind) {
    case 'flow':
      return `B[${form.about === '' ? line : `${line}, ${form.about}`}] L f[${name}]`;
    case 'input':
      return writeInput(form, name, line);
    case 'link':
      return `M[${line}] A[${form.about}] L f[${name}]`;
    case 'run':
      return `p L f[${name}] / V[${form.about}]`;
  }
}

function writeInput({ cells, flows, about }: InputForm, name: string, line: string): string {
  const direct = flows.length === 0 ? [] : [`B[${line}, ${about}]`];
  const anywhere = cells.length === 0 ? [] : [`M[${line}] A[${about}]`];
  const terms = [...direct, ...anywhere];
  return `${terms.length === 1 ? terms[0]! : `(${terms.join(' + ')})`} f[${name}]`;
}

/** Returns what a line is called in formulas. */
export function nameLine(line: Line): string {
  if (line.type === 'cut-off') return `cut-off ${line.item}`;
  const { name, compartment, origin, geography, landUse } = line.kind;
  return [name, compartment, origin, geography, landUse === 'direct' ? null : landUse]
    .filter((part) => part !== null)
    .join(' ');
}
