import { z } from 'zod';

/** Bytes of a P-256 point, and of the secret, in base64url; browsers pad neither. */
const base64url = (bytes: number) =>
  z
    .string()
    .max(200)
    .transform((text) => text.replace(/=+$/, ''))
    .refine(
      (text) => /^[\w-]+$/.test(text) && Math.floor((text.length * 3) / 4) === bytes,
      `This isn’t ${bytes} bytes in base64url.`,
    );

/** `PushSubscription.toJSON()` of a browser. */
export const pushInput = z.object({
  endpoint: z
    .url({ protocol: /^https?$/, error: 'This isn’t the address of a push service.' })
    .max(1000)
    // Without the characters that a parser skips, and the database refuses.
    .transform((address) => new URL(address).href),
  keys: z.object({ p256dh: base64url(65), auth: base64url(16) }),
});
