/** What a mail is for. */
export type MailKind =
  | 'test'
  | 'confirm-address'
  | 'address-changed'
  | 'reset-password'
  | 'password-changed'
  | 'erasure-requested'
  | 'erasure-done'
  | 'report-confirm'
  | 'report-issue'
  | 'report-test';

/** Account mail is waited for, so it overtakes an issue that is on its way to thousands. */
export const PRIORITY = { account: 10, bulk: 0 } as const;
