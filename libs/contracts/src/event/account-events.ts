import { z } from 'zod';
import { KeyedHash } from '../ids.ts';
import { envelope, text } from './envelope.ts';

const emailFields = { emailHash: KeyedHash.optional(), emailDomain: text(255).optional() };

export const SignedUp = z.object({
  ...envelope,
  type: z.literal('signed_up'),
  method: text(50).optional(),
  ...emailFields,
});

/** With both ids present it says that the anonymous visitor is this user. */
export const LoggedIn = z.object({
  ...envelope,
  type: z.literal('logged_in'),
  method: text(50).optional(),
  ...emailFields,
});

export const LoginFailed = z.object({
  ...envelope,
  type: z.literal('login_failed'),
  reason: text(200).optional(),
  ...emailFields,
});

export const LoggedOut = z.object({ ...envelope, type: z.literal('logged_out') });

export const AccountUpdated = z.object({
  ...envelope,
  type: z.literal('account_updated'),
  changed: z
    .array(z.enum(['email', 'phone', 'password', 'address', 'payment_method']))
    .max(10)
    .readonly(),
});
