import type { Role } from '#lib/actor.ts';
import { authored, COUNTED } from '#lib/discussion/comment.ts';

export interface ProfileView {
  username: string;
  role: Role;
  bio: string | null;
  /** ISO 8601, UTC. */
  joinedAt: string;
  comments: number;
  helpful: number;
  verdicts: number;
}

type Counts = Pick<ProfileView, 'comments' | 'helpful' | 'verdicts'>;

/** "12 comments · found helpful 30 times · 4 verdicts argued". Of more than `COUNTED` comments each is a lower bound. */
export function countsText({ comments, helpful, verdicts }: Counts): string {
  const more = comments >= COUNTED ? '+' : '';
  const times = helpful === 1 && more === '' ? 'once' : `${helpful.toLocaleString('en')}${more} times`;
  const argued = `${verdicts.toLocaleString('en')}${more}`;
  return [
    comments === 1 ? '1 comment' : `${authored(comments)} comments`,
    helpful > 0 && `found helpful ${times}`,
    comments > 0 && `${argued} ${argued === '1' ? 'verdict' : 'verdicts'} argued`,
  ]
    .filter(Boolean)
    .join(' · ');
}
