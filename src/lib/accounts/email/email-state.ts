/** An account's address, as its owner sees it. */
export interface EmailState {
  email: string | null;
  emailConfirmed: boolean;
  /** An unconfirmed new address, while `email` is the confirmed one. */
  pendingEmail: string | null;
}

/** Days for which a confirmation link works. It must survive a weekend. */
export const CONFIRM_DAYS = 3;
