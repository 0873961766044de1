/** Route: the policy in force and what it asks consent for. */
import { purposes, type routes } from '@senim/contract';
import type { RouteHandler } from '#kernel/http-route';
import type { Policy } from './policy.ts';

export const policyGet =
  (deps: { readonly policy: Policy }): RouteHandler<typeof routes.policyGet> =>
  async ({ query: { locale } }) => {
    const { version, effectiveAt, texts } = deps.policy;
    const { title, text, sha256, purposeTexts } = texts[locale];
    return {
      version,
      required: [...purposes.required],
      optional: [...purposes.optional],
      effectiveAt,
      locale,
      title,
      text,
      sha256,
      purposeTexts: { ...purposeTexts },
    };
  };
