/** That, in SQL: whoever holds a place waits for the others of the same person and conversation, and then counts. */
import { createHmac, type KeyObject } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Clock } from '#kernel/clock';
import type { Logger } from '#kernel/logger';
import { ProblemError } from '#kernel/problem-error';
import type { Database } from '../postgres/database.postgres.ts';
import type { Tables } from '../postgres/tables.postgres.ts';
import {
  type PlaceWish,
  QUOTA_WINDOW_MS,
  type Quota,
  type RepeatedPlace,
  type UploadPlaces,
  type UploadQuotas,
} from './upload-places.ts';

/** Without renewal a place falls free after so long: its server was killed. */
const LEASE_MS = 2 * 60_000;
const RENEW_EVERY_MS = 30_000;
const BUSY_RETRY_MS = 2_000;
/** Any two numbers will do; they only have to be the same on all nodes. */
const LOCKS = { person: 7_365_012, conversation: 7_365_013 } as const;

export interface PlacesDeps {
  readonly database: Database;
  /** Marks of contents are made under it. */
  readonly markKey: Buffer | KeyObject;
  readonly quotas: UploadQuotas;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Marks a place as used, within the transaction that publishes. @returns false when it was lost meanwhile. */
export const settlePlace = async (
  query: Kysely<Tables>,
  id: string,
  { bytes, contentMark }: { readonly bytes: number; readonly contentMark: Buffer },
): Promise<boolean> => {
  const { numUpdatedRows } = await query
    .updateTable('upload_place')
    .set({ is_settled: true, bytes, content_mark: contentMark })
    .where('id', '=', id)
    .where('is_settled', '=', false)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** What was destroyed is not to be told from its mark. */
export const forgetMarks = async (query: Kysely<Tables>, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await query.updateTable('upload_place').set({ content_mark: null }).where('id', 'in', ids).execute();
};

type Side = keyof typeof LOCKS;
const sides: readonly Side[] = ['person', 'conversation'];
const columns = { person: 'owner_id', conversation: 'conversation_id' } as const;
const idOf = (side: Side, wish: PlaceWish): string => (side === 'person' ? wish.ownerId : wish.conversationId);

/** The person's first, then the conversation's; a later statement sees what those who held them have done. */
const lockBoth = (query: Transaction<Tables>, wish: PlaceWish): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(kind, hashtext(id))
    from unnest(${sides.map((side) => LOCKS[side])}::int[], ${sides.map((side) => idOf(side, wish))}::text[])
      as side (kind, id)`.execute(query);

/** What was done under the key; an upload that its server left over does not count. */
const findRepeated = async (
  query: Transaction<Tables>,
  { ownerId, idempotencyKey, becomes, conversationId }: PlaceWish,
  now: Date,
): Promise<RepeatedPlace | undefined> => {
  if (idempotencyKey === undefined) return undefined;
  const known = await query
    .selectFrom('upload_place')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
  if (!known) return undefined;
  if (known.becomes !== becomes || known.conversation_id !== conversationId) {
    throw new ProblemError('request/key-reused', { detail: 'unable to upload; the key was used with other fields' });
  }
  if (known.is_settled) return { kind: 'repeated', id: known.id, contentMark: known.content_mark ?? undefined };
  if (known.held_until > now) throw new ProblemError('request/in-progress', { retryAfterMs: BUSY_RETRY_MS });
  await query.deleteFrom('upload_place').where('id', '=', known.id).execute();
  return undefined;
};

/** The newest places that leave no room for the wish: when the youngest of the rest is a day old, there is room. */
const inTheWay = (side: Side, wish: PlaceWish, quota: Quota, now: Date) => sql`
  select max(created_at) from (
    select created_at,
      sum(bytes) over newest as bytes, count(*) over newest as files
    from upload_place
    where ${sql.ref(columns[side])} = ${idOf(side, wish)} and created_at > ${new Date(now.getTime() - QUOTA_WINDOW_MS)}
      and (is_settled or held_until > ${now})
    window newest as (order by created_at desc, id desc)
  ) as counted
  where bytes + ${wish.bytes}::bigint > ${quota.bytes}::bigint or files + 1 > ${quota.files}::bigint`;

const requireQuota = (side: Side, wish: PlaceWish, quota: Quota, found: Date | null, now: Date): void => {
  const isTooMuch = wish.bytes > quota.bytes || quota.files < 1;
  if (!isTooMuch && !found) return;
  const freeAt = (found ?? now).getTime() + QUOTA_WINDOW_MS;
  const whose = side === 'person' ? 'one person' : 'one conversation';
  throw new ProblemError('attachment/quota-exceeded', {
    detail: `unable to upload; ${whose} may send ${quota.files} files and ${quota.bytes} bytes within a day`,
    retryAfterMs: Math.max(freeAt - now.getTime(), 1_000),
  });
};

/** All that could be in the way is asked for at once. */
const requireRoom = async (
  query: Transaction<Tables>,
  wish: PlaceWish,
  quotas: UploadQuotas,
  now: Date,
): Promise<void> => {
  const {
    rows: [found],
  } = await sql<Record<Side, Date | null> & { under_way: string }>`
    select
      (select count(*) from upload_place
        where owner_id = ${wish.ownerId} and not is_settled and held_until > ${now}) as under_way,
      (${inTheWay('person', wish, quotas.person, now)}) as person,
      (${inTheWay('conversation', wish, quotas.conversation, now)}) as conversation`.execute(query);
  const most = quotas.atOncePerPerson;
  if (Number(found?.under_way) >= most) {
    const detail = `unable to upload; ${most} uploads of yours are under way`;
    throw new ProblemError('upload/too-many', { detail, retryAfterMs: BUSY_RETRY_MS });
  }
  for (const side of sides) requireQuota(side, wish, quotas[side], found?.[side] ?? null, now);
};

export const placesInPostgres = ({ database, markKey, quotas, clock, logger }: PlacesDeps): UploadPlaces => {
  const { query } = database;
  /** Of this process. */
  const held = new Set<string>();
  const leaseFrom = (now: number): Date => new Date(now + LEASE_MS);

  const renew = async (): Promise<void> => {
    if (held.size === 0) return;
    await query
      .updateTable('upload_place')
      .set({ held_until: leaseFrom(clock.now()) })
      .where('id', 'in', [...held])
      .where('is_settled', '=', false)
      .execute();
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => logger.warn({ error }, 'places of uploads could not be renewed'));
  }, RENEW_EVERY_MS).unref();

  const giveBack = async (id: string): Promise<void> => {
    if (!held.delete(id)) return;
    try {
      await query.deleteFrom('upload_place').where('id', '=', id).where('is_settled', '=', false).execute();
    } catch (error) {
      // It falls free by itself.
      logger.warn({ error }, 'a place of an upload could not be given back');
    }
  };

  return {
    hold: (wish) =>
      query.transaction().execute(async (transaction) => {
        await lockBoth(transaction, wish);
        const now = new Date(clock.now());
        const repeated = await findRepeated(transaction, wish, now);
        if (repeated) return repeated;
        await requireRoom(transaction, wish, quotas, now);
        await transaction
          .insertInto('upload_place')
          .values({
            id: wish.id,
            owner_id: wish.ownerId,
            conversation_id: wish.conversationId,
            becomes: wish.becomes,
            bytes: wish.bytes,
            held_until: leaseFrom(now.getTime()),
            idempotency_key: wish.idempotencyKey ?? null,
            created_at: now,
          })
          .execute();
        held.add(wish.id);
        return { kind: 'held', id: wish.id, [Symbol.asyncDispose]: () => giveBack(wish.id) };
      }),

    markOf: (sha256) => createHmac('sha256', markKey).update('upload').update(sha256).digest(),

    sweep: async () => {
      const now = clock.now();
      const { numDeletedRows } = await query
        .deleteFrom('upload_place')
        .where((where) =>
          where.or([
            where.and([where('is_settled', '=', false), where('held_until', '<', new Date(now))]),
            where.and([
              where('is_settled', '=', true),
              where('created_at', '<', new Date(now - QUOTA_WINDOW_MS)),
              where.or([
                where('idempotency_key', 'is', null),
                // A key is kept as long as what was made under it.
                where
                  .not(
                    where.exists(
                      where.selectFrom('attachment').select('id').whereRef('attachment.id', '=', 'upload_place.id'),
                    ),
                  )
                  .and(
                    where.not(
                      where.exists(
                        where
                          .selectFrom('identity_document')
                          .select('id')
                          .whereRef('identity_document.id', '=', 'upload_place.id'),
                      ),
                    ),
                  ),
              ]),
            ]),
          ]),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await Promise.all([...held].map(giveBack));
    },
  };
};
