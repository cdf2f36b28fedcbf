import type { MeasureId } from './measure.ts';
import type { Series } from './history.ts';

/** The process that handled the request. Times in milliseconds since 1970. */
export interface HealthView {
  process: {
    id: string;
    host: string;
    pid: number;
    startedAt: number;
  };
  now: number;
  at: number[];
  values: Record<MeasureId, Series>;
}
