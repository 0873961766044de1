-- Every batch of messages moves the activity of its conversations. An index on the moment itself would have to be written each
-- time; on its minute, an update within the same minute touches no index (a heap-only tuple). Within a minute the rows are sorted.
drop index conversation_activity;
alter table conversation
  add column activity_minute timestamp not null
    generated always as (date_trunc('minute', last_activity_at at time zone 'UTC')) stored;
create index conversation_activity on conversation (activity_minute);
