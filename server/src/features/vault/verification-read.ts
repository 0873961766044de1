/** Use cases: the person and the verifiers read results, and the person answers where profile and document differ (S67). */
import type { routes, Verification } from '@senim/contract';
import type { Clock } from '#kernel/clock';
import type { DataKey, DataKeys } from '#kernel/data-keys';
import type { RouteHandler } from '#kernel/http-route';
import { ProblemError } from '#kernel/problem-error';
import { seal, unseal } from '#kernel/seal';
import type { DecisionRepository, VerificationRecord } from './decision-repository.ts';
import {
  detailsContext,
  toVerificationView,
  type VerificationDetails,
  verificationDetails,
} from './verification-details.ts';

export interface VerificationReadDeps {
  readonly decisions: DecisionRepository;
  readonly vaultKeys: Pick<DataKeys, 'open'>;
  readonly clock: Clock;
}

const LIST_LIMIT = 100;

export const verificationReads = ({ decisions, vaultKeys, clock }: VerificationReadDeps) => {
  const open = (record: VerificationRecord, keys: ReadonlyMap<string, DataKey>): VerificationDetails | undefined => {
    const key = keys.get(record.keyId);
    if (!key) return undefined;
    const text = unseal(key.key, record.detailsSealed, detailsContext(record.id)).toString();
    return verificationDetails.parse(JSON.parse(text));
  };

  const views = async (
    records: readonly VerificationRecord[],
    viewer: 'owner' | 'verifier',
  ): Promise<Verification[]> => {
    const keys = await vaultKeys.open([...new Set(records.map(({ keyId }) => keyId))]);
    const today = new Date(clock.now()).toISOString().slice(0, 10);
    return records.map((record) => toVerificationView(record, open(record, keys), viewer, today));
  };

  const viewOne = async (record: VerificationRecord | undefined, viewer: 'owner' | 'verifier') => {
    const [view] = record ? await views([record], viewer) : [];
    if (!view) throw new ProblemError('verification/not-found');
    return view;
  };

  const get: RouteHandler<typeof routes.verificationGet> = async ({ params }) =>
    viewOne(await decisions.find(params.id), 'verifier');

  const list: RouteHandler<typeof routes.verificationList> = async ({ principal }) => ({
    verifications: await views(await decisions.listOf(principal.id, LIST_LIMIT), 'owner'),
  });

  const answer: RouteHandler<typeof routes.verificationAnswer> = async ({ params, body, principal, traceId }) => {
    const entry = {
      operation: 'verification-answer',
      outcome: 'done' as const,
      actorId: principal.id,
      resource: `verification:${params.id}`,
      subjectId: principal.id,
      purpose: 'verification',
      traceId,
      details: { field: body.field, answer: body.answer },
    };
    const change = async (record: VerificationRecord) => {
      const keys = await vaultKeys.open([record.keyId]);
      const [key, details] = [keys.get(record.keyId), open(record, keys)];
      const isAsked = details?.differences.some(({ field }) => field === body.field);
      if (!key || !details || !isAsked) throw new ProblemError('verification/not-found');
      const differences = details.differences.map((each) =>
        each.field === body.field ? { ...each, answer: body.answer } : each,
      );
      const text = JSON.stringify({ ...details, differences });
      return { detailsSealed: seal(key.key, text, detailsContext(record.id)), keyId: key.id };
    };
    return viewOne(await decisions.change({ id: params.id, subjectId: principal.id }, change, entry), 'owner');
  };

  return { get, list, answer };
};
