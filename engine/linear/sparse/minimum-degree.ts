import { sqrt } from '../../quantities/elementary.ts';

/** In which order rows and columns are eliminated, and what that takes where all pivots are on the diagonal. */
export interface DegreeOrder {
  readonly order: Int32Array;
  /** The most numbers that L and U have together. */
  readonly entries: number;
  /** The most products that the decomposition subtracts. */
  readonly work: number;
}

/**
 * Orders a symmetric pattern by approximate minimum degree (P. R. Amestoy, T. A. Davis and I. S. Duff, An approximate minimum degree ordering
 * algorithm, 1996): next is the variable with the fewest neighbours in what is left. An eliminated variable becomes an element, which stands for
 * edges between all of its neighbours, so that fill is never stored. What has very many neighbours, such as electricity, is last, and counts as a
 * neighbour of all. Returns null as soon as more than `most` products would be needed.
 * @param neighbours of each variable, without itself
 */
export function orderByDegree(neighbours: readonly (readonly number[])[], most: number): DegreeOrder | null {
  const size = neighbours.length;
  const limit = MANY * sqrt(size);
  const isHub = neighbours.map(({ length }) => length > limit);
  const hubs = neighbours.flatMap((_, variable) => (isHub[variable] === true ? [variable] : []));
  const others =
    hubs.length === 0 ? neighbours : neighbours.map((own) => own.filter((other) => !isHub[other]));
  const search = new Search(others, isHub);
  const order = new Int32Array(size);
  let [entries, work] = [0, 0];
  for (let step = 0; step < size; step++) {
    const left = size - hubs.length - step;
    order[step] = left > 0 ? search.eliminate() : hubs[-left]!;
    const degree = left > 0 ? search.degree + hubs.length : size - step - 1;
    entries += 2 * degree + 1;
    work += degree * (degree + 1);
    if (work > most) return null;
  }
  return { order, entries, work };
}

/** A variable has very many neighbours if it has more than this times the root of their number. */
const MANY = 10;

class Search {
  /** How many neighbours the variable that was eliminated last has in what is left. */
  degree = 0;
  readonly #left: Buckets;
  /** Of each variable that is left: its neighbours besides those of its elements, and its elements. */
  readonly #neighbours: (readonly number[])[];
  readonly #elements: number[][];
  /** The variables of each element; null where another element has taken them in. */
  readonly #members: (readonly number[] | null)[];
  /** The step in which a variable was met last, and in which an element was. */
  readonly #met: Int32Array;
  readonly #counted: Int32Array;
  /** How many variables of an element are not in the new one. */
  readonly #outside: Int32Array;
  #step = 0;

  constructor(neighbours: readonly (readonly number[])[], isHub: readonly boolean[]) {
    const size = neighbours.length;
    this.#left = new Buckets(size);
    this.#neighbours = [...neighbours];
    this.#elements = neighbours.map(() => []);
    this.#members = neighbours.map(() => null);
    [this.#met, this.#counted, this.#outside] = [
      new Int32Array(size),
      new Int32Array(size),
      new Int32Array(size),
    ];
    for (let variable = size - 1; variable >= 0; variable--)
      if (!isHub[variable]!) this.#left.add(variable, neighbours[variable]!.length);
  }

  /** Eliminates a variable of least degree, and returns it. */
  eliminate(): number {
    const variable = this.#left.takeLeast();
    this.#step++;
    const members = this.#join(variable);
    this.#members[variable] = members;
    this.degree = members.length;
    for (const member of members) this.#countOutside(member);
    for (const member of members) this.#update(member, variable);
    return variable;
  }

  /** Returns all neighbours of a variable. Its elements are no longer needed. */
  #join(variable: number): number[] {
    const members: number[] = [];
    this.#met[variable] = this.#step;
    const add = (other: number): void => {
      if (this.#met[other] === this.#step) return;
      this.#met[other] = this.#step;
      members.push(other);
    };
    for (const other of this.#neighbours[variable]!) add(other);
    for (const element of this.#elements[variable]!) {
      for (const other of this.#members[element]!) add(other);
      this.#members[element] = null;
    }
    [this.#neighbours[variable], this.#elements[variable]] = [[], []];
    return members;
  }

  #countOutside(member: number): void {
    const elements = this.#elements[member]!.filter((element) => this.#members[element] !== null);
    this.#elements[member] = elements;
    for (const element of elements) {
      if (this.#counted[element] !== this.#step) {
        this.#counted[element] = this.#step;
        this.#outside[element] = this.#members[element]!.length;
      }
      this.#outside[element]!--;
    }
  }

  /** Gives a member its new element, which takes in those that have no variable outside it, and its new degree. */
  #update(member: number, element: number): void {
    const elements = this.#elements[member]!.filter((other) => this.#outside[other]! > 0);
    const neighbours = this.#neighbours[member]!.filter((other) => this.#met[other] !== this.#step);
    const added = this.degree - 1;
    let degree = neighbours.length + added;
    for (const other of elements) degree += this.#outside[other]!;
    const most = this.#left.degreeOf(member) + added;
    elements.push(element);
    [this.#elements[member], this.#neighbours[member]] = [elements, neighbours];
    this.#left.move(member, degree < most ? degree : most);
  }
}

/** Variables by their degree; of those with one degree, the one that came last is the first. */
class Buckets {
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #degrees: Int32Array;
  #least = 0;

  constructor(size: number) {
    this.#heads = new Int32Array(size).fill(-1);
    [this.#next, this.#previous, this.#degrees] = [
      new Int32Array(size),
      new Int32Array(size),
      new Int32Array(size),
    ];
  }

  degreeOf(variable: number): number {
    return this.#degrees[variable]!;
  }

  /** A degree is at most the number of variables less one. */
  add(variable: number, degree: number): void {
    const own = degree < this.#heads.length ? degree : this.#heads.length - 1;
    const head = this.#heads[own]!;
    this.#degrees[variable] = own;
    [this.#next[variable], this.#previous[variable]] = [head, -1];
    if (head >= 0) this.#previous[head] = variable;
    this.#heads[own] = variable;
    if (own < this.#least) this.#least = own;
  }

  move(variable: number, degree: number): void {
    this.#remove(variable);
    this.add(variable, degree);
  }

  takeLeast(): number {
    while (this.#heads[this.#least]! < 0) this.#least++;
    const variable = this.#heads[this.#least]!;
    this.#remove(variable);
    return variable;
  }

  #remove(variable: number): void {
    const [next, previous] = [this.#next[variable]!, this.#previous[variable]!];
    if (next >= 0) this.#previous[next] = previous;
    if (previous >= 0) this.#next[previous] = next;
    else this.#heads[this.#degrees[variable]!] = next;
  }
}
