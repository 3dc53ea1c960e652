-- Which process holds a lease: the next one in its place ends it. Both unknown where a worker does not say.
alter table renewal_attempt
    add column instance text,
    add column process_id uuid,
    add check ((instance is null) = (process_id is null));

create index renewal_attempt_instance on renewal_attempt (instance) where answered_at is null and unknown_at is null;
