import type { ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { startBackground } from './background.server.ts';
import { answerApiErrors } from './server-hooks/answer-api-errors.server.ts';
import { answerOutages, refuseInOutage } from './server-hooks/answer-outages.server.ts';
import { identify } from './server-hooks/identify.server.ts';
import { logRequest } from './server-hooks/log-request.server.ts';
import { notePageAudience } from './server-hooks/note-audience.server.ts';
import { refuseForeignWrites } from './server-hooks/refuse-foreign-writes.server.ts';
import { refuseWritesOfOthers } from './server-hooks/refuse-other-account.server.ts';
import { refuseInheritedNames } from './server-hooks/refuse-inherited-names.server.ts';
import { setResponseHeaders } from './server-hooks/set-response-headers.server.ts';

export const init: ServerInit = startBackground;

export const handle = sequence(
  logRequest,
  notePageAudience,
  answerApiErrors,
  answerOutages,
  setResponseHeaders,
  refuseInheritedNames,
  identify,
  refuseInOutage,
  refuseForeignWrites,
  refuseWritesOfOthers,
);

export { handleError } from './server-hooks/handle-error.server.ts';
