import type { CaseDecisionKind } from '#lib/moderation/cases/case.ts';

/** What a case's page was answered when it was refused. */
interface RefusedForm {
  code?: string;
  message?: string;
  errors?: Record<string, string>;
  values?: Record<string, string>;
}

/** What went wrong, as a sentence, and at which decision's form; null: at another form, or nothing did. */
export interface FormFault {
  says: string | null;
  at: CaseDecisionKind | null;
}

/** If the case has changed, its form may be gone, so the fault is shown above all forms. */
export function formFault(refused: RefusedForm | null, decisions: readonly CaseDecisionKind[]): FormFault {
  if (!refused) return { says: null, at: null };
  const { code, message, errors, values } = refused;
  const sent = code === 'case-changed' ? undefined : values?.['kind'];
  return {
    says: Object.values(errors ?? {})[0] ?? message ?? null,
    at: decisions.find((kind) => kind === sent) ?? null,
  };
}
