import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { pendingErasureView } from '#lib/accounts/account-view.ts';
import { isModerator, requireSignedIn } from '#lib/actor.ts';
import {
  appearanceInput,
  changeEmailInput,
  changePasswordInput,
  removeEmailInput,
} from '#lib/accounts/account-input.ts';
import { changePassword } from '#lib/accounts/password/change-password.server.ts';
import {
  cancelEmailChange,
  changeEmail,
  removeEmail,
  resendConfirmation,
} from '#lib/accounts/email/change-email.server.ts';
import { findEmail } from '#lib/accounts/email/find-email.server.ts';
import { sessionContext } from '#lib/accounts/session-context.ts';
import { closeEverySession, closeSession } from '#lib/accounts/session.server.ts';
import { endSession } from '#lib/accounts/sessions/end-session.server.ts';
import { listSessions } from '#lib/accounts/sessions/list-sessions.server.ts';
import { bioInput } from '#lib/discussion/people/bio-input.ts';
import { changeBio, findOwnBio } from '#lib/discussion/people/change-bio.server.ts';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { findDelivery } from '#lib/notices/delivery/change-delivery.server.ts';
import { findAlerts } from '#lib/moderation/alerts/change-alerts.server.ts';
import { findPush } from '#lib/push/change-push.server.ts';
import { disconnectAccount, disconnectSession } from '#lib/live/disconnect.server.ts';
import { findExport } from '#lib/privacy/export/request-export.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';
import { setThemeCookie } from '../theme-cookie.server.ts';
import { noticeActions } from './notice-actions.server.ts';
import { privacyActions } from './privacy-actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

const sessionForm = z.object({ id: z.uuid() });

export const load: PageServerLoad = async ({ cookies, locals: { actor, pendingErasure, sessionId } }) => {
  const theme = themeOf(cookies.get(THEME_COOKIE));
  if (pendingErasure) return { theme, own: null, pendingErasure: pendingErasureView(pendingErasure) };
  if (!actor) return { theme, own: null, pendingErasure: null };
  const now = new Date();
  const [{ items }, email, dataExport, bio, delivery, push, alerts] = await Promise.all([
    listSessions(actor, { sessionId, now }),
    findEmail(actor, now),
    findExport(actor),
    findOwnBio(actor),
    findDelivery(actor.id),
    sessionId ? findPush(sessionId) : null,
    isModerator(actor) ? findAlerts(actor.id) : null,
  ]).catch(orErrorPage);
  return {
    theme,
    own: { sessions: items, email, dataExport, bio, delivery, push, alerts },
    pendingErasure: null,
  };
};

/** @throws Refusal `sign-in-first` */
function emailContext({ locals, getClientAddress }: RequestEvent, context: RequestContext) {
  return { ...sessionContext(context, locals.sessionId), from: getClientAddress() };
}

export const actions: Actions = {
  ...privacyActions,
  ...noticeActions,

  bio: (event) =>
    answerForm(event, bioInput, async (input, context) => {
      await changeBio(input, context);
      return { done: 'bio' as const };
    }),

  password: (event) =>
    answerForm(event, changePasswordInput, async (input, context) => {
      const { locals, cookies, request } = event;
      const session = sessionContext(context, locals.sessionId);
      await changePassword(input, session, { cookies, userAgent: request.headers.get('user-agent') });
      // All sessions have ended. This browser's own sockets reconnect with its new session.
      disconnectAccount(session.actor.id);
      return { done: 'password' as const };
    }),

  email: (event) =>
    answerForm(event, changeEmailInput, async (input, context) => {
      const sent = await changeEmail(input, emailContext(event, context));
      return { done: sent ? ('email' as const) : ('emailKept' as const) };
    }),

  resendConfirmation: (event) =>
    answerForm(event, z.object({}), async (_input, context) => {
      await resendConfirmation(emailContext(event, context));
      return { done: 'email' as const };
    }),

  cancelEmailChange: (event) =>
    answerForm(event, z.object({}), async (_input, { actor }) => {
      await cancelEmailChange(requireSignedIn(actor));
      return { done: 'emailKept' as const };
    }),

  removeEmail: (event) =>
    answerForm(event, removeEmailInput, async ({ password }, context) => {
      await removeEmail(password, sessionContext(context, event.locals.sessionId));
      return { done: 'emailRemoved' as const };
    }),

  endSession: (event) =>
    answerForm(event, sessionForm, async ({ id }) => {
      disconnectSession(await endSession(requireSignedIn(event.locals.actor), id));
      return { done: 'session' as const };
    }),

  otherSessions: (event) =>
    answerForm(event, z.object({}), async () => {
      const { actor, sessionId } = event.locals;
      const ended = await closeEverySession(requireSignedIn(actor).id, { except: sessionId! });
      ended.forEach(disconnectSession);
      return { done: 'sessions' as const };
    }),

  everywhere: (event) =>
    answerForm(event, z.object({}), async () => {
      const { actor, sessionId } = event.locals;
      const { id } = requireSignedIn(actor);
      await closeEverySession(id);
      await closeSession(event.cookies, sessionId ?? '');
      disconnectAccount(id);
      redirect(303, '/sign-in');
    }),

  appearance: (event) =>
    answerForm(event, appearanceInput, async ({ theme }) => {
      setThemeCookie(event.cookies, theme);
      return { done: 'appearance' as const };
    }),
};
