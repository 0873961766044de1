-- Uploads for which the malware scanner has no verdict yet: their bytes lie sealed as the object of variant 'quarantine'.
alter table attachment
  -- Since when; a row that is being checked without it is an upload that is under way.
  add column held_since timestamptz,
  add column check_after timestamptz,
  -- Scans begun since it is held: one on which the scanner dies again and again is not the first to be tried when it is back.
  add column checks int not null default 0,
  -- One node at a time; a lease that is over is free for another node.
  add column check_leased_until timestamptz,
  add column rejected_for text check (rejected_for is null or status in ('rejected', 'destroyed'));
create index attachment_held on attachment (check_after) where status = 'checking' and held_since is not null;

-- The list of variants is ObjectVariant in the sources; here only its form is checked, so that each kind of file can add its own.
alter table stored_object drop constraint if exists stored_object_variant_check;
alter table stored_object add constraint stored_object_variant_form check (variant ~ '^[a-z]+(-[a-z0-9]+)*$');

-- As before, and what is held may be linked as well.
create or replace function append_messages(
  conversation_ids uuid[], author_ids uuid[], author_kinds text[], client_message_ids uuid[], ids uuid[],
  bodies bytea[], key_ids uuid[], replies uuid[],
  -- Attachments to link, flat: the position (from 1) of the message in the batch, and the attachment.
  link_positions int[], link_attachment_ids uuid[]
) returns table (position_ int, outcome text, message_id uuid, message_seq bigint, stored_at timestamptz)
language plpgsql
-- The plan is made once, perhaps while the tables are empty: it must not come to scan them when they are full.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set jit = off
as $$
#variable_conflict use_column
declare
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
begin
  perform 1 from conversation c where c.id = any (conversation_ids) order by c.id for update;

  return query
  with input as (
    select i.ord::int as ord, i.conversation_id, i.author_id, i.author_kind, i.client_message_id, i.id, i.body, i.key_id, i.reply_to
    from unnest(conversation_ids, author_ids, author_kinds, client_message_ids, ids, bodies, key_ids, replies)
      with ordinality as i(conversation_id, author_id, author_kind, client_message_id, id, body, key_id, reply_to, ord)
  ),
  links as (
    select l.ord, l.attachment_id from unnest(link_positions, link_attachment_ids) as l(ord, attachment_id)
  ),
  judged as materialized (
    select i.*, c.head_seq, m.id as known_id, m.seq as known_seq, m.created_at as known_at,
      case
        when m.id is not null then 'repeated'
        when c.id is null then 'not-found'
        when c.status = 'closed' then 'closed'
        when k.id is null then 'key-missing'
        when exists (
          select 1 from links l left join attachment a
            on a.id = l.attachment_id
              and a.conversation_id is not distinct from i.conversation_id and a.owner_id is not distinct from i.author_id
              and (a.message_id is null and (a.status = 'available' or (a.status = 'checking' and a.held_since is not null))) is true
          where l.ord = i.ord and a.id is null
        ) then 'attachment-unavailable'
        else 'created'
      end as verdict
    from input i
    left join conversation c on c.id = i.conversation_id
    left join keys.data_key k on k.id = i.key_id
    left join message m
      on m.client_message_id = i.client_message_id
      -- Not “=”: that would let the plan walk a whole conversation by its primary key.
      and m.conversation_id is not distinct from i.conversation_id and m.author_id is not distinct from i.author_id
  ),
  -- All of them, so that nothing has to be joined again: a row that is not created takes no number.
  numbered as (
    select j.*, j.head_seq + count(*) filter (where j.verdict = 'created')
      over (partition by j.conversation_id order by j.ord) as seq
    from judged j
  ),
  inserted as (
    insert into message (conversation_id, seq, id, author_id, author_kind, client_message_id, body_sealed, key_id,
      attachment_ids, reply_to, created_at)
    select n.conversation_id, n.seq, n.id, n.author_id, n.author_kind, n.client_message_id, n.body, n.key_id,
      (select array_agg(l.attachment_id) from links l where l.ord = n.ord), n.reply_to, moment
    from numbered n where n.verdict = 'created'
  ),
  linked as (
    update attachment a set message_id = n.id from links l join numbered n on n.ord = l.ord
    where a.id = l.attachment_id and n.verdict = 'created'
  ),
  advanced as (
    update conversation c set head_seq = g.head, last_activity_at = moment
    from (
      select n.conversation_id, max(n.seq) as head from numbered n where n.verdict = 'created' group by n.conversation_id
    ) g
    where c.id = g.conversation_id
  )
  select n.ord, n.verdict, coalesce(n.known_id, n.id), coalesce(n.known_seq, n.seq), coalesce(n.known_at, moment)
  from numbered n order by n.ord;
end $$;
