import { serveJobs } from '../../threads/serve-jobs.ts';
import type { EngineRun } from '../../jobs/engines/method-engine.ts';
import { computeWhole, type WholeUnit } from '../../jobs/work/unit-bytes.ts';

/** A thread that computes whole units with the file of an engine. */
await serveJobs((engine: EngineRun['engine']) => (unit: WholeUnit) => computeWhole(unit, engine));
