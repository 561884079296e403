import { serveJobs } from '../../threads/serve-jobs.ts';
import type { EngineRun } from '../../jobs/engines/method-engine.ts';
import { computeWhole } from '../../jobs/work/unit-bytes.ts';
import { openPaths } from './open-paths.ts';
import type { UnitJob } from './open-units.ts';

/** A thread that computes whole units with the file of an engine. */
await serveJobs(
  (engine: EngineRun['engine']) =>
    ({ unit, paths }: UnitJob) =>
      computeWhole(unit, engine, openPaths(paths)),
);
