/** An account's address, as its owner sees it. */
export interface EmailState {
  email: string | null;
  emailConfirmed: boolean;
  /** A new address that waits for its confirmation, while `email` stays the confirmed one. */
  pendingEmail: string | null;
}

/** Days for which a confirmation link works: over a weekend. */
export const CONFIRM_DAYS = 3;
