import { createContext } from 'svelte';
import { invalidate } from '$app/navigation';
import type { Role } from '#lib/actor.ts';
import type { LiveConnection } from './connection.svelte.ts';
import type { Burst, CaseChanged, QueueCounts } from './events.ts';

interface Counts {
  unread: number;
  /** For moderators; null for everyone else. */
  queue: QueueCounts | null;
}

interface Viewer {
  username: string;
  role: Role;
  /** An admin has yet to approve the account. */
  waiting: boolean;
}

/** The response of /notices/counts. */
export type HeaderCounts = Viewer & Counts;

export const [useAccountState, provideAccountState] = createContext<AccountState>();

/** What the header of each page shows about the signed-in account: unread notices, and for moderators the queue. */
export class AccountState {
  readonly #connection: LiveConnection;
  readonly #loaded: () => Counts & { viewer: Viewer | null };
  unread = $derived.by(() => this.#loaded().unread);
  queue = $derived.by(() => this.#loaded().queue);
  /** Bursts of votes, for moderators; null until the first message of this connection. */
  bursts = $state.raw<Burst[] | null>(null);

  /** @param loaded the root layout's data */
  constructor(connection: LiveConnection, loaded: () => Counts & { viewer: Viewer | null }) {
    this.#connection = connection;
    this.#loaded = loaded;
    connection.listen({
      'notices:changed': ({ unread }) => (this.unread = unread),
      'case:changed': ({ counts }) => (this.queue = counts),
      'bursts:changed': ({ bursts }) => (this.bursts = bursts),
    });
    connection.onConnect(() => {
      this.bursts = null;
      void this.#refresh();
    });
  }

  /** Receives changes of cases until the returned function is called; `onReconnect` runs when some may be missing. */
  onCases(handler: (change: CaseChanged) => void, onReconnect: () => void): () => void {
    const stopListening = this.#connection.listen({ 'case:changed': handler });
    const stopReconnecting = this.#connection.onConnect(onReconnect);
    return () => {
      stopListening();
      stopReconnecting();
    };
  }

  /** Fetches what changed while disconnected. Not by reloading the page's data: if that fails, the page is lost. */
  async #refresh(): Promise<void> {
    if (!this.#loaded().viewer) return;
    const response = await fetch('/notices/counts').catch(() => null);
    const counts = response?.ok ? ((await response.json()) as HeaderCounts) : null;
    const { viewer } = this.#loaded();
    const isSame =
      counts?.username === viewer?.username &&
      counts?.role === viewer?.role &&
      counts?.waiting === viewer?.waiting;
    if (counts && isSame) {
      this.unread = counts.unread;
      this.queue = counts.queue;
    } else if (counts || response?.status === 401) void invalidate('account:viewer');
  }
}
