import type { z } from 'zod';

export interface Operation {
  /** Its name in generated clients. */
  id: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** Anyone, a reader with a session, or a program with a token (or an admin). */
  access: 'anyone' | 'reader' | 'program';
  query?: z.ZodType;
  body?: z.ZodType;
  /** By status. A null `shape` has no body. */
  responses: Record<number, { description: string; shape: z.ZodType | null }>;
  /** Statuses of refusals, besides those that follow from the rest (`refusalsOf`). */
  refuses?: number[];
}

/** The statuses of all refusals, in order. */
export function refusalsOf({ method, path, access, query, body, refuses = [] }: Operation): number[] {
  const implied = [
    access !== 'anyone' && 401,
    method !== 'get' && [403, 409], // at least for a write from another origin, or by another account than shown
    path.includes('{') && 404,
    body && [413, 415, 422],
    query && 422,
    503,
  ];
  return [...new Set([...implied, refuses].flat().filter((status) => typeof status === 'number'))].sort();
}

export const ok = (shape: z.ZodType, description = 'Done.') => ({ 200: { description, shape } });
export const noContent = { 204: { description: 'Done.', shape: null } };
export const accepted = (description: string) => ({ 202: { description, shape: null } });
