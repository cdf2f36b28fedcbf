import { requireAdmin } from '#lib/actor.ts';
import { renderMarkdown } from '#lib/discussion/reading/markdown.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { REASON_LABELS, REPORT_REASONS, RULE_ANCHORS } from '#lib/moderation/reports/reason.ts';
import { changeRules } from '#lib/site-rules/change-rules.server.ts';
import { listRuleChanges, listRules } from '#lib/site-rules/list-rules.server.ts';
import {
  ruleAddInput,
  ruleEditInput,
  ruleMoveInput,
  rulePreviewInput,
  ruleRemoveInput,
} from '#lib/site-rules/rules-input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  await parent();
  try {
    const [rules, changes] = await Promise.all([listRules(), listRuleChanges(locals.actor)]);
    return { ...rules, changes, reasons: reasonsByAnchor() };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};

/** The reasons of reports that lead to a rule. */
function reasonsByAnchor(): Record<string, string> {
  const byAnchor: Record<string, string> = {};
  for (const reason of REPORT_REASONS) {
    const anchor = RULE_ANCHORS[reason];
    if (anchor) byAnchor[anchor] = REASON_LABELS[reason];
  }
  return byAnchor;
}

export const actions: Actions = {
  add: (event) =>
    answerForm(event, ruleAddInput, async ({ newAnchor, ...input }, context) => {
      const { anchor } = await changeRules({ kind: 'add', anchor: newAnchor, ...input }, context);
      return { done: `Added “${input.title}”. Its address is /rules#${anchor}.` };
    }),
  edit: (event) =>
    answerForm(event, ruleEditInput, async (input, context) => {
      await changeRules({ kind: 'edit', ...input }, context);
      return { done: `Saved “${input.title}”.` };
    }),
  move: (event) =>
    answerForm(event, ruleMoveInput, async (input, context) => {
      await changeRules({ kind: 'move', ...input }, context);
      return { done: `Moved ${input.by}.` };
    }),
  remove: (event) =>
    answerForm(event, ruleRemoveInput, async (input, context) => {
      await changeRules({ kind: 'remove', ...input }, context);
      return { done: 'Removed. Links to it lead to “Former rules”. To bring it back, add its anchor again.' };
    }),
  preview: (event) =>
    answerForm(event, rulePreviewInput, async ({ text, ...typed }) => {
      requireAdmin(event.locals.actor);
      return { preview: renderMarkdown(text), values: { ...typed, text } };
    }),
};
