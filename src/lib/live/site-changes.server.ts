import { hearChanges } from '#lib/db/changes.server.ts';
import { scheduleAllJobs, scheduleJobs } from '#lib/jobs/jobs.server.ts';
import { log } from '#lib/log.server.ts';
import {
  findSwitches,
  forgetSiteSettings,
  listenForSiteSettings,
} from '#lib/site-settings/find-site-settings.server.ts';
import { cutAccountHere, publishSiteChanged, publishVerdictState } from './publish.server.ts';

/**
 * Applies at once what another process changes: a lost role ends that person's sockets, an emergency switch reaches the
 * readers. The command line is a process without sockets; the database tells every process, whichever adapter
 * connects them. `onConnected` looks for what may have been missed. @returns what stops it
 */
export function hearSiteChanges(onConnected: () => void): () => void {
  const stop = hearChanges({
    onAccount: cutAccountHere,
    onSettings: () => {
      forgetSiteSettings();
      void tellSwitches();
    },
    onVerdict: (slug, state) => publishVerdictState(slug, { hidden: state === 'unpublished' }),
    onJobs: scheduleJobs,
    onConnected: () => {
      listenForSiteSettings(true);
      scheduleAllJobs();
      void tellSwitches();
      onConnected();
    },
    onLost: () => listenForSiteSettings(false),
  });
  return () => {
    stop();
    listenForSiteSettings(false);
  };
}

/** What this process's readers know of the switches. Other settings change nothing that they see. */
let known: string | undefined;

async function tellSwitches(): Promise<void> {
  try {
    const switches = await findSwitches();
    const now = JSON.stringify(switches);
    if (known !== undefined && known !== now) {
      log.info({ switches }, 'the emergency switches changed');
      publishSiteChanged();
    }
    known = now;
  } catch (error) {
    // Readers learn of it at their next action.
    log.warn({ err: error }, 'the switches could not be read, so open pages did not get them');
  }
}
