import { openAsBlob } from 'node:fs';
import { serveJobs } from '../../threads/serve-jobs.ts';
import type { EngineRun } from '../../jobs/engines/method-engine.ts';
import { computeWhole } from '../../jobs/work/unit-bytes.ts';
import { openDocumentSource } from '../../tables/matrix-file.ts';
import { createTableFile } from '../../tables/table-file.ts';
import type { UnitJob } from './open-units.ts';

/** A thread that computes whole units with the file of an engine. */
await serveJobs(
  (engine: EngineRun['engine']) =>
    ({ unit, paths }: UnitJob) =>
      computeWhole(unit, engine, async ({ sha256 }) => {
        const path = paths.get(sha256);
        return path === undefined ? null : openDocumentSource(createTableFile(path, await openAsBlob(path)));
      }),
);
