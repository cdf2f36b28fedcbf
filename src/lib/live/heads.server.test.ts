import { expect, test, vi } from 'vitest';
import { inBatches } from './heads.server.ts';

type Answer = Map<string, { seq: number; tally: number }>;

function stage() {
  const asked: string[][] = [];
  const answers: PromiseWithResolvers<Answer>[] = [];
  const headsOf = inBatches((slugs) => {
    asked.push(slugs);
    answers.push(Promise.withResolvers());
    return answers.at(-1)!.promise;
  });
  const heads = (seq: number): Answer => new Map([['v', { seq, tally: 0 }]]);
  return { asked, answers, headsOf, heads };
}

test('whoever asks while a query is under way is answered by the next one, all together', async () => {
  const { asked, answers, headsOf, heads } = stage();
  const first = headsOf(['v']);
  const later = [headsOf(['v']), headsOf(['w']), headsOf(['v'])];
  expect(asked).toEqual([['v']]);
  answers[0]!.resolve(heads(1));
  expect((await first).get('v')!.seq).toBe(1);
  await vi.waitFor(() => expect(asked).toEqual([['v'], ['v', 'w']]));
  answers[1]!.resolve(heads(2));
  for (const each of await Promise.all(later)) expect(each.get('v')!.seq).toBe(2);
});

test('a query that fails fails for those who waited for it, and the next one runs', async () => {
  const { answers, headsOf, heads } = stage();
  const first = headsOf(['v']);
  const second = headsOf(['v']);
  answers[0]!.reject(new Error('the database is away'));
  await expect(first).rejects.toThrow('away');
  await vi.waitFor(() => answers[1]!.resolve(heads(2)));
  expect((await second).get('v')!.seq).toBe(2);
  const third = headsOf(['v']);
  await vi.waitFor(() => answers[2]!.resolve(heads(3)));
  expect((await third).get('v')!.seq).toBe(3);
});
