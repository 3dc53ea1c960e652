-- What people read where they are asked to connect; no version has it, as it changes nothing that anybody granted.
alter table definition add column name text;

-- Who put an open prompt aside. Null until: until app code needs the person again.
create table prompt_hiding (
    prompt_id uuid        not null references prompt on delete cascade,
    user_id   text        not null,
    hidden_at timestamptz not null,
    until     timestamptz,
    primary key (prompt_id, user_id)
);

-- The earliest of its dismissals, so that a lookup sees without another query whether one is old enough to end.
alter table prompt add column dismissed_at timestamptz;

-- What one person, or a workspace's admins, have to answer.
create index prompt_reader on prompt (tenant, owner_kind, owner_id) where resolved_at is null;
