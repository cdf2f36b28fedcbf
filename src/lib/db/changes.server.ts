import { log } from '../log.server.ts';
import { listener } from './channel.server.ts';

export interface ChangeHandlers {
  onAccount: (userId: string) => void;
  onSettings: () => void;
  /** The verdict of this slug was published, unpublished or retracted. */
  onVerdict: (slug: string, state: string) => void;
  /** Rows that this queue works on were added or resumed. */
  onJobs: (queue: string) => void;
  /** Changes are received from now on; called at the first connection and after each outage. Earlier ones may be lost. */
  onConnected: () => void;
  onLost: () => void;
}

/** Triggers notify it: see the migration notify_changes. */
const CHANNEL = 'copecheck_changed';

const RETRY = 1_000;

export function listenForChanges(handlers: ChangeHandlers): () => void {
  const changes = new ChangeListener(handlers);
  void changes.connect();
  return () => changes.stop();
}

class ChangeListener {
  readonly #handlers: ChangeHandlers;
  #stopped = false;
  #retry: NodeJS.Timeout | undefined;
  #release = () => {};

  constructor(handlers: ChangeHandlers) {
    this.#handlers = handlers;
  }

  async connect(): Promise<void> {
    try {
      const client = await listener();
      this.#release = client.release;
      if (this.#stopped) return this.#release();
      client.once('end', () => {
        this.#handlers.onLost();
        this.#connectLater();
      });
      client.on('notification', ({ payload = '' }) => dispatch(payload, this.#handlers));
      await client.query(`LISTEN ${CHANNEL}`);
      this.#handlers.onConnected();
    } catch (err) {
      log.warn({ err }, 'changes by other processes are not received: the database does not respond');
      this.#release();
      this.#connectLater();
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#release();
  }

  #connectLater(): void {
    if (this.#stopped) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.connect(), RETRY).unref();
  }
}

function dispatch(payload: string, { onAccount, onSettings, onVerdict, onJobs }: ChangeHandlers): void {
  const [kind, which = '', state = ''] = payload.split(' ');
  if (kind === 'settings') onSettings();
  else if (kind === 'account') onAccount(which);
  else if (kind === 'verdict') onVerdict(which, state);
  else if (kind === 'jobs') onJobs(which);
}
