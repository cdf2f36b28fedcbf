/** Why someone without an account wants a comment removed. Codes that reports have too mean the same. */
export const REQUEST_REASONS = [
  'private_data',
  'false_claim',
  'personal_attack',
  'illegal',
  'other',
] as const;
export type RequestReason = (typeof REQUEST_REASONS)[number];

/** In the first person, because the form asks for them. */
export const REQUEST_REASON_LABELS: Record<RequestReason, string> = {
  private_data: 'It publishes private data about me',
  false_claim: 'It says something false about me that harms me',
  personal_attack: 'It threatens, insults or harasses me',
  illegal: 'It is illegal for another reason',
  other: 'Something else',
};

/** Characters. */
export const REQUEST_TEXT_MAX = 3000;

/** Requests together, however many, because anyone can send them; in reports of a new reader. */
export const REQUEST_WEIGHT = 3;

/** Days that a request is kept after its decision, for questions and appeals. */
export const REQUEST_KEPT_DAYS = 30;

export interface RemovalRequestView {
  id: string;
  reason: RequestReason;
  text: string;
  /** The version of the comment when it was requested. */
  version: number;
  /** For admins; null for moderators, who don't need it to decide, and once it is erased. */
  email: string | null;
  state: 'open' | 'removed' | 'kept';
  createdAt: string;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The comment's id in its address or typed alone; null if there is none. */
export function commentIdIn(text: string): string | null {
  return text.match(UUID)?.at(-1)?.toLowerCase() ?? null;
}
