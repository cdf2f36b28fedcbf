import { createContext, untrack } from 'svelte';
import { invalidate } from '$app/navigation';
import type { LiveConnection } from './connection.svelte.ts';
import type { Burst, CaseChanged, QueueCounts, SiteMine } from './events.ts';

type Viewer = Omit<SiteMine['viewer'], 'id'>;

/** The root layout's data. */
interface Loaded extends Omit<SiteMine, 'viewer'> {
  viewer: Viewer | null;
}

/** The response of /notices/counts. */
export type HeaderCounts = Viewer & Pick<SiteMine, 'unread' | 'queue'>;

/** A page that shows more of the reader's own state than the header. */
export interface OwnState<M extends SiteMine = SiteMine> {
  /** Where that state is, now. */
  address: () => string;
  /** Shows that state; null: nobody is signed in, or someone else from now on. */
  apply: (mine: M | null) => void;
}

export const [useAccountState, provideAccountState] = createContext<AccountState>();

/** Who is signed in in this browser, and what every page shows about the account. */
export class AccountState {
  readonly #connection: LiveConnection;
  readonly #pages = new Set<OwnState<never>>();
  viewer = $state.raw<Viewer | null>(null);
  /** Why this reader can't comment or vote now, as sentences; empty: they can. */
  closed = $state.raw<string[]>([]);
  unread = $state(0);
  /** For moderators; null for everyone else. */
  queue = $state.raw<QueueCounts | null>(null);
  /** Bursts of votes, for moderators; null until the first message of this connection. */
  bursts = $state.raw<Burst[] | null>(null);

  constructor(connection: LiveConnection, loaded: Loaded) {
    this.#connection = connection;
    this.load(loaded);
    connection.listen({
      'notices:changed': ({ unread }) => (this.unread = unread),
      'case:changed': ({ counts }) => (this.queue = counts),
      'bursts:changed': ({ bursts }) => (this.bursts = bursts),
    });
    connection.onConnect(() => {
      this.bursts = null;
      void this.refresh();
    });
  }

  /** The root layout has new data. */
  load({ viewer, closed, unread, queue }: Loaded): void {
    const before = untrack(() => this.viewer);
    if (before && before.username !== viewer?.username) for (const page of this.#pages) page.apply(null);
    this.viewer = viewer;
    this.closed = closed;
    this.unread = unread;
    this.queue = queue;
  }

  /** Fetches this page's state instead of the header's alone, until the returned function is called. */
  register<M extends SiteMine>(page: OwnState<M>): () => void {
    this.#pages.add(page);
    return () => this.#pages.delete(page);
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
  async refresh(): Promise<void> {
    if (!this.viewer) return;
    const response = await fetch('/notices/counts').catch(() => null);
    const counts = response?.ok ? ((await response.json()) as HeaderCounts) : null;
    const { viewer } = this;
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
