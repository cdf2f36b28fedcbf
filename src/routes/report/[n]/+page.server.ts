import { findIssue } from '#lib/digest/issues/find-issue.server.ts';
import { issueParams } from '#lib/digest/issues/issue-input.ts';
import { orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
  const { n } = pageParams(issueParams, params);
  return { issue: await findIssue(n).catch(orErrorPage) };
};
