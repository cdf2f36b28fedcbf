import type { PushKind, PushPayload } from './push-message.ts';

/** What a message is about. */
export interface PushSubject {
  id: string;
  userId: string;
  noticeId: string | null;
  alertId: string | null;
}

/** Supplies what to show by message id when it is sent. A message without is dropped. */
export type PushSource = (messages: PushSubject[]) => Promise<Map<string, PushPayload>>;

const sources = new Map<PushKind, PushSource>();

export function setPushSource(kind: PushKind, source: PushSource): void {
  sources.set(kind, source);
}

export function pushSource(kind: PushKind): PushSource | undefined {
  return sources.get(kind);
}
