/** What is known of a person by name; only ever stored sealed under the person's key. */
import * as z from 'zod';

export const profile = z.object({
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  locale: z.string().optional(),
  /** A user's id on the site that sent them. */
  subject: z.string().optional(),
});

export interface Profile extends z.output<typeof profile> {}

export const profileContext = (principalId: string): string => `profile:${principalId}`;
