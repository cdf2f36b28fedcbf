import { requireAdmin, type Actor } from '#lib/actor.ts';
import type { HealthView } from './health-view.ts';
import { healthOfProcess } from './sampler.server.ts';

/** How the process that is asked has been in its last minutes. @throws Refusal `sign-in-first`, `forbidden` */
export function findHealth(actor: Actor | null): HealthView {
  requireAdmin(actor);
  return healthOfProcess();
}
