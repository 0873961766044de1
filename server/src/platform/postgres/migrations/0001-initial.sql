-- The first schema. Words and names of people are in `*_sealed` columns only: AES-256-GCM under a data key of `keys.data_key`.

-- Wrapped keys live in a schema of their own, so that they can be backed up apart and for a shorter time.
create schema keys;

create table keys.data_key (
  id uuid primary key,
  -- 'person': a profile; 'participant': what one person says in one conversation.
  scope text not null check (scope in ('person', 'participant')),
  principal_id uuid not null,
  conversation_id uuid,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  check ((scope = 'participant') = (conversation_id is not null))
);
create index data_key_owner on keys.data_key (principal_id, conversation_id, created_at desc);

-- The age v1 header of each stored object: without it the object's bytes cannot be read.
create table keys.object_header (
  object_id uuid primary key,
  store text not null check (store in ('attachments', 'vault')),
  header bytea not null
);

create table principal (
  id uuid primary key,
  kind text not null check (kind in ('visitor', 'user', 'agent')),
  -- HMAC of a user's `sub`, so that the site's own id of a person is not readable here.
  subject_hash bytea unique,
  profile_sealed bytea,
  profile_key_id uuid,
  created_at timestamptz not null default now()
);

create table agent (
  principal_id uuid primary key references principal,
  email_hash bytea not null unique,
  password_hash text not null,
  roles text[] not null,
  disabled_at timestamptz
);

create table consent (
  id uuid primary key,
  principal_id uuid not null references principal,
  policy_version text not null,
  locale text not null,
  text_sha256 text not null,
  purposes text[] not null,
  given_at timestamptz not null default now()
);
create index consent_principal on consent (principal_id, given_at);

create table conversation (
  id uuid primary key,
  kind text not null check (kind in ('support', 'direct')),
  status text not null default 'open' check (status in ('open', 'closed')),
  opened_by uuid not null references principal,
  -- Hash of the two participants of a direct conversation: there is one for each pair.
  direct_pair bytea unique,
  topic_sealed bytea,
  topic_key_id uuid,
  assigned_to uuid references principal,
  head_seq bigint not null default 0,
  revision bigint not null default 0,
  created_at timestamptz not null default now(),
  last_activity_at timestamptz not null default now(),
  closed_at timestamptz
) with (fillfactor = 70);
create unique index conversation_open_support on conversation (opened_by) where kind = 'support' and status = 'open';
create index conversation_activity on conversation (last_activity_at);

create table participant (
  conversation_id uuid not null references conversation on delete cascade,
  principal_id uuid not null references principal,
  read_seq bigint not null default 0,
  delivered_seq bigint not null default 0,
  joined_at timestamptz not null default now(),
  primary key (conversation_id, principal_id)
);
create index participant_principal on participant (principal_id);

-- No foreign keys here: append_messages() holds the conversation's row while it writes, and checks the data keys itself.
create table message (
  conversation_id uuid not null,
  seq bigint not null,
  -- UUIDv7, so that this index finds what is due for destruction as well.
  id uuid not null unique,
  author_id uuid not null,
  author_kind text not null,
  client_message_id uuid not null,
  body_sealed bytea,
  key_id uuid not null,
  attachment_ids uuid[],
  reply_to uuid,
  revision bigint not null default 0,
  created_at timestamptz not null,
  edited_at timestamptz,
  redacted_at timestamptz,
  primary key (conversation_id, seq),
  -- The client's id first: append_messages() must find a repetition by this index and no other.
  unique (client_message_id, conversation_id, author_id)
);
-- What a client that saw an older revision has missed.
create index message_changed on message (conversation_id, revision) where revision > 0;

create table attachment (
  id uuid primary key,
  conversation_id uuid not null,
  owner_id uuid not null references principal,
  kind text not null check (kind in ('photo', 'voice', 'file')),
  status text not null check (status in ('checking', 'available', 'rejected', 'destroyed')),
  -- Name, picture size, ThumbHash, duration, waveform and receipt: JSON under the owner's participant key.
  details_sealed bytea,
  key_id uuid,
  media_type text not null,
  bytes bigint not null default 0,
  message_id uuid,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz
);
create index attachment_conversation on attachment (conversation_id);
create index attachment_due on attachment (kind, created_at) where status <> 'destroyed';
create index attachment_unlinked on attachment (created_at) where message_id is null and status <> 'destroyed';

create table identity_document (
  id uuid primary key,
  conversation_id uuid not null,
  owner_id uuid not null references principal,
  document_type text not null,
  status text not null check (status in ('stored', 'destroyed')),
  media_type text not null,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz
);
create index identity_document_created on identity_document (created_at) where status <> 'destroyed';

-- What lies in the two stores. A row exists before its object is written, so that no object is unknown.
create table stored_object (
  id uuid primary key,
  store text not null check (store in ('attachments', 'vault')),
  owner_id uuid not null,
  variant text not null check (variant in ('full', 'thumbnail')),
  bytes bigint not null default 0,
  status text not null default 'pending' check (status in ('pending', 'stored', 'doomed')),
  created_at timestamptz not null default now(),
  unique (owner_id, variant)
);
create index stored_object_unsettled on stored_object (created_at) where status <> 'stored';

create table hold (
  id uuid primary key,
  conversation_id uuid not null references conversation,
  reason_sealed bytea not null,
  reason_key_id uuid not null,
  placed_by uuid not null references principal,
  placed_at timestamptz not null default now(),
  released_by uuid references principal,
  released_at timestamptz
);
create index hold_active on hold (conversation_id) where released_at is null;

-- Retention destroys a key as soon as it seals nothing. Whoever stores something under it meanwhile waits here, and is refused
-- (SQLSTATE SN001) when the key is gone: forget it, take another, seal again. append_messages() checks its keys itself.
create function data_key_must_exist() returns trigger language plpgsql as $$
declare
  wanted uuid := to_jsonb(new) ->> tg_argv[0];
begin
  perform 1 from keys.data_key k where k.id = wanted for share;
  if not found then
    raise exception 'the data key has been destroyed' using errcode = 'SN001';
  end if;
  return new;
end $$;
create trigger message_key before update of body_sealed on message
  for each row when (new.body_sealed is not null) execute function data_key_must_exist('key_id');
create trigger attachment_key before insert or update of details_sealed, key_id on attachment
  for each row when (new.details_sealed is not null) execute function data_key_must_exist('key_id');
create trigger topic_key before insert or update of topic_sealed, topic_key_id on conversation
  for each row when (new.topic_sealed is not null) execute function data_key_must_exist('topic_key_id');

-- Work that one node at a time does now and then. A lease that is not renewed is free for another node.
create table background_job (
  name text primary key,
  finished_at timestamptz not null default '-infinity',
  lease_id uuid,
  leased_until timestamptz not null default '-infinity'
);

-- The audit log: hash = sha256(number || 0x0a || previous_hash || payload). Entries are never changed or removed.
create table audit_entry (
  number bigint primary key,
  payload text not null,
  previous_hash bytea not null,
  hash bytea not null
);
create table audit_head (
  singleton boolean primary key default true check (singleton),
  number bigint not null,
  hash bytea not null
);
insert into audit_head (number, hash) values (0, '\x0000000000000000000000000000000000000000000000000000000000000000');

create function audit_entry_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are never changed or removed';
end $$;
create trigger audit_entry_is_final before update or delete or truncate on audit_entry
  for each statement execute function audit_entry_is_final();

-- Appends entries in the order given and chains them; the head's row serialises all nodes.
create function append_audit_entries(payloads text[]) returns bigint language plpgsql as $$
declare
  head audit_head;
  entry text;
  next_hash bytea;
begin
  select * into head from audit_head for update;
  foreach entry in array payloads loop
    next_hash := sha256(convert_to((head.number + 1)::text || E'\n', 'UTF8') || head.hash || convert_to(entry, 'UTF8'));
    insert into audit_entry (number, payload, previous_hash, hash) values (head.number + 1, entry, head.hash, next_hash);
    head.number := head.number + 1;
    head.hash := next_hash;
  end loop;
  update audit_head set number = head.number, hash = head.hash;
  return head.number;
end $$;

-- The group commit: numbers, deduplicates and stores a batch of messages, in the order given.
-- Rows of conversations are locked in one order, so that nodes never deadlock. Every statement below sees what was
-- committed before the locks were granted, so that a repetition sent to another node is found.
-- The caller gives each (conversation, author, client id) once per batch.
create function append_messages(
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
              and (a.status = 'available' and a.message_id is null) is true
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
