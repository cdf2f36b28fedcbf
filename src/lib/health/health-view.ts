import type { MeasureId } from './measure.ts';
import type { Series } from './history.ts';

/** What an admin's page is told of the process that answers. Times in milliseconds since 1970. */
export interface HealthView {
  process: {
    /** Another one after every start. */
    id: string;
    host: string;
    pid: number;
    startedAt: number;
  };
  now: number;
  at: number[];
  values: Record<MeasureId, Series>;
}
