import { requireAdmin, type Actor } from '#lib/actor.ts';
import type { HealthView } from './health-view.ts';
import { healthOfProcess } from './sampler.server.ts';

/** The last minutes of the process that handles the request. @throws Refusal `sign-in-first`, `forbidden` */
export function findHealth(actor: Actor | null): HealthView {
  requireAdmin(actor);
  return healthOfProcess();
}
