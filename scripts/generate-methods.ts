/**
 * Writes `client/generated/methods.json`: the methods of the engine as data, for programs that have no engine of their own, such as pages.
 * With `--check` it writes nothing and exits with 1 if the file is stale.
 */
import * as z from 'zod';
import type { MethodsCatalogue } from '../jobs/engines/methods-catalogue.ts';
import { describeMethod, METHODS } from '../engine/methods/registry.ts';
import { rowDetail } from '../engine/rows/row-detail.ts';
import { engineVersion } from '../engine/version.ts';
import { writeOrCheck } from './generated-file.ts';

const catalogue: MethodsCatalogue = {
  engine: engineVersion,
  methods: METHODS.map(describeMethod),
  rows: Object.fromEntries(
    rowDetail.options.map((option) => [
      option.shape.row.value,
      z.toJSONSchema(option, { io: 'input' }) as MethodsCatalogue['rows'][string],
    ]),
  ),
};

await writeOrCheck([['client/generated/methods.json', JSON.stringify(catalogue)]]);
