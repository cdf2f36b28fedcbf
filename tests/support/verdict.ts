import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { verdictText } from './verdict-text.ts';

/** Publishes it into the test's database. */
export async function publish(title = 'On arguing with machines'): Promise<VerdictView> {
  const { verdict } = await publishVerdict(
    { text: verdictText(title) },
    { now: new Date('2026-05-22T08:00:00Z') },
  );
  return verdict;
}
