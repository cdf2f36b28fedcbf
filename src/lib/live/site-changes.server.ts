import { listenForChanges } from '#lib/db/changes.server.ts';
import { scheduleAllJobs, scheduleJobs } from '#lib/jobs/jobs.server.ts';
import { log } from '#lib/log.server.ts';
import {
  findSwitches,
  forgetSiteSettings,
  listenForSiteSettings,
} from '#lib/site-settings/find-site-settings.server.ts';
import { disconnectAccountHere } from './disconnect.server.ts';
import { publishSiteChanged, publishVerdictState } from './publish.server.ts';

/** Applies changes by other processes and the command line. The database notifies every process. Returns the stop function. */
export function applySiteChanges(onConnected: () => void): () => void {
  const stop = listenForChanges({
    onAccount: disconnectAccountHere,
    onSettings: () => {
      forgetSiteSettings();
      void publishSwitches();
    },
    onVerdict: (slug, state) => publishVerdictState(slug, { hidden: state === 'unpublished' }),
    onJobs: scheduleJobs,
    onConnected: () => {
      listenForSiteSettings(true);
      scheduleAllJobs();
      void publishSwitches();
      onConnected();
    },
    onLost: () => listenForSiteSettings(false),
  });
  return () => {
    stop();
    listenForSiteSettings(false);
  };
}

/** The switches that this process's readers know of. No other setting changes what they see. */
let published: string | undefined;

async function publishSwitches(): Promise<void> {
  try {
    const switches = await findSwitches();
    const current = JSON.stringify(switches);
    if (published !== undefined && published !== current) {
      log.info({ switches }, 'the emergency switches changed');
      publishSiteChanged();
    }
    published = current;
  } catch (error) {
    // Readers see this change at their next action.
    log.warn({ err: error }, 'the switches could not be read, so open pages did not get them');
  }
}
