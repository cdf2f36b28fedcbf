import { expect, test } from 'vitest';
import { ClusterPresence, SILENT, type Crowd } from './cluster-presence.ts';

const crowd = (readers: number, typing = 0): Crowd => ({ readers, typing });

test('the crowd elsewhere is the sum over the other processes', () => {
  const cluster = new ClusterPresence();
  cluster.hear({ from: 'a', rooms: [['v', crowd(2, 1)]], whole: false }, 0);
  cluster.hear(
    {
      from: 'b',
      rooms: [
        ['v', crowd(3)],
        ['w', crowd(1)],
      ],
      whole: true,
    },
    0,
  );
  expect([cluster.elsewhere('v'), cluster.elsewhere('w'), cluster.elsewhere('x')]).toEqual([
    crowd(5, 1),
    crowd(1),
    crowd(0),
  ]);
});

test('what a process tells last counts, and a whole list drops what is not in it', () => {
  const cluster = new ClusterPresence();
  cluster.hear(
    {
      from: 'a',
      rooms: [
        ['v', crowd(2)],
        ['w', crowd(2)],
      ],
      whole: true,
    },
    0,
  );
  cluster.hear({ from: 'a', rooms: [['v', crowd(1)]], whole: false }, 1);
  expect([cluster.elsewhere('v').readers, cluster.elsewhere('w').readers]).toEqual([1, 2]);
  expect(cluster.hear({ from: 'a', rooms: [['v', crowd(1)]], whole: true }, 2)).toEqual(['v', 'w']);
  expect(cluster.elsewhere('w').readers).toBe(0);
});

test('a process that was killed is forgotten when it has been silent for long enough, one that speaks is not', () => {
  const cluster = new ClusterPresence();
  cluster.hear({ from: 'dead', rooms: [['v', crowd(9)]], whole: true }, 0);
  cluster.hear({ from: 'alive', rooms: [['v', crowd(1)]], whole: true }, SILENT);
  expect(cluster.forgetSilent(SILENT)).toEqual([]);
  expect(cluster.forgetSilent(SILENT + 1)).toEqual(['v']);
  expect(cluster.elsewhere('v').readers).toBe(1);
});

test('a process that says goodbye is forgotten at once', () => {
  const cluster = new ClusterPresence();
  cluster.hear({ from: 'a', rooms: [['v', crowd(4)]], whole: true }, 0);
  expect(cluster.forget('a')).toEqual(['v']);
  expect(cluster.forget('a')).toEqual([]);
  expect(cluster.elsewhere('v').readers).toBe(0);
});
