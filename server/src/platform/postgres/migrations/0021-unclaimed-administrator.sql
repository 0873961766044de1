-- The first administrator, until they have signed in: a password that nobody has used is made anew, and shown, by the next start.
alter table agent add column is_unclaimed boolean not null default false;
