import { isPlace } from '../../../engine/datasets/country.ts';
import { tidyPlace } from '../../../engine/rows/spelling.ts';
import { ONE, type Amount } from '../../../engine/quantities/decimal.ts';
import { refuseTable } from '../../cells/table-problem.ts';
import type { TableFile } from '../../table-file.ts';
import {
  flagIn,
  type Given,
  idIn,
  listGiven,
  numberIn,
  objectIn,
  readJsonFile,
  textIn,
} from '../bounded-json.ts';
import { readExact } from '../exact-number.ts';
import type { LeftOut } from '../left-out.ts';
import { openArchive, type PackedFile } from '../package-archive.ts';
import { countedUnit, isClose, measuresSame, readUnitName, type ReadUnit } from '../units.ts';

/** Folders of a package that are read. Those beside have words about processes, such as sources and actors. */
const READ = ['unit_groups', 'flow_properties', 'flows', 'categories', 'locations', 'parameters'] as const;
const WORDS: ReadonlySet<string> = new Set(['actors', 'sources', 'bin', 'dq_systems', 'currencies']);
const OTHERS: ReadonlySet<string> = new Set([...READ, ...WORDS, 'processes', 'lcia_categories']);

/** A flow of a package: a product, a waste, or an elementary flow with its categories. */
export interface PackageFlow {
  readonly id: string;
  readonly name: string;
  readonly type: 'PRODUCT_FLOW' | 'WASTE_FLOW' | 'ELEMENTARY_FLOW';
  readonly categories: readonly string[];
  /** By the id of a flow property: how many of its units one of the reference property is. */
  readonly properties: ReadonlyMap<string, Amount>;
  readonly reference: string | null;
}

interface StatedUnit {
  readonly name: string;
  readonly factor: Amount;
  readonly group: string;
}

/** What processes of a package refer to. */
export class OpenlcaPackage {
  readonly name: string;
  readonly #folders: ReadonlyMap<string, readonly PackedFile[]>;
  readonly #objects = new Map<string, ReadonlyMap<string, Given>>();
  readonly #units = new Map<string, StatedUnit>();
  /** The reference unit of each unit group. */
  readonly #references = new Map<string, string>();
  readonly #resolved = new Map<string, ReadUnit>();
  readonly #flows = new Map<string, PackageFlow | null>();
  readonly #leftOut: LeftOut;

  private constructor(name: string, folders: ReadonlyMap<string, readonly PackedFile[]>, leftOut: LeftOut) {
    [this.name, this.#folders, this.#leftOut] = [name, folders, leftOut];
  }

  /** Opens a package. @throws DatasetRefused `archive`, `nesting`, `header`, `missing-file`, `truncated` */
  static async open(file: TableFile, leftOut: LeftOut): Promise<OpenlcaPackage> {
    const files = await openArchive(file);
    const folders = Map.groupBy(files, ({ path }) => path.split('/').at(-2) ?? '');
    const opened = new OpenlcaPackage(file.name, folders, leftOut);
    opened.#checkFolders();
    for (const folder of READ) opened.#objects.set(folder, await opened.#load(folder));
    opened.#readUnits();
    return opened;
  }

  #checkFolders(): void {
    if (!this.#folders.has('processes'))
      throw refuseTable(
        this.name,
        'missing-file',
        'it has no folder processes: expected a JSON-LD package of openLCA',
      );
    for (const [folder, files] of this.#folders) {
      const nested = files.filter(({ path }) => /\.(zip|zolca|gz)$/i.test(path));
      if (nested.length > 0) this.#leftOut.note('archive', nested[0]!.path, nested.length);
      if (folder !== '' && !OTHERS.has(folder)) this.#leftOut.note('file', folder, files.length);
    }
  }

  async #load(folder: string): Promise<ReadonlyMap<string, Given>> {
    const found = new Map<string, Given>();
    for await (const [, object] of this.list(folder)) {
      const id = textIn(object, '@id');
      if (id !== null) found.set(id, object);
    }
    return found;
  }

  /** Yields the objects of a folder with their files. */
  async *list(folder: string): AsyncGenerator<readonly [path: string, object: Given]> {
    for (const file of this.#folders.get(folder) ?? [])
      if (file.path.endsWith('.json')) yield [file.path, await readJsonFile(file)];
  }

  get parameters(): Iterable<Given> {
    return this.#objects.get('parameters')!.values();
  }

  #readUnits(): void {
    for (const [group, object] of this.#objects.get('unit_groups')!)
      for (const unit of listGiven(object, 'units')) {
        const [id, name] = [textIn(unit, '@id'), textIn(unit, 'name')];
        const factor = readExact(numberIn(unit, 'conversionFactor') ?? 1);
        if (id === null || name === null || factor === null) continue;
        this.#units.set(id, { name: name.trim(), factor, group });
        if (flagIn(unit, 'isRefUnit', 'referenceUnit')) this.#references.set(group, id);
      }
  }

  /** Returns what a unit means: by its name, else by its factor in its group. */
  unitOf(id: string | null, place: string): ReadUnit {
    const before = this.#resolved.get(id ?? '');
    if (before !== undefined) return before;
    const unit = this.#resolve(id, place);
    this.#resolved.set(id ?? '', unit);
    return unit;
  }

  #resolve(id: string | null, place: string): ReadUnit {
    const stated = this.#units.get(id ?? '');
    if (stated === undefined)
      throw refuseTable(this.name, 'missing-file', `${place}: no unit group has its unit ${id}`);
    const reference = this.#units.get(this.#references.get(stated.group) ?? '') ?? stated;
    const [own, whole] = [readUnitName(stated.name), readUnitName(reference.name)];
    const byFactor = whole === null ? null : { unit: whole.unit, ratio: whole.ratio.times(stated.factor) };
    if (own !== null && (byFactor === null || measuresSame(own.unit, byFactor.unit))) {
      if (byFactor !== null && !isClose(own, byFactor))
        this.#leftOut.note('unit-factor', `${stated.name}: ${stated.factor.toString()} ${reference.name}`);
      return own;
    }
    if (byFactor !== null) return byFactor;
    this.#leftOut.note('unit', stated.name);
    return { unit: countedUnit(reference.name), ratio: stated.factor };
  }

  /** Returns a flow; null if the package does not have it. */
  flowOf(id: string | null): PackageFlow | null {
    if (id === null) return null;
    const before = this.#flows.get(id);
    if (before !== undefined) return before;
    const object = this.#objects.get('flows')!.get(id);
    const flow = object === undefined ? null : this.#readFlow(id, object);
    this.#flows.set(id, flow);
    return flow;
  }

  #readFlow(id: string, object: Given): PackageFlow {
    const properties = listGiven(object, 'flowProperties');
    const type = textIn(object, 'flowType');
    if (type !== 'PRODUCT_FLOW' && type !== 'WASTE_FLOW' && type !== 'ELEMENTARY_FLOW')
      throw refuseTable(
        `flows/${id}.json`,
        'header',
        `flowType: expected PRODUCT_FLOW, WASTE_FLOW or ELEMENTARY_FLOW, got ${JSON.stringify(type)}`,
      );
    const reference = properties.find((each) => flagIn(each, 'isRefFlowProperty', 'referenceFlowProperty'));
    return {
      ...{ id, type, name: textIn(object, 'name')?.trim() ?? id, categories: this.#categoriesOf(object) },
      properties: new Map(
        properties.map((each) => [
          idIn(each, 'flowProperty') ?? '',
          readExact(numberIn(each, 'conversionFactor') ?? 1) ?? ONE,
        ]),
      ),
      reference: idIn(reference ?? null, 'flowProperty'),
    };
  }

  /** Version 2 states a path, version 1 names the last one of a chain. */
  #categoriesOf(object: Given): string[] {
    const path = textIn(object, 'category');
    if (path !== null) return path.split('/').map((part) => part.trim());
    const found: string[] = [];
    const known = this.#objects.get('categories')!;
    for (let next = objectIn(object, 'category'); next !== null && found.length < MOST_CATEGORIES;) {
      const own: Given = known.get(textIn(next, '@id') ?? '') ?? next;
      found.unshift(textIn(own, 'name') ?? '');
      next = objectIn(own, 'category');
    }
    return found;
  }

  /** Returns how an amount of a flow, in a unit of one of its properties, is stated in its reference property. */
  quantityOf(flow: PackageFlow, object: Given, place: string): ReadUnit {
    const [property, unitId] = [idIn(object, 'flowProperty'), idIn(object, 'unit')];
    const unit = this.unitOf(unitId, place);
    if (property === null || flow.reference === null || property === flow.reference) return unit;
    const factor = flow.properties.get(property);
    const group = idIn(this.#objects.get('flow_properties')!.get(flow.reference) ?? null, 'unitGroup');
    const target = this.#references.get(group ?? '');
    if (factor === undefined || factor.isZero() || target === undefined)
      throw refuseTable(
        this.name,
        'missing-file',
        `${place}: the flow states no factor for its property ${property}`,
      );
    const own = this.#units.get(unitId ?? '')!;
    const { unit: text, ratio } = this.unitOf(target, place);
    return { unit: text, ratio: own.factor.div(factor).times(ratio) };
  }

  /** Returns the code of a location by ISO 3166, or its own code; null without a location. */
  placeOf(object: Given): { readonly code: string | null; readonly text: string } | null {
    const id = idIn(object, 'location');
    if (id === null) return null;
    const own = this.#objects.get('locations')!.get(id) ?? objectIn(object, 'location');
    const text = textIn(own, 'code') ?? textIn(own, 'name') ?? id;
    const code = tidyPlace(text);
    return { code: isPlace(code) ? code : null, text };
  }
}

/** Categories are a few levels deep; a chain that never ends has a circle. */
const MOST_CATEGORIES = 32;
