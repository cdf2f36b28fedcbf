import { log } from '../log.server.ts';
import { listener } from './channel.server.ts';

/** What another process, the command line or plain SQL may change under a running site. */
export interface ChangeHandlers {
  /** The role or the restrictions of this account changed, or it was deleted. */
  onAccount: (userId: string) => void;
  onSettings: () => void;
  /** The verdict of this slug was published, unpublished or retracted. */
  onVerdict: (slug: string, state: string) => void;
  /** Rows that this queue works on were added or resumed. */
  onJobs: (queue: string) => void;
  /** Changes are heard from now on, at the first connection and after each outage. Earlier ones may have been missed. */
  onConnected: () => void;
  /** Changes aren't heard any more. */
  onLost: () => void;
}

/** Triggers send here: see the migration notify_changes. */
const CHANNEL = 'copecheck_changed';

/** Milliseconds between two tries to connect while the database is away. */
const RETRY = 1_000;

/** Calls the handlers for every committed change, until the returned function is called. */
export function hearChanges(handlers: ChangeHandlers): () => void {
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  let release = () => {};

  const connectLater = () => {
    if (stopped) return;
    clearTimeout(retry);
    retry = setTimeout(() => void connect(), RETRY).unref();
  };
  const connect = async () => {
    try {
      const client = await listener();
      release = client.release;
      if (stopped) return release();
      client.once('end', () => {
        handlers.onLost();
        connectLater();
      });
      client.on('notification', ({ payload = '' }) => dispatch(payload, handlers));
      await client.query(`LISTEN ${CHANNEL}`);
      handlers.onConnected();
    } catch (err) {
      log.warn({ err }, 'changes by other processes are not heard: the database does not answer');
      release();
      connectLater();
    }
  };
  void connect();
  return () => {
    stopped = true;
    clearTimeout(retry);
    release();
  };
}

function dispatch(payload: string, { onAccount, onSettings, onVerdict, onJobs }: ChangeHandlers): void {
  const [what, which = '', state = ''] = payload.split(' ');
  if (what === 'settings') onSettings();
  else if (what === 'account') onAccount(which);
  else if (what === 'verdict') onVerdict(which, state);
  else if (what === 'jobs') onJobs(which);
}
