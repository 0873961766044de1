/** By its minute the activity of a conversation is indexed (migration 0028): what asks by the moment asks by the minute as well. */
import { type RawBuilder, sql } from 'kysely';

/** @returns the expression that `conversation.activity_minute` would have at a moment. */
export const activityMinute = (moment: Date): RawBuilder<Date> =>
  sql<Date>`date_trunc('minute', ${moment}::timestamptz at time zone 'UTC')`;
