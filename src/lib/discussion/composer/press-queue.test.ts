import { expect, test } from 'vitest';
import { PressQueue } from './press-queue.ts';

/** A queue whose requests are answered by hand. */
function queue() {
  const sent: { mark: string; answer: PromiseWithResolvers<string> }[] = [];
  const log: string[] = [];
  const presses = new PressQueue<string, string>({
    send: (_id, mark) => {
      const answer = Promise.withResolvers<string>();
      sent.push({ mark, answer });
      return answer.promise;
    },
    show: (id, mark) => log.push(`show ${id} ${mark}`),
    settle: (id, result) => log.push(`settle ${id} ${result}`),
  });
  const marks = () => sent.map(({ mark }) => mark);
  return { presses, sent, log, marks };
}

test('of the presses during a request, the last is shown, sent next and settled; the earlier response is not', async () => {
  const { presses, sent, log, marks } = queue();
  const done = ['agree', 'none', 'disagree'].map((mark) => presses.press('c', mark));
  expect([log, marks()]).toEqual([['show c agree', 'show c none', 'show c disagree'], ['agree']]);
  sent[0]!.answer.resolve('agreed');
  await expect.poll(marks).toEqual(['agree', 'disagree']);
  expect(log).toHaveLength(3);
  sent[1]!.answer.resolve('disagreed');
  await Promise.all(done);
  expect(log.slice(3)).toEqual(['settle c disagreed']);
});

test('presses on two things don’t wait for each other', () => {
  const { presses, marks } = queue();
  void presses.press('one', 'agree');
  void presses.press('other', 'agree');
  expect(marks()).toEqual(['agree', 'agree']);
});

test('if the last press fails, the response to the one before is shown, or none', async () => {
  const { presses, sent, log, marks } = queue();
  const both = [presses.press('c', 'agree'), presses.press('c', 'none')];
  sent[0]!.answer.resolve('agreed');
  await expect.poll(marks).toEqual(['agree', 'none']);
  sent[1]!.answer.reject(new Error('refused'));
  await expect(both[1]).rejects.toThrow('refused');
  await expect(both[0]).rejects.toThrow('refused');
  const third = presses.press('c', 'none');
  sent[2]!.answer.reject(new Error('refused again'));
  await expect(third).rejects.toThrow('refused again');
  expect(log.filter((line) => line.startsWith('settle'))).toEqual(['settle c agreed', 'settle c null']);
});

test('if an earlier press fails, the last is sent all the same', async () => {
  const { presses, sent, log, marks } = queue();
  const both = [presses.press('c', 'agree'), presses.press('c', 'disagree')];
  sent[0]!.answer.reject(new Error('no answer'));
  await expect.poll(marks).toEqual(['agree', 'disagree']);
  sent[1]!.answer.resolve('disagreed');
  await Promise.all(both);
  expect(log.at(-1)).toBe('settle c disagreed');
});

test('what was pressed before someone else signed in is not shown, and waiting presses are not sent', async () => {
  const { presses, sent, log, marks } = queue();
  const both = [presses.press('c', 'agree'), presses.press('c', 'none')];
  presses.forget();
  sent[0]!.answer.resolve('agreed');
  await Promise.all(both);
  expect([marks(), log.filter((line) => line.startsWith('settle'))]).toEqual([['agree'], []]);
});
