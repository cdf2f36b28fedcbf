export type MailKind =
  | 'test'
  | 'confirm-address'
  | 'confirm-authorship'
  | 'address-changed'
  | 'reset-password'
  | 'password-changed'
  | 'erasure-requested'
  | 'erasure-done'
  | 'removal-received'
  | 'removal-decided'
  | 'notices'
  | 'queue-alert'
  | 'report-confirm'
  | 'report-issue'
  | 'report-test';

/** People wait for account mail, so it overtakes an issue that is being sent to thousands. */
export const PRIORITY = { account: 10, bulk: 0 } as const;
