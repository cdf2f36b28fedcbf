import { accountOperations } from './account-operations.ts';
import { commentOperations } from './comment-operations.ts';
import { followOperations } from './follow-operations.ts';
import type { Operation } from './operation.ts';
import { siteOperations } from './site-operations.ts';
import { verdictOperations } from './verdict-operations.ts';

/** Every operation under `/api/v1`, as in the contract. Tests compare them with the routes and the responses. */
export const operations: Operation[] = [
  ...accountOperations,
  ...verdictOperations,
  ...commentOperations,
  ...followOperations,
  ...siteOperations,
];
