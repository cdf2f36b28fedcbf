import type { Options } from './options.ts';
import type { Section } from './report.ts';
import type { Database } from './servers.ts';

export interface Bench {
  options: Options;
  /** Databases for the servers under load; `name` must be new in this run. */
  database: Database;
  /** Prints a line of progress. */
  progress: (line: string) => void;
}

export type Scenario = (bench: Bench) => Promise<Section>;
